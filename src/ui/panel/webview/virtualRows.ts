/** How rows are made and filled. */
export interface RowRenderer {
  /** Makes an empty row; it is used for one index after another. */
  create(): HTMLElement;
  bind(row: HTMLElement, index: number): void;
}

// Chromium lays out nothing beyond 2^25 pixels; what does not fit is reached by narrowing the filter.
const tallest = 30_000_000;
const margin = 8;

/**
 * Shows rows of one height out of very many: only those in view exist, and they are used again when others come into
 * view. The scroller must be positioned and is filled by this.
 */
export class VirtualRows {
  readonly #scroller: HTMLElement;
  readonly #renderer: RowRenderer;
  readonly #content = document.createElement('div');
  readonly #shown = new Map<number, HTMLElement>();
  readonly #spare: HTMLElement[] = [];
  readonly #resize: ResizeObserver;
  /** Of the scroller in pixels; asked once, since asking makes Chromium lay out what has changed. */
  #clientHeight = 0;
  #rowHeight: number;
  /** Pixels at the upper edge that something else covers. */
  readonly #covered: number;
  #count = 0;
  #frame = 0;
  #all = false;
  /** Called after each painting with the indices in view. */
  onRange: (first: number, end: number) => void = () => undefined;
  /** Called when the user or a call has scrolled. */
  onScroll: () => void = () => undefined;

  constructor(scroller: HTMLElement, renderer: RowRenderer, rowHeight: number, covered = 0) {
    this.#scroller = scroller;
    this.#renderer = renderer;
    this.#rowHeight = rowHeight;
    this.#covered = covered;
    this.#content.className = 'rows';
    this.#content.setAttribute('role', 'presentation');
    scroller.append(this.#content);
    this.#clientHeight = scroller.clientHeight;
    scroller.addEventListener('scroll', () => {
      this.onScroll();
      this.#soon();
    });
    this.#resize = new ResizeObserver(() => {
      this.#clientHeight = scroller.clientHeight;
      this.#soon();
    });
    this.#resize.observe(scroller);
  }

  get count(): number {
    return this.#count;
  }

  /** The index at the upper edge. */
  get first(): number {
    return Math.floor(this.#scroller.scrollTop / this.#rowHeight);
  }

  /** How many whole rows fit. */
  get fitting(): number {
    return Math.max(1, Math.floor(this.#height / this.#rowHeight));
  }

  get #height(): number {
    return this.#clientHeight - this.#covered;
  }

  get atTop(): boolean {
    return this.#scroller.scrollTop < this.#rowHeight / 2;
  }

  /** Sets how many rows there are and how tall each is, and fills all of them anew. */
  reset(count: number, rowHeight = this.#rowHeight): void {
    const { first } = this;
    const changed = rowHeight !== this.#rowHeight;
    this.#rowHeight = rowHeight;
    this.#count = Math.min(count, Math.floor(tallest / rowHeight));
    this.#content.style.height = `${this.#count * rowHeight}px`;
    this.#content.style.setProperty('--row-height', `${rowHeight}px`);
    if (changed) this.#scroller.scrollTop = first * rowHeight;
    this.refresh();
  }

  /** Throws the rows away, so that they are made anew. */
  recreate(): void {
    for (const row of this.#shown.values()) row.remove();
    this.#shown.clear();
    this.#soon();
  }

  /** Fills the rows in view anew with the next frame. */
  refresh(): void {
    this.#all = true;
    this.#soon();
  }

  /** Scrolls so that this index is at the upper edge. */
  scrollTo(index: number): void {
    this.#scroller.scrollTop = index * this.#rowHeight;
    this.#soon();
  }

  /** Scrolls as little as needed to show this index. */
  reveal(index: number): void {
    const top = index * this.#rowHeight;
    const { scrollTop } = this.#scroller;
    if (top < scrollTop) this.#scroller.scrollTop = top;
    else if (top + this.#rowHeight > scrollTop + this.#height)
      this.#scroller.scrollTop = top + this.#rowHeight - this.#height;
    this.#soon();
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    this.#resize.disconnect();
    this.#content.remove();
  }

  #soon(): void {
    this.#frame ||= requestAnimationFrame(() => this.#paint());
  }

  #paint(): void {
    this.#frame = 0;
    const { scrollTop } = this.#scroller;
    const first = Math.max(0, Math.floor(scrollTop / this.#rowHeight) - margin);
    // As many wherever it is scrolled to, so that none is made or thrown away on the way.
    const most = Math.ceil(this.#height / this.#rowHeight) + 1 + 2 * margin;
    const end = Math.min(this.#count, first + most);
    for (const [index, row] of this.#shown) {
      if (index >= first && index < end) continue;
      this.#shown.delete(index);
      this.#spare.push(row);
    }
    for (let index = first; index < end; index++) this.#show(index);
    for (const row of this.#spare.splice(0)) row.remove();
    this.#all = false;
    this.onRange(first, end);
  }

  #show(index: number): void {
    const existing = this.#shown.get(index);
    if (existing && !this.#all) return;
    const row = existing ?? this.#spare.pop() ?? this.#create();
    this.#shown.set(index, row);
    row.style.transform = `translateY(${index * this.#rowHeight}px)`;
    this.#renderer.bind(row, index);
  }

  #create(): HTMLElement {
    const row = this.#renderer.create();
    this.#content.append(row);
    return row;
  }
}
