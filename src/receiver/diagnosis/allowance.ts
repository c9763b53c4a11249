/** At most this share of a second may go into diagnoses, in milliseconds, however many requests fail. */
const PER_SECOND = 50;

/** Keeps a flood of bad requests from blocking good ones: after a while they get their verdict without a diagnosis. */
export class Allowance {
  readonly #clock: () => number;
  #second = 0;
  #spent = 0;

  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
  }

  /** Runs the work and gives its result; undefined when this second's allowance is used up. */
  run<T>(work: () => T): T | undefined {
    const started = this.#clock();
    const second = Math.floor(started / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#spent = 0;
    }
    if (this.#spent >= PER_SECOND) return undefined;
    try {
      return work();
    } finally {
      this.#spent += this.#clock() - started;
    }
  }
}
