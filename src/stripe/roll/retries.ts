/** Milliseconds until a roll that failed is tried again by itself: doubled each time, up to the last. */
const firstPause = 30_000;
const longestPause = 30 * 60_000;

/** When rolls that could not go on are to be tried again, so that whoever keeps the time is not kept busy. */
export class Retries {
  readonly #failures = new Map<string, { readonly count: number; readonly next: number }>();

  /** Milliseconds since the Unix epoch; undefined when the roll did not fail last. */
  next(rollId: string): number | undefined {
    return this.#failures.get(rollId)?.next;
  }

  failed(rollId: string, now: number): void {
    const count = (this.#failures.get(rollId)?.count ?? 0) + 1;
    const pause = Math.min(firstPause * 2 ** (count - 1), longestPause);
    this.#failures.set(rollId, { count, next: now + pause });
  }

  wentOn(rollId: string): void {
    this.#failures.delete(rollId);
  }
}
