// Changes come in bursts: an event triggered is several of them.
const pauseMilliseconds = 100;

/** Does something once a burst of triggers has paused. */
export class Debounced {
  readonly #action: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(action: () => void) {
    this.#action = action;
  }

  trigger(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#action, pauseMilliseconds);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }
}
