import { fittingColumns, isTight, rowHeights, type Layout } from '../shared/columns.ts';
import {
  selectionLimit,
  type EndpointNames,
  type ListMessage,
  type Preferences,
  type Row,
  type ToWebview,
} from '../shared/messages.ts';
import { ColumnHeader } from './columnHeader.ts';
import { Dragged } from './dragged.ts';
import { createRow, fillRow, tipOf, type RowStyle } from './eventRow.ts';
import { keep, kept, post } from './host.ts';
import * as l10n from './l10n.ts';
import { Lag } from './lag.ts';
import { listenToInput, placeOf, type InputEvents, type ListReach } from './listInput.ts';
import { RowStore } from './rowStore.ts';
import { Selection } from './selection.ts';
import { VirtualRows } from './virtualRows.ts';

/** What the list tells its surroundings. */
export interface ListEvents extends InputEvents {
  /** Other events are selected; the row of the one whose details are wanted, when it is one. */
  readonly onSelect: (ids: readonly number[], row: Row | undefined) => void;
  /** How many events there are, how many of them are held back, or whether the list follows has changed. */
  readonly onState: () => void;
  /** An event that is to be shown is not in this list. */
  readonly onMissing: (id: number) => void;
}

/** What a row shows. */
interface Bound {
  readonly row: Row | undefined;
  readonly place: number;
  readonly index: number;
  readonly isActive: boolean;
  readonly isSelected: boolean;
}

// Left and right of a row.
const sidePadding = 20;
const headerHeight = 22;

/**
 * The list of events, newest first. While it follows, new events come in at the top; while something is being read,
 * they are held back and counted, so that nothing moves.
 */
export class ListView {
  readonly store = new RowStore();
  readonly selection = new Selection();
  readonly dragged = new Dragged();
  readonly #grid: HTMLElement;
  readonly #header: ColumnHeader;
  readonly #rows: VirtualRows;
  readonly #events: ListEvents;
  #style: RowStyle = { columns: [], endpoints: {}, isTight: false };
  #layout: Layout = { columns: [], widths: {} };
  #rowHeight: number = rowHeights.compact;
  /** How many events are shown: the oldest ones of all. */
  #shown = 0;
  #isCounted = false;
  #following = true;
  readonly #bound = new WeakMap<HTMLElement, Bound>();
  readonly #lag: Lag;
  #wantedSelection: number | undefined;
  #restore: number | undefined = kept.top;

  constructor(parent: HTMLElement, events: ListEvents) {
    this.#events = events;
    this.#grid = element('div', 'grid', {
      role: 'grid',
      tabindex: '0',
      'aria-multiselectable': 'true',
      'aria-label': l10n.t('Events, newest first'),
    });
    this.#header = new ColumnHeader((layout) => this.#arrange(layout));
    this.#grid.append(this.#header.element);
    this.#lag = new Lag(this.#grid);
    parent.append(this.#grid);
    this.#rows = new VirtualRows(
      this.#grid,
      { create: () => createRow(this.#style.columns), bind: (row, index) => this.#bind(row, index) },
      this.#rowHeight,
      headerHeight,
    );
    this.#rows.onRange = (first, end) => {
      this.store.want(this.#shown - end, this.#shown - first);
      this.#lag.is(!this.store.isComplete);
    };
    this.#rows.onScroll = () => this.#scrolled();
    new ResizeObserver(() => this.#fit()).observe(this.#grid);
    this.#header.element.dataset['vscodeContext'] = JSON.stringify({
      webviewSection: 'header',
      preventDefaultContextMenuItems: true,
    });
    this.#grid.addEventListener('mouseover', (event) => this.#tell(event));
    listenToInput(this.#grid, this.#reach(), events);
  }

  #reach(): ListReach {
    return {
      store: this.store,
      selection: this.selection,
      dragged: this.dragged,
      shown: () => this.#shown,
      fitting: () => this.#rows.fitting,
      moveTo: (place) => this.#moveTo(place),
      extendTo: (place) => this.#extendTo(place),
      toggle: (row) => {
        this.selection.toggle(row.id);
        this.#selected();
      },
      selectNone: () => {
        this.selection.clear();
        this.#grid.removeAttribute('aria-activedescendant');
        this.#selected();
      },
    };
  }

  get following(): boolean {
    return this.#following;
  }

  /** How many events have come since the list was held. */
  get held(): number {
    return this.store.total - this.#shown;
  }

  /** Takes over columns, density and endpoint names. */
  setStyle({ columns, widths, density }: Preferences, endpoints: EndpointNames): void {
    this.#layout = { columns, widths };
    this.#style = { ...this.#style, endpoints };
    this.#rowHeight = rowHeights[density];
    this.#fit(true);
  }

  /** The user has moved a column or changed its width. */
  #arrange(layout: Layout): void {
    this.#layout = layout;
    this.#fit(true);
    post({ kind: 'columns', ...layout });
  }

  /** Shows the columns that there is room for. */
  #fit(anyway = false): void {
    const { columns, widths } = this.#layout;
    const room = this.#grid.clientWidth - sidePadding;
    const ids = fittingColumns(columns, room, widths);
    const tight = isTight(room);
    if (!anyway && ids.join() === this.#style.columns.join() && tight === this.#style.isTight) return;
    this.#style = { ...this.#style, columns: ids, isTight: tight };
    this.#grid.setAttribute('aria-colcount', String(ids.length));
    this.#header.show(ids, this.#layout, tight);
    this.#rows.recreate();
    this.#rows.reset(this.#shown, this.#rowHeight);
  }

  /** Says whether another list was asked for: until it comes, the one before is shown. */
  set busy(isBusy: boolean) {
    this.#grid.setAttribute('aria-busy', String(isBusy));
  }

  /** Takes over the state of the list. */
  update(message: ListMessage): void {
    const { total, isCounted, raised } = message;
    const isOther = this.store.update(message);
    if (isOther) {
      this.busy = false;
      this.selection.active = undefined;
      this.selection.anchor = undefined;
    } else if (raised) this.#raise(raised.by);
    this.#isCounted = isCounted;
    this.#show(isOther || this.#following || total < this.#shown ? total : this.#shown);
    if (isOther) this.#start();
    this.#events.onState();
  }

  #show(count: number): void {
    this.#shown = count;
    // By the rules of ARIA, -1 is "not known".
    this.#grid.setAttribute('aria-rowcount', String(this.#isCounted ? count + 1 : -1));
    this.#rows.reset(count);
  }

  /** The same rows, at higher places. */
  #raise(by: number): void {
    this.#shown += by;
    const { active, anchor } = this.selection;
    this.selection.active = active === undefined ? undefined : active + by;
    this.selection.anchor = anchor === undefined ? undefined : anchor + by;
    if (this.#wantedSelection !== undefined) this.#wantedSelection += by;
  }

  /** Takes rows that were asked for. */
  receive({ generation, from, rows }: Extract<ToWebview, { kind: 'rows' }>): void {
    if (this.store.receive(generation, from, rows)) this.#rows.refresh();
    if (this.#wantedSelection !== undefined) this.#select(this.#wantedSelection);
  }

  /** Goes to an event whose place the host has found. */
  located({ generation, position, isOwn, id }: Extract<ToWebview, { kind: 'located' }>): void {
    if (generation !== this.store.generation) return;
    if (this.#restore === id) {
      this.#restore = undefined;
      if (position === undefined) return;
      this.#following = false;
      this.#rows.scrollTo(this.#indexOf(position));
    } else if (position === undefined || !isOwn) return this.#events.onMissing(id);
    else this.#go(position);
    this.#events.onState();
  }

  /** Shows and selects an event. */
  reveal(id: number): void {
    const found = this.store.find(id);
    if (found) this.#go(found.place);
    else post({ kind: 'locate', generation: this.store.generation, id });
  }

  /** Lets new events come in again, from the newest on. */
  follow(following: boolean): void {
    this.#following = following;
    if (following) {
      this.#show(this.store.total);
      this.#rows.scrollTo(0);
      keep({ top: undefined });
    }
    this.#events.onState();
  }

  /** Selects what a range answer names. */
  receiveRange({ generation, ids }: Extract<ToWebview, { kind: 'range' }>): void {
    if (generation !== this.store.generation) return;
    this.selection.set(ids);
    this.#selected();
  }

  focus(): void {
    this.#grid.focus();
  }

  /** After a new list: back to where it was left, or to the top. */
  #start(): void {
    if (this.#restore !== undefined)
      post({ kind: 'locate', generation: this.store.generation, id: this.#restore });
    else this.follow(true);
    if (kept.current !== undefined && this.selection.size === 0) this.selection.set([kept.current]);
  }

  #indexOf(place: number): number {
    return this.#shown - 1 - place;
  }

  #bind(element: HTMLElement, index: number): void {
    const place = this.#shown - 1 - index;
    const row = this.store.at(place);
    const isActive = place === this.selection.active;
    const isSelected = row !== undefined && this.selection.has(row.id);
    const before = this.#bound.get(element);
    this.#bound.set(element, { row, place, index, isActive, isSelected });
    if (!before || before.row !== row) fillRow(element, row, this.#style);
    if (
      before?.place === place &&
      before.index === index &&
      before.isActive === isActive &&
      before.isSelected === isSelected
    )
      return;
    element.id = `event-${place}`;
    element.dataset['place'] = String(place);
    element.setAttribute('aria-rowindex', String(index + 2));
    element.setAttribute('aria-selected', String(isSelected));
    element.classList.toggle('selected', isSelected);
    element.classList.toggle('active', isActive);
    if (isActive) this.#grid.setAttribute('aria-activedescendant', element.id);
  }

  /** A tooltip is made for what the mouse is over, rather than for each cell of each row that passes by. */
  #tell(event: MouseEvent): void {
    const cell = (event.target as HTMLElement).closest<HTMLElement>('.row.event > .cell');
    const place = placeOf(event);
    const row = place === undefined ? undefined : this.store.at(place);
    const column = this.#style.columns[Number(cell?.getAttribute('aria-colindex')) - 1];
    if (cell && row && column) cell.title = tipOf(column, row);
  }

  #scrolled(): void {
    if (this.#rows.atTop) {
      // Whoever returns to the top and reads nothing wants what is new.
      if (!this.#following && this.selection.size === 0) this.follow(true);
    } else if (this.#following) this.#hold();
    if (!this.#following) {
      const top = this.store.at(this.#shown - 1 - this.#rows.first);
      if (top) keep({ top: top.id });
    }
  }

  #hold(): void {
    this.#following = false;
    this.#events.onState();
  }

  /** Moves to a place that may be among those that are held back. */
  #go(place: number): void {
    if (place >= this.#shown) this.#show(this.store.total);
    this.#moveTo(place);
  }

  #moveTo(place: number): void {
    if (place < 0 || place >= this.#shown) return;
    this.selection.active = this.selection.anchor = place;
    // What is being read must not move.
    if (this.#following) this.#hold();
    this.#rows.reveal(this.#indexOf(place));
    this.#select(place);
  }

  #select(place: number): void {
    const row = this.store.at(place);
    this.#wantedSelection = row ? undefined : place;
    if (!row) return this.#rows.refresh();
    this.selection.set([row.id]);
    this.#selected();
  }

  #extendTo(place: number): void {
    if (this.#shown === 0) return;
    if (this.#following) this.#hold();
    const anchor = (this.selection.anchor ??= place);
    const from = Math.max(Math.min(anchor, place), anchor - selectionLimit + 1);
    const to = Math.min(Math.max(anchor, place) + 1, anchor + selectionLimit, this.#shown);
    this.selection.active = place;
    this.#rows.reveal(this.#indexOf(place));
    const rows = Array.from({ length: to - from }, (_, index) => this.store.at(from + index));
    if (rows.every((row) => row !== undefined)) {
      this.selection.set(rows.map(({ id }) => id));
      this.#selected();
    } else post({ kind: 'range', generation: this.store.generation, from, to });
  }

  #selected(): void {
    this.#rows.refresh();
    const { ids } = this.selection;
    post({ kind: 'selection', ids: ids.slice(0, selectionLimit) });
    const [only] = ids;
    const row = ids.length === 1 && only !== undefined ? this.store.find(only)?.row : undefined;
    keep({ current: row?.id });
    this.#events.onSelect(ids, row);
    this.#events.onState();
  }
}

function element(
  tag: string,
  className: string,
  attributes: Readonly<Record<string, string>>,
  text = '',
): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.textContent = text;
  return made;
}
