import type { Row } from '../shared/messages.ts';
import type { Dragged } from './dragged.ts';
import type { RowStore } from './rowStore.ts';
import type { Selection } from './selection.ts';

/** What mouse and keyboard reach of the list. Places are counted from the oldest event. */
export interface ListReach {
  readonly store: RowStore;
  readonly selection: Selection;
  readonly dragged: Dragged;
  /** How many events are shown. */
  readonly shown: () => number;
  /** How many whole rows fit into the view. */
  readonly fitting: () => number;
  readonly moveTo: (place: number) => void;
  readonly extendTo: (place: number) => void;
  readonly toggle: (row: Row) => void;
  readonly selectNone: () => void;
}

/** What mouse and keyboard ask for beyond the list. */
export interface InputEvents {
  /** A key that the list itself does not know. */
  readonly onKey: (event: KeyboardEvent) => void;
  readonly onOpen: () => void;
  /** More events are dragged than can be. */
  readonly onTooMany: () => void;
}

/** Lets mouse and keyboard move in the list, and select, drag and open events. */
export function listenToInput(grid: HTMLElement, list: ListReach, events: InputEvents): void {
  grid.addEventListener('keydown', (event) => press(list, event, events));
  grid.addEventListener('mousedown', (event) => point(grid, list, event));
  grid.addEventListener('dblclick', () => events.onOpen());
  grid.addEventListener('contextmenu', (event) => prepareMenu(grid, list, event));
  grid.addEventListener('dragstart', (event) => drag(list, event, events));
}

/** The place of the row that an event of the mouse is about. */
export function placeOf(event: Event): number | undefined {
  const row = (event.target as HTMLElement).closest<HTMLElement>('.row.event');
  return row ? Number(row.dataset['place']) : undefined;
}

function point(grid: HTMLElement, list: ListReach, event: MouseEvent): void {
  const { store, selection, dragged } = list;
  const place = placeOf(event);
  if (place === undefined || event.button !== 0) return;
  const row = store.at(place);
  if (row) dragged.want(withOthers(selection, row));
  grid.focus({ preventScroll: true });
  if (event.shiftKey) list.extendTo(place);
  else if ((event.ctrlKey || event.metaKey) && row) {
    selection.active = selection.anchor = place;
    list.toggle(row);
  } else if (!row || !selection.has(row.id) || selection.size === 1) list.moveTo(place);
  // A press on one of several selected events may be the start of dragging them: they stay selected till release.
  else grid.addEventListener('click', () => list.moveTo(place), { once: true });
}

function prepareMenu(grid: HTMLElement, list: ListReach, event: MouseEvent): void {
  const { store, selection } = list;
  const place = placeOf(event);
  const row = place === undefined ? undefined : store.at(place);
  if (place !== undefined && row && !selection.has(row.id)) list.moveTo(place);
  // Read by the workbench when it builds the menu.
  grid.dataset['vscodeContext'] = JSON.stringify({
    webviewSection: 'event',
    receiptIds: selection.ids,
    eventType: activeRow(list)?.type,
    multiple: selection.size > 1,
    preventDefaultContextMenuItems: true,
  });
}

function drag({ store, selection, dragged }: ListReach, event: DragEvent, { onTooMany }: InputEvents): void {
  const place = placeOf(event);
  const row = place === undefined ? undefined : store.at(place);
  if (row && dragged.start(event, withOthers(selection, row)) === 'too-many') onTooMany();
}

/** The event of a row, or all that are selected when it is one of them. */
function withOthers(selection: Selection, { id }: Row): readonly number[] {
  return selection.has(id) ? selection.ids : [id];
}

/** The row of the event that the keyboard is on. */
function activeRow({ store, selection: { active } }: ListReach): Row | undefined {
  return active === undefined ? undefined : store.at(active);
}

function press(list: ListReach, event: KeyboardEvent, events: InputEvents): void {
  const act = actOf(list, event);
  if (!act) return events.onKey(event);
  // Escape may mean something to the workbench as well.
  if (event.key !== 'Escape') event.preventDefault();
  act();
}

/** What a key does in the list; undefined when it is none of the list's. */
function actOf(list: ListReach, event: KeyboardEvent): (() => void) | undefined {
  const { selection } = list;
  const step = stepOf(event.key, list.fitting() - 1);
  if (step !== undefined) {
    const place = Math.min(list.shown() - 1, Math.max(0, (selection.active ?? list.shown()) - step));
    return () => (event.shiftKey ? list.extendTo(place) : list.moveTo(place));
  }
  const row = activeRow(list);
  if (event.key === ' ' && row) return () => list.toggle(row);
  if (event.key === 'Escape' && selection.size > 0) return () => list.selectNone();
  if (event.key === 'a' && (event.ctrlKey || event.metaKey))
    return () => {
      selection.anchor = list.shown() - 1;
      list.extendTo(0);
    };
  return undefined;
}

/** How far a key goes, downwards, which is to older events. */
function stepOf(key: string, page: number): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: page,
    PageUp: -page,
    Home: -Infinity,
    End: Infinity,
  };
  return steps[key];
}
