import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import type { Clock } from '../delivery/clock.ts';
import { HumanError } from '../humanError.ts';
import type { FullReceipt } from '../journal/entry.ts';
import { sentence } from '../sentence.ts';
import { matchesEventType } from '../stripe/eventSets.ts';
import type { AppReceipt, RunnableApp } from './app.ts';
import { completeConfig, eventsOf, type Config } from './config.ts';
import { defaultLimits } from './limits.ts';
import type { AppStatus, LogLine } from './status.ts';
import { AppWorker, type Job, type Try } from './running/worker.ts';

/** An installation that may run, with its app. */
export interface ReadyApp {
  readonly id: string;
  readonly app: RunnableApp;
  /** Without what is secret. */
  readonly config: Config;
}

/** What a runner works with. */
export interface RunnerParts {
  /** Those that are enabled and whose app is there. */
  readonly apps: () => readonly ReadyApp[];
  readonly load: (receiptId: number) => Promise<FullReceipt | undefined>;
  /** The secret values of an installation's configuration. */
  readonly secretsOf: (installationId: string) => Promise<Config>;
  /** Where the installations' own files lie. */
  readonly folder: string;
  readonly clock: Clock;
}

interface RunnerEvents {
  changed: [];
  logged: [installationId: string, line: LogLine];
  suspended: [installationId: string];
}

/**
 * Runs the installed apps with the events they want, each in a worker of its own, so that one that throws, hangs or
 * floods costs the others nothing. What runs in the same process cannot be kept from blocking it, though. `changed`
 * is emitted with every change of a status, `logged` with every line of a log, `suspended` when one has failed too often.
 */
export class AppRunner extends EventEmitter<RunnerEvents> {
  readonly #parts: RunnerParts;
  readonly #workers = new Map<string, AppWorker>();
  #closed = false;

  constructor(parts: RunnerParts) {
    super();
    this.#parts = parts;
  }

  /** Gives a kept event to every app that wants it. */
  dispatch(job: Job): void {
    if (this.#closed) return;
    for (const ready of this.#parts.apps()) if (wants(ready, job.type)) this.#workerOf(ready).offer(job);
  }

  /** Gives an event to one app, whether it wants it or not. */
  runNow(installationId: string, job: Job): void {
    const ready = this.#ready(installationId);
    if (!ready || this.#closed) return;
    const worker = this.#workerOf(ready);
    worker.resume();
    worker.offer(job);
  }

  /** How an installation is doing; undefined when it got nothing yet. */
  statusOf(installationId: string): AppStatus | undefined {
    return this.#workers.get(installationId)?.status;
  }

  /** Its log, the newest line last. */
  logOf(installationId: string): readonly LogLine[] {
    return this.#workers.get(installationId)?.log ?? [];
  }

  /** Lets a suspended one get events again. */
  resume(installationId: string): void {
    this.#workers.get(installationId)?.resume();
  }

  /** Stops what one is doing and forgets its log; it begins anew with its next event. */
  async end(installationId: string): Promise<void> {
    const worker = this.#workers.get(installationId);
    this.#workers.delete(installationId);
    await worker?.close();
  }

  /** Stops everything, and waits for it. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#workers.values()].map((worker) => worker.close()));
  }

  #workerOf({ id, app }: ReadyApp): AppWorker {
    const known = this.#workers.get(id);
    if (known) return known;
    const worker = new AppWorker({
      clock: this.#parts.clock,
      limits: { ...defaultLimits, ...app.limits },
      run: (job, each) => this.#run(id, job, each),
      changed: () => this.emit('changed'),
      logged: (line) => this.emit('logged', id, line),
      suspended: () => this.emit('suspended', id),
    });
    this.#workers.set(id, worker);
    return worker;
  }

  async #run(id: string, job: Job, each: Try): Promise<void> {
    const { load, secretsOf, folder } = this.#parts;
    // Looked up anew, since it may have been configured in the meantime.
    const ready = this.#ready(id);
    if (!ready) return;
    const [receipt, secrets] = await Promise.all([load(job.receiptId), secretsOf(id)]);
    if (!isEvent(receipt))
      throw new HumanError(sentence`Event #${job.receiptId} is no longer in the journal.`, 'not-found');
    const config = completeConfig(ready.app.config, { ...ready.config, ...secrets });
    if (each.signal.aborted) return;
    await ready.app.run(receipt, { ...each, config, folder: join(folder, id) });
  }

  #ready(id: string): ReadyApp | undefined {
    return this.#parts.apps().find((ready) => ready.id === id);
  }
}

function wants({ app, config }: ReadyApp, type: string): boolean {
  return eventsOf(app, config).some((pattern) => matchesEventType(pattern, type));
}

function isEvent(receipt: FullReceipt | undefined): receipt is AppReceipt {
  return receipt?.event !== undefined;
}
