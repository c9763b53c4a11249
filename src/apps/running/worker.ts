import type { Clock } from '../../delivery/clock.ts';
import { HumanError } from '../../humanError.ts';
import { sentence } from '../../sentence.ts';
import type { Limits } from '../limits.ts';
import type { AppStatus, LogLine, RunRecord } from '../status.ts';
import { AppLog } from './appLog.ts';
import { limited, Stopped } from './limited.ts';
import { Pace } from './pace.ts';

/** An event on its way to an app; its content is loaded when its turn comes. */
export interface Job {
  readonly receiptId: number;
  readonly type: string;
  /** A person asked for it, so it need not outlast a restart. */
  readonly asked?: boolean;
}

/** What one try works with. */
export interface Try {
  readonly signal: AbortSignal;
  readonly attempt: number;
  readonly log: (text: string) => void;
}

/** What a worker is made of. */
export interface WorkerParts {
  readonly clock: Clock;
  readonly limits: Limits;
  readonly run: (job: Job, each: Try) => unknown;
  readonly changed: () => void;
  readonly logged: (line: LogLine) => void;
  readonly suspended: () => void;
}

/** Runs one installed app with its events, one after the other, within its limits. Nothing it does is thrown on. */
export class AppWorker {
  readonly #parts: WorkerParts;
  readonly #log = new AppLog();
  readonly #stop = new AbortController();
  readonly #pace: Pace;
  readonly #jobs: Job[] = [];
  readonly #running = new Map<Job, Promise<void>>();
  #cancelWait: (() => void) | undefined;
  #retrying = 0;
  #suspended = false;
  #inARow = 0;
  #leftOut = 0;
  #runs = 0;
  #failed = 0;
  #last: RunRecord | undefined;

  constructor(parts: WorkerParts) {
    this.#parts = parts;
    this.#pace = new Pace(parts.limits.perMinute, parts.clock.now());
  }

  /** How it is doing. */
  get status(): AppStatus {
    return {
      state: this.#state,
      waiting: this.#jobs.length,
      leftOut: this.#leftOut,
      runs: this.#runs,
      failed: this.#failed,
      last: this.#last,
    };
  }

  get log(): readonly LogLine[] {
    return this.#log.lines;
  }

  /** The lowest number of a receipt that it was given and has not settled; undefined when there is none. */
  get oldestUnsettled(): number | undefined {
    let oldest: number | undefined;
    for (const jobs of [this.#running.keys(), this.#jobs])
      for (const { receiptId, asked } of jobs)
        if (!asked && (oldest === undefined || receiptId < oldest)) oldest = receiptId;
    return oldest;
  }

  /** Adds a line to its log. */
  note(level: LogLine['level'], text: string): void {
    this.#say(level, text);
  }

  /** Takes an event, unless too many wait already or the app is suspended. */
  offer(job: Job): void {
    if (this.#stop.signal.aborted) return;
    if (this.#suspended) this.#leave();
    else if (this.#jobs.length >= this.#parts.limits.queue) {
      if (this.#leave() === 1)
        this.#say('warn', sentence`More events come than it can take; some are left out.`);
    } else {
      this.#jobs.push(job);
      this.#pump();
    }
    this.#parts.changed();
  }

  /** Lets a suspended app get events again. */
  resume(): void {
    this.#suspended = false;
    this.#inARow = 0;
    this.#leftOut = 0;
    this.#parts.changed();
  }

  /** Drops what waits, aborts what runs, and resolves when nothing of it is left but what ignores its signal. */
  async close(): Promise<void> {
    this.#jobs.length = 0;
    this.#cancelWait?.();
    this.#stop.abort();
    await Promise.all(this.#running.values());
  }

  get #state(): AppStatus['state'] {
    if (this.#suspended) return 'suspended';
    if (this.#retrying > 0) return 'retrying';
    return this.#running.size > 0 ? 'running' : 'idle';
  }

  #leave(): number {
    return ++this.#leftOut;
  }

  #pump(): void {
    const { clock, limits } = this.#parts;
    while (this.#jobs.length > 0 && this.#running.size < limits.concurrency && !this.#cancelWait) {
      const wait = this.#pace.take(clock.now());
      if (wait > 0) {
        this.#cancelWait = clock.schedule(clock.now() + wait, () => {
          this.#cancelWait = undefined;
          this.#pump();
        });
        return;
      }
      const job = this.#jobs.shift();
      if (job) this.#start(job);
    }
  }

  #start(job: Job): void {
    const running = this.#process(job).finally(() => {
      this.#running.delete(job);
      this.#pump();
      this.#parts.changed();
    });
    this.#running.set(job, running);
  }

  /** Tries until it succeeds, fails for good, or is stopped. Never rejects. */
  async #process(job: Job): Promise<void> {
    const { clock, limits } = this.#parts;
    for (let attempt = 1; !this.#stop.signal.aborted; attempt++) {
      const startedAt = clock.now();
      const error = await this.#try(job, attempt);
      if (error instanceof Stopped) return;
      const pause = error instanceof HumanError ? undefined : limits.retryMs[attempt - 1];
      if (error === undefined || pause === undefined) {
        const milliseconds = clock.now() - startedAt;
        return this.#settle({
          ...job,
          at: clock.now(),
          milliseconds,
          attempts: attempt,
          error: error?.message,
        });
      }
      // The reason comes first: a row of the view has room for little more.
      const reason = error.message.replace(/\.$/, '');
      this.#say('warn', sentence`${reason}; tried again in ${pause / 1000} s.`, job);
      await this.#pause(pause);
    }
  }

  async #try(job: Job, attempt: number): Promise<Error | undefined> {
    const { clock, limits, run } = this.#parts;
    let over = false;
    const log = (text: string) => {
      if (!over) this.#say('info', String(text), job);
    };
    try {
      const options = { clock, timeoutMs: limits.timeoutMs, stop: this.#stop.signal };
      await limited((signal) => run(job, { signal, attempt, log }), options);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    } finally {
      over = true;
    }
  }

  #settle(record: RunRecord): void {
    this.#last = record;
    this.#runs++;
    if (record.error === undefined) {
      this.#inARow = 0;
      return;
    }
    this.#failed++;
    this.#say('error', record.error, record);
    if (++this.#inARow < this.#parts.limits.failures) return;
    this.#suspended = true;
    this.#leftOut += this.#jobs.length;
    this.#jobs.length = 0;
    this.#say(
      'error',
      sentence`Suspended, because ${this.#inARow} events in a row failed; resume it when that is solved.`,
    );
    this.#parts.suspended();
  }

  async #pause(milliseconds: number): Promise<void> {
    const { clock, changed } = this.#parts;
    const { signal } = this.#stop;
    this.#retrying++;
    changed();
    await new Promise<void>((resolve) => {
      const end = () => {
        cancel();
        signal.removeEventListener('abort', end);
        resolve();
      };
      const cancel = clock.schedule(clock.now() + milliseconds, end);
      signal.addEventListener('abort', end);
    });
    this.#retrying--;
  }

  #say(level: LogLine['level'], text: string, about?: { readonly receiptId: number }): void {
    const line = { at: this.#parts.clock.now(), level, text, receiptId: about?.receiptId };
    this.#parts.logged(this.#log.add(line));
    this.#parts.changed();
  }
}
