/** The selected events by id, with the place where the last one was chosen and where a range begins. */
export class Selection {
  readonly #ids = new Set<number>();
  /** Place of the event that the keyboard is on; undefined while none is. */
  active: number | undefined;
  /** Where a range that Shift extends begins. */
  anchor: number | undefined;

  get ids(): readonly number[] {
    return [...this.#ids];
  }

  get size(): number {
    return this.#ids.size;
  }

  has(id: number): boolean {
    return this.#ids.has(id);
  }

  /** Selects exactly these. */
  set(ids: Iterable<number>): void {
    this.#ids.clear();
    for (const id of ids) this.#ids.add(id);
  }

  /** Selects one more, or one less. */
  toggle(id: number): void {
    if (!this.#ids.delete(id)) this.#ids.add(id);
  }

  clear(): void {
    this.#ids.clear();
    this.active = undefined;
    this.anchor = undefined;
  }
}
