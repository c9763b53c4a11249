/** How long, in seconds, the age of one request says something about the clocks. */
const RELEVANT_FOR = 600;

/** Remembers how fresh the last verified request was: when it was, the clocks are right. */
export class LastVerified {
  #timestamp = 0;
  #arrived = Number.NEGATIVE_INFINITY;

  /** Both in seconds since the Unix epoch. */
  note(timestamp: number, nowSeconds: number): void {
    this.#timestamp = timestamp;
    this.#arrived = nowSeconds;
  }

  /** How old it was on arrival, in seconds; undefined when there was none lately. */
  age(nowSeconds: number): number | undefined {
    return nowSeconds - this.#arrived <= RELEVANT_FOR ? this.#arrived - this.#timestamp : undefined;
  }
}
