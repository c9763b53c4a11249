import {
  columnTemplate,
  isResizable,
  movedColumn,
  nearestWidth,
  type ColumnId,
  type Layout,
} from '../shared/columns.ts';
import { columnTitle, isNarrow } from './eventRow.ts';
import * as l10n from './l10n.ts';

const keyStep = 16;
// Less is a click.
const dragDistance = 5;

/**
 * The heads of the columns. They are dragged to another place, and by their right edge to another width; with the
 * keyboard, Alt and the arrow keys move a column, Shift and the arrow keys change its width.
 */
export class ColumnHeader {
  readonly element = document.createElement('div');
  readonly #onChange: (layout: Layout) => void;
  #layout: Layout = { columns: [], widths: {} };
  #shown: readonly ColumnId[] = [];
  #isTight = false;
  #current: ColumnId | undefined;

  constructor(onChange: (layout: Layout) => void) {
    this.#onChange = onChange;
    this.element.className = 'row header';
    this.element.setAttribute('role', 'row');
    this.element.setAttribute('aria-rowindex', '1');
    this.element.addEventListener('keydown', (event) => this.#key(event));
    // In the list it opens an event.
    this.element.addEventListener('dblclick', (event) => event.stopPropagation());
  }

  /** Shows these columns of the layout, in a tight list or not. */
  show(shown: readonly ColumnId[], layout: Layout, tight: boolean): void {
    const hadFocus = this.element.contains(document.activeElement);
    this.#layout = layout;
    this.#shown = shown;
    this.#isTight = tight;
    if (!this.#current || !shown.includes(this.#current)) this.#current = shown[0];
    this.#size(layout);
    this.element.replaceChildren(...shown.map((id, index) => this.#cell(id, index)));
    if (hadFocus) this.#focus(this.#current);
  }

  #size(layout: Layout): void {
    document.documentElement.style.setProperty(
      '--columns',
      columnTemplate(this.#shown, layout.widths, this.#isTight),
    );
  }

  #cell(id: ColumnId, index: number): HTMLElement {
    const title = columnTitle(id);
    const cell = document.createElement('div');
    cell.className = `cell ${id}`;
    cell.setAttribute('role', 'columnheader');
    cell.setAttribute('aria-colindex', String(index + 1));
    cell.tabIndex = id === this.#current ? 0 : -1;
    cell.dataset['column'] = id;
    cell.title = l10n.t('{0}: drag to move, or Alt+←/→; Shift+←/→ changes the width', title);
    cell.setAttribute('aria-label', title);
    const name = document.createElement('span');
    name.className = isNarrow(id) ? 'spoken' : '';
    name.textContent = title;
    cell.append(name);
    if (isResizable(id)) cell.append(this.#edge(id, cell));
    cell.addEventListener('pointerdown', (event) => this.#startMove(event, id, cell));
    return cell;
  }

  /** What a column is made wider by. The keyboard does without. */
  #edge(id: ColumnId, cell: HTMLElement): HTMLElement {
    const edge = document.createElement('span');
    edge.className = 'edge';
    edge.setAttribute('aria-hidden', 'true');
    edge.addEventListener('pointerdown', (event) => {
      event.stopPropagation();
      if (event.button !== 0) return;
      const { left } = cell.getBoundingClientRect();
      this.#follow(edge, event, {
        moved: ({ clientX }) => this.#size(this.#resized(id, clientX - left)),
        ended: ({ clientX }) => {
          // The presses of a double click leave the width as it is.
          if (clientX !== event.clientX) this.#onChange(this.#resized(id, clientX - left));
        },
      });
    });
    edge.addEventListener('dblclick', () => this.#onChange(this.#resized(id, undefined)));
    return edge;
  }

  #startMove(event: PointerEvent, id: ColumnId, cell: HTMLElement): void {
    if (event.button !== 0) return;
    const from = event.clientX;
    const isMove = ({ clientX }: PointerEvent) => Math.abs(clientX - from) > dragDistance;
    this.#follow(cell, event, {
      moved: (now) => {
        for (const other of this.#cells())
          other.classList.toggle('target', isMove(now) && this.#at(now) === other);
      },
      ended: (end) => {
        const target = this.#at(end)?.dataset['column'] as ColumnId | undefined;
        this.#current = id;
        if (isMove(end) && target) this.#move(id, target);
        else this.#focus(id);
      },
    });
  }

  /** Follows a pointer from its press to its release. */
  #follow(
    element: HTMLElement,
    { pointerId }: PointerEvent,
    { moved, ended }: Readonly<Record<'moved' | 'ended', (event: PointerEvent) => void>>,
  ): void {
    const released = new AbortController();
    const { signal } = released;
    element.setPointerCapture(pointerId);
    element.addEventListener('pointermove', moved, { signal });
    element.addEventListener(
      'pointerup',
      (event) => {
        released.abort();
        ended(event);
      },
      { signal },
    );
    element.addEventListener(
      'pointercancel',
      () => {
        released.abort();
        this.show(this.#shown, this.#layout, this.#isTight);
      },
      { signal },
    );
  }

  #cells(): readonly HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>('[data-column]')];
  }

  #at({ clientX }: PointerEvent): HTMLElement | undefined {
    return this.#cells().find((cell) => {
      const { left, right } = cell.getBoundingClientRect();
      return clientX >= left && clientX <= right;
    });
  }

  #key(event: KeyboardEvent): void {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const id = (event.target as HTMLElement).dataset['column'] as ColumnId | undefined;
    if (by === undefined || !id) return;
    event.preventDefault();
    event.stopPropagation();
    this.#current = id;
    const neighbour = this.#shown[this.#shown.indexOf(id) + by];
    if (event.shiftKey) {
      const cell = this.#cells().find(({ dataset }) => dataset['column'] === id);
      if (isResizable(id) && cell)
        this.#onChange(this.#resized(id, cell.getBoundingClientRect().width + by * keyStep));
    } else if (event.altKey) {
      if (neighbour) this.#move(id, neighbour);
    } else this.#focus(neighbour);
  }

  #focus(id: ColumnId | undefined): void {
    if (!id) return;
    this.#current = id;
    for (const cell of this.#cells()) {
      const isCurrent = cell.dataset['column'] === id;
      cell.tabIndex = isCurrent ? 0 : -1;
      if (isCurrent) cell.focus();
    }
  }

  /** Puts a column to where another one is. */
  #move(id: ColumnId, target: ColumnId): void {
    this.#onChange({ ...this.#layout, columns: movedColumn(this.#layout.columns, id, target) });
  }

  /** The layout with a column so many pixels wide, or as wide as there is room. */
  #resized(id: ColumnId, width: number | undefined): Layout {
    const others = Object.fromEntries(Object.entries(this.#layout.widths).filter(([one]) => one !== id));
    const widths = width === undefined ? others : { ...others, [id]: nearestWidth(width) };
    return { ...this.#layout, widths };
  }
}
