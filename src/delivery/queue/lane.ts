import type { Clock } from '../clock.ts';

/** What came of running a job: it is settled, it waits for a time, or it was cut short and stays as it is. */
export type Outcome = 'settled' | 'kept' | { readonly retryAt: number };

/** Something to run. */
export interface Job {
  /** Not before this time, in milliseconds since the Unix epoch; the lane sets it when it is to be tried again. */
  dueAt?: number | undefined;
}

/** What a lane is made of. */
export interface LaneParts<J extends Job> {
  readonly clock: Clock;
  /** How many jobs run at the same time. */
  readonly concurrency: number;
  /** Jobs of one key run one after the other, each once the one before is settled; undefined: with any others. */
  readonly keyOf: (job: J) => string | undefined;
  /** Must not reject. */
  readonly run: (job: J) => Promise<Outcome>;
  /** Told after each run, when its outcome is in place. */
  readonly ran?: (job: J) => void;
}

/** The jobs of one target: in order per key, a bounded number at a time, with waits between tries. */
export class Lane<J extends Job> {
  readonly #parts: LaneParts<J>;
  /** Unsettled jobs by key; the first of each is ready, running or waiting, the others are behind it. */
  readonly #chains = new Map<unknown, J[]>();
  readonly #keys = new Map<J, unknown>();
  readonly #waiting = new Map<J, () => void>();
  readonly #running = new Map<J, Promise<void>>();
  #ready: J[] = [];
  #next = 0;
  #held = false;

  constructor(parts: LaneParts<J>) {
    this.#parts = parts;
  }

  /** Every job that is not settled. */
  get jobs(): readonly J[] {
    return [...this.#keys.keys()];
  }

  /** Adds a job, which is run as soon as its turn and its time have come. */
  add(job: J): void {
    // A job without a key is a chain of its own.
    const key = this.#parts.keyOf(job) ?? job;
    this.#keys.set(job, key);
    const chain = this.#chains.get(key);
    if (chain) chain.push(job);
    else {
      this.#chains.set(key, [job]);
      this.#waitOrStart(job);
    }
  }

  /** Lets a waiting job run now. */
  hurry(job: J): void {
    const cancel = this.#waiting.get(job);
    if (!cancel) return;
    cancel();
    this.#start(job);
  }

  /** Starts no more jobs until `release`; those that run go on. */
  hold(): void {
    this.#held = true;
  }

  release(): void {
    this.#held = false;
    this.#pump();
  }

  /** Forgets every job and starts none any more; resolves when those that run have ended. */
  async clear(): Promise<void> {
    this.#held = true;
    for (const cancel of this.#waiting.values()) cancel();
    await Promise.all(this.#running.values());
    this.#waiting.clear();
    this.#chains.clear();
    this.#keys.clear();
    this.#ready = [];
    this.#next = 0;
  }

  /** Resolves when no job is left. */
  async drained(): Promise<void> {
    while (this.#keys.size > 0) await new Promise<void>((resolve) => (this.#onSettled = resolve));
  }

  #onSettled: (() => void) | undefined;

  #waitOrStart(job: J): void {
    const { clock } = this.#parts;
    if (job.dueAt === undefined || job.dueAt <= clock.now()) {
      this.#start(job);
      return;
    }
    const cancel = clock.schedule(job.dueAt, () => {
      this.#start(job);
      return this.#running.get(job);
    });
    this.#waiting.set(job, cancel);
  }

  #start(job: J): void {
    this.#waiting.delete(job);
    job.dueAt = undefined;
    this.#ready.push(job);
    this.#pump();
  }

  #pump(): void {
    while (!this.#held && this.#running.size < this.#parts.concurrency && this.#next < this.#ready.length) {
      const job = this.#ready[this.#next++] as J;
      this.#running.set(job, this.#run(job));
    }
    // What was taken is given back in larger pieces.
    if (this.#next > 1000 && this.#next * 2 > this.#ready.length) {
      this.#ready = this.#ready.slice(this.#next);
      this.#next = 0;
    }
  }

  async #run(job: J): Promise<void> {
    // Its place among the running ones is taken before it can end.
    const outcome = await Promise.resolve().then(() => this.#parts.run(job));
    this.#running.delete(job);
    if (outcome === 'settled') this.#settle(job);
    else if (outcome !== 'kept') {
      job.dueAt = outcome.retryAt;
      this.#waitOrStart(job);
    }
    this.#parts.ran?.(job);
    this.#pump();
  }

  #settle(job: J): void {
    const key = this.#keys.get(job);
    this.#keys.delete(job);
    const chain = this.#chains.get(key);
    chain?.shift();
    const [next] = chain ?? [];
    if (next) this.#waitOrStart(next);
    else this.#chains.delete(key);
    this.#onSettled?.();
  }
}
