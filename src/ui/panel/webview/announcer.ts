import * as l10n from './l10n.ts';

// A screen reader that is told of every event would say nothing else.
const calmMs = 10_000;

/** Tells those who listen how many events have come, at most every ten seconds. */
export class Announcer {
  readonly #element: HTMLElement;
  #count = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(element: HTMLElement) {
    this.#element = element;
    element.setAttribute('role', 'status');
    element.className = 'spoken';
  }

  /** Says something at once that the user has asked for. */
  say(text: string): void {
    this.#element.textContent = text;
  }

  /** Some events have come. */
  arrived(count: number): void {
    if (count <= 0) return;
    this.#count += count;
    if (this.#timer === undefined)
      this.#timer = setTimeout(() => this.#say(), this.#element.textContent === '' ? 500 : calmMs);
  }

  #say(): void {
    this.#timer = undefined;
    this.#element.textContent =
      this.#count === 1 ? l10n.t('One new event') : l10n.t('{0} new events', l10n.count(this.#count));
    this.#count = 0;
  }
}
