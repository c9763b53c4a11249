/** Waits that all end together. */
export class Sleeps {
  readonly #wakers = new Set<() => void>();
  #ended = false;

  /** Resolves after so many milliseconds with true, or with false as soon as `end` is called. */
  sleep(milliseconds: number): Promise<boolean> {
    if (this.#ended) return Promise.resolve(false);
    return new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        this.#wakers.delete(finish);
        resolve(!this.#ended);
      };
      const timer = setTimeout(finish, milliseconds);
      this.#wakers.add(finish);
    });
  }

  end(): void {
    this.#ended = true;
    for (const wake of [...this.#wakers]) wake();
  }
}
