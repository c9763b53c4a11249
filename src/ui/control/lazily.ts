/** Makes a costly part when it is first asked for and hands out the same one from then on; a failure is tried again. */
export class Lazily<T> {
  readonly #make: () => Promise<T>;
  #made: Promise<T> | undefined;

  constructor(make: () => Promise<T>) {
    this.#make = make;
  }

  /** The part, made on the first call. */
  get(): Promise<T> {
    this.#made ??= this.#make().catch((error: unknown) => {
      this.#made = undefined;
      throw error;
    });
    return this.#made;
  }

  /** Ends the part if it was ever made; the next `get` makes a new one. */
  async end(end: (part: T) => unknown): Promise<void> {
    const made = this.#made;
    this.#made = undefined;
    if (!made) return;
    const part = await made.catch(() => undefined);
    if (part !== undefined) await end(part);
  }
}
