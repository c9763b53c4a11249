const remembered = 50_000;

/** The ids of the events that were taken or are about to be, as far back as a gap can reach. */
export class SeenEvents {
  readonly #ids = new Set<string>();

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  add(id: string): void {
    this.#ids.delete(id);
    this.#ids.add(id);
    if (this.#ids.size <= remembered) return;
    const [oldest] = this.#ids;
    if (oldest !== undefined) this.#ids.delete(oldest);
  }

  /** For one that could not be kept after all. */
  delete(id: string): void {
    this.#ids.delete(id);
  }
}
