import * as l10n from './l10n.ts';
import { setShown } from './text.ts';
import { VirtualRows } from './virtualRows.ts';

const rowHeight = 18;

/** Text exactly as it was sent, wrapped at the view's width, however long its lines are. */
export class RawView {
  readonly #text: string;
  readonly #list: HTMLElement;
  readonly #rows: VirtualRows;
  readonly #resize: ResizeObserver;
  #lines: readonly (readonly [from: number, to: number])[] = [];
  #width = 0;

  constructor(parent: HTMLElement, text: string) {
    this.#text = text;
    this.#list = document.createElement('div');
    this.#list.className = 'raw';
    this.#list.tabIndex = 0;
    this.#list.setAttribute('role', 'group');
    this.#list.setAttribute('aria-label', l10n.t('Raw body'));
    parent.replaceChildren(this.#list);
    this.#rows = new VirtualRows(
      this.#list,
      {
        create: () => {
          const row = document.createElement('div');
          row.className = 'row';
          return row;
        },
        bind: (row, index) => {
          const [from, to] = this.#lines[index] ?? [0, 0];
          setShown(row, this.#text.slice(from, to), 4000);
        },
      },
      rowHeight,
    );
    this.#resize = new ResizeObserver(() => this.#wrap());
    this.#resize.observe(this.#list);
  }

  dispose(): void {
    this.#resize.disconnect();
    this.#rows.dispose();
  }

  #wrap(): void {
    const width = Math.max(20, Math.floor((this.#list.clientWidth - 24) / this.#characterWidth()));
    if (width === this.#width) return;
    this.#width = width;
    this.#lines = linesOf(this.#text, width);
    this.#rows.reset(this.#lines.length);
  }

  #characterWidth(): number {
    const probe = document.createElement('span');
    probe.className = 'row';
    probe.textContent = '0'.repeat(50);
    this.#list.append(probe);
    const { width } = probe.getBoundingClientRect();
    probe.remove();
    return width / 50 || 8;
  }
}

/** Where lines begin and end, none longer than `width` characters. */
function linesOf(text: string, width: number): readonly (readonly [number, number])[] {
  const lines: (readonly [number, number])[] = [];
  for (let start = 0; start <= text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    let from = start;
    do {
      let to = Math.min(end, from + width);
      // The two halves of a character stay together.
      if (to < end && /[\ud800-\udbff]/.test(text[to - 1] ?? '')) to++;
      lines.push([from, to]);
      from = to;
    } while (from < end);
    start = end + 1;
  }
  return lines;
}
