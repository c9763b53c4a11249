import { columns, type ColumnId } from '../shared/columns.ts';
import type { EndpointNames, Row } from '../shared/messages.ts';
import * as l10n from './l10n.ts';
import { named, setShown, setText, timeOfDay } from './text.ts';

/** What rows look like besides what they hold. */
export interface RowStyle {
  readonly columns: readonly ColumnId[];
  readonly endpoints: EndpointNames;
  /** Whether there is room for a time to the second only. */
  readonly isTight: boolean;
}

interface Cell {
  readonly fill: (cell: HTMLElement, row: Row, style: RowStyle) => void;
  /** What the tooltip says; none when absent or empty. */
  readonly tip?: (row: Row) => string | undefined;
}

const text = (of: (row: Row) => string | undefined): Cell => ({
  fill: (cell, row) => setShown(cell, of(row) ?? ''),
  tip: (row) => longer(of(row), 12),
});

/** How each cell is filled. */
const cells: Readonly<Record<ColumnId, Cell>> = {
  time: {
    fill: (cell, { at }, { isTight }) => setText(cell, isTight ? timeOfDay(at).slice(0, 8) : timeOfDay(at)),
    tip: ({ at }) => l10n.dateTime(at),
  },
  verdict: {
    fill: (cell, row) => {
      const verified = row.rejection === undefined;
      icon(cell, verified ? 'pass' : 'error', verified ? 'good' : 'bad', verdictText(row));
    },
    tip: (row) => row.rejection ?? verdictText(row),
  },
  type: {
    fill: (cell, { type }) => {
      setShown(cell, type ?? l10n.t('not an event'));
      cell.classList.toggle('quiet', type === undefined);
    },
    tip: ({ type }) => longer(type, 20),
  },
  object: text(({ objectId }) => objectId),
  endpoint: {
    fill: (cell, { endpointId }, { endpoints }) =>
      setShown(cell, endpointId ? (endpoints[endpointId] ?? endpointId) : ''),
    tip: ({ endpointId }) => endpointId,
  },
  status: {
    fill: (cell, { delivery }) => {
      cell.className = `cell status ${delivery ? (delivery.delivered ? 'good' : 'bad') : ''}`;
      setShown(cell, statusText(delivery));
    },
    tip: ({ delivery }) => delivery?.error,
  },
  milliseconds: {
    fill: (cell, { delivery }) => setText(cell, delivery ? l10n.duration(delivery.milliseconds) : ''),
  },
  source: text(({ source }) => source),
  duplicate: {
    fill: (cell, { duplicate }) => icon(cell, duplicate ? 'copy' : '', '', duplicateText(duplicate)),
    tip: ({ duplicate }) => duplicateText(duplicate),
  },
  event: text(({ eventId }) => eventId),
  account: text(({ account }) => account),
};

/** What the tooltip over a column of a row says; empty for none. */
export function tipOf(column: ColumnId, row: Row): string {
  return named(cells[column].tip?.(row) ?? '');
}

/** The name of a column, and the short form that stands above it. */
export function columnTitle(column: ColumnId): string {
  switch (column) {
    case 'time':
      return l10n.t('Time');
    case 'verdict':
      return l10n.t('Verdict');
    case 'type':
      return l10n.t('Type');
    case 'object':
      return l10n.t('Object');
    case 'endpoint':
      return l10n.t('Endpoint');
    case 'status':
      return l10n.t('Target');
    case 'milliseconds':
      return l10n.t('Took');
    case 'source':
      return l10n.t('Source');
    case 'duplicate':
      return l10n.t('Duplicate');
    case 'event':
      return l10n.t('Event');
    case 'account':
      return l10n.t('Account');
  }
}

/** Whether a column is too narrow for its name, which is then only read aloud and shown as a tooltip. */
export function isNarrow(column: ColumnId): boolean {
  return columns[column].least < 20;
}

/** Makes an empty row with a cell for each column. */
export function createRow(ids: readonly ColumnId[]): HTMLElement {
  const row = document.createElement('div');
  row.className = 'row event';
  row.setAttribute('role', 'row');
  row.draggable = true;
  for (const [index, id] of ids.entries()) {
    const cell = document.createElement('div');
    cell.className = `cell ${id}`;
    cell.setAttribute('role', 'gridcell');
    cell.setAttribute('aria-colindex', String(index + 1));
    row.append(cell);
  }
  return row;
}

/** Shows a receipt in a row; a sign of waiting while it has not come yet. */
export function fillRow(element: HTMLElement, row: Row | undefined, style: RowStyle): void {
  element.classList.toggle('waiting', !row);
  if (!row) return;
  element.classList.toggle('rejected', row.rejection !== undefined);
  style.columns.forEach((id, index) => cells[id].fill(element.children[index] as HTMLElement, row, style));
}

function verdictText({ rejection }: Row): string {
  return rejection === undefined ? l10n.t('verified') : l10n.t('rejected');
}

function duplicateText(duplicate: boolean): string {
  return duplicate ? l10n.t('duplicate') : '';
}

/** A text that may not fit into its cell. */
function longer(value: string | undefined, than: number): string | undefined {
  return value && value.length > than ? value : undefined;
}

function statusText(delivery: Row['delivery']): string {
  if (!delivery) return '';
  const status = delivery.status === undefined ? l10n.t('no answer') : String(delivery.status);
  return delivery.attempts > 1 ? `${status} ×${delivery.attempts}` : status;
}

function icon(cell: HTMLElement, name: string, tone: string, label: string): void {
  const mark = (cell.firstElementChild as HTMLElement | null) ?? document.createElement('span');
  if (!mark.parentElement) cell.replaceChildren(mark);
  const className = name === '' ? '' : `codicon codicon-${name} ${tone}`;
  if (mark.className === className && mark.hasAttribute('role')) return;
  mark.className = className;
  mark.setAttribute('role', label ? 'img' : 'presentation');
  if (label) mark.setAttribute('aria-label', label);
  else mark.removeAttribute('aria-label');
}
