import * as l10n from './l10n.ts';

const smallest = 0.2;
const step = 0.03;

/** The bar between two parts, moved with the pointer or the arrow keys; the share of the first one is between 0.2 and 0.8. */
export class Splitter {
  readonly element = document.createElement('div');
  readonly #onMove: (share: number) => void;
  #share: number;

  constructor(share: number, onMove: (share: number) => void) {
    this.#share = share;
    this.#onMove = onMove;
    const { element } = this;
    element.className = 'splitter';
    element.tabIndex = 0;
    element.setAttribute('role', 'separator');
    element.setAttribute('aria-label', l10n.t('Width of the list'));
    element.addEventListener('pointerdown', (event) => element.setPointerCapture(event.pointerId));
    element.addEventListener('pointermove', (event) => this.#drag(event));
    element.addEventListener('keydown', (event) => this.#key(event));
    this.#apply(share);
  }

  #stacked(): boolean {
    return getComputedStyle(this.element.parentElement as HTMLElement).flexDirection === 'column';
  }

  #drag(event: PointerEvent): void {
    if (!this.element.hasPointerCapture(event.pointerId)) return;
    const box = (this.element.parentElement as HTMLElement).getBoundingClientRect();
    this.#move(
      this.#stacked() ? (event.clientY - box.top) / box.height : (event.clientX - box.left) / box.width,
    );
  }

  #key(event: KeyboardEvent): void {
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: -step,
      ArrowUp: -step,
      ArrowRight: step,
      ArrowDown: step,
    };
    const by = steps[event.key];
    if (by === undefined) return;
    event.preventDefault();
    this.#move(this.#share + by);
  }

  #move(share: number): void {
    this.#apply(share);
    this.#onMove(this.#share);
  }

  #apply(share: number): void {
    this.#share = Math.min(1 - smallest, Math.max(smallest, share));
    this.element.setAttribute('aria-valuenow', String(Math.round(this.#share * 100)));
    this.element.setAttribute('aria-valuemin', String(smallest * 100));
    this.element.setAttribute('aria-valuemax', String((1 - smallest) * 100));
    document.documentElement.style.setProperty('--split', `${this.#share * 100}%`);
  }
}
