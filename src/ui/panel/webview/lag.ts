// What comes sooner is not announced by a flicker.
const lagMs = 150;

/** Marks an element with the class `lagging` while something in it has been missing for a while. */
export class Lag {
  readonly #element: HTMLElement;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(element: HTMLElement) {
    this.#element = element;
  }

  /** Whether something is missing now. */
  is(missing: boolean): void {
    if (missing) {
      this.#timer ??= setTimeout(() => this.#element.classList.add('lagging'), lagMs);
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#element.classList.remove('lagging');
  }
}
