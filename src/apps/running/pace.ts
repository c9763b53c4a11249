/** So many runs may start at once after a quiet time: those of ten seconds. */
const burstSeconds = 10;

/** Spreads starts over time: so many a minute, with a few at once after a quiet time. */
export class Pace {
  readonly #perMs: number;
  readonly #most: number;
  #free: number;
  #at: number;

  constructor(perMinute: number, nowMs: number) {
    this.#perMs = perMinute / 60_000;
    this.#most = Math.max(1, (perMinute / 60) * burstSeconds);
    this.#free = this.#most;
    this.#at = nowMs;
  }

  /** Takes a start: 0 when it may be now, else the milliseconds to wait before asking again. */
  take(nowMs: number): number {
    this.#free = Math.min(this.#most, this.#free + (nowMs - this.#at) * this.#perMs);
    this.#at = nowMs;
    // A rounding error must not cost another round.
    if (this.#free < 0.999) return Math.ceil((1 - this.#free) / this.#perMs);
    this.#free -= 1;
    return 0;
  }
}
