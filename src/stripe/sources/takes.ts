import type { Arrival, Take } from '../eventSource.ts';

/** Lets arrivals be taken until the source is stopped, and knows when the last of them is kept. */
export class Takes {
  readonly #take: Take;
  readonly #underWay = new Set<ReturnType<Take>>();
  #ended = false;

  constructor(take: Take) {
    this.#take = take;
  }

  readonly take: Take = async (arrival: Arrival) => {
    if (this.#ended) throw new Error('The source is stopped.');
    const taking = this.#take(arrival);
    this.#underWay.add(taking);
    try {
      return await taking;
    } finally {
      this.#underWay.delete(taking);
    }
  };

  /** Takes nothing more, and resolves when all that was taken is kept. */
  async end(): Promise<void> {
    this.#ended = true;
    await Promise.allSettled(this.#underWay);
  }
}
