import type { Job } from './worker.ts';

/**
 * One installed app's place at the journal: first it takes up what came while it was not there, then it gets what comes,
 * each event once.
 */
export class Seat {
  /** The name that its place is kept under. */
  readonly consumer: string;
  readonly #offer: (job: Job) => void;
  readonly #ready: Promise<void>;
  #isReady = false;
  #readUpTo: number | undefined;

  /** `takeUp` must not reject; it gives the id of the receipt that it has read up to, undefined when it could not. */
  constructor(consumer: string, takeUp: () => Promise<number | undefined>, offer: (job: Job) => void) {
    this.consumer = consumer;
    this.#offer = offer;
    this.#ready = takeUp().then((upTo) => {
      this.#readUpTo = upTo;
      this.#isReady = true;
    });
  }

  /** Resolves when what came before is taken up. */
  get ready(): Promise<void> {
    return this.#ready;
  }

  /** Gives it an event that has just come. */
  arrived(job: Job): void {
    if (!this.#isReady) void this.#ready.then(() => this.arrived(job));
    else if (job.receiptId > (this.#readUpTo ?? 0)) this.#offer(job);
  }

  /**
   * Up to which receipt it has been given everything, when all of them up to `told` have arrived; undefined while that
   * is not certain.
   */
  givenUpTo(told: number): number | undefined {
    return this.#readUpTo === undefined ? undefined : Math.max(told, this.#readUpTo);
  }

  /** The journal was begun anew, with its numbers. */
  beginAnew(): void {
    this.#readUpTo = 0;
  }
}
