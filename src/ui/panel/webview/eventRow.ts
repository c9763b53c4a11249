import { columns, type ColumnId } from '../shared/columns.ts';
import type { EndpointNames, Row } from '../shared/messages.ts';
import * as l10n from './l10n.ts';
import { named, setShown, timeOfDay } from './text.ts';

/** What rows look like besides what they hold. */
export interface RowStyle {
  readonly columns: readonly ColumnId[];
  readonly endpoints: EndpointNames;
}

type Fill = (cell: HTMLElement, row: Row, style: RowStyle) => void;

const text = (of: (row: Row) => string | undefined): Fill => {
  return (cell, row) => {
    const value = of(row) ?? '';
    setShown(cell, value);
    cell.title = value.length > 12 ? named(value) : '';
  };
};

/** How each cell is filled. */
const cells: Readonly<Record<ColumnId, Fill>> = {
  time: (cell, { at }) => {
    cell.textContent = timeOfDay(at);
    cell.title = l10n.dateTime(at);
  },
  verdict: (cell, { rejection }) => {
    const verified = rejection === undefined;
    icon(cell, verified ? 'pass' : 'error', verified ? 'good' : 'bad');
    label(cell, verified ? l10n.t('verified') : l10n.t('rejected'));
    if (rejection) cell.title = named(rejection);
  },
  type: (cell, { type }) => {
    setShown(cell, type ?? l10n.t('not an event'));
    cell.classList.toggle('quiet', type === undefined);
    cell.title = type && type.length > 20 ? named(type) : '';
  },
  object: text(({ objectId }) => objectId),
  endpoint: (cell, { endpointId }, { endpoints }) => {
    setShown(cell, endpointId ? (endpoints[endpointId] ?? endpointId) : '');
    cell.title = endpointId ? named(endpointId) : '';
  },
  status: (cell, { delivery }) => {
    cell.className = `cell status ${delivery ? (delivery.delivered ? 'good' : 'bad') : ''}`;
    setShown(cell, statusText(delivery));
    cell.title = delivery?.error ? named(delivery.error) : '';
  },
  milliseconds: (cell, { delivery }) => {
    cell.textContent = delivery ? l10n.duration(delivery.milliseconds) : '';
  },
  source: text(({ source }) => source),
  duplicate: (cell, { duplicate }) => {
    icon(cell, duplicate ? 'copy' : '', '');
    label(cell, duplicate ? l10n.t('duplicate') : '');
  },
  event: text(({ eventId }) => eventId),
  account: text(({ account }) => account),
};

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

/** Whether a column is too narrow for its name, which is then only told. */
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

/** Shows a receipt in a row; nothing but a sign of waiting while it has not come yet. */
export function fillRow(element: HTMLElement, row: Row | undefined, style: RowStyle): void {
  element.classList.toggle('waiting', !row);
  element.classList.toggle('rejected', row?.rejection !== undefined);
  style.columns.forEach((id, index) => {
    const cell = element.children[index] as HTMLElement;
    if (row) cells[id](cell, row, style);
    else {
      cell.textContent = '';
      cell.title = '';
      cell.className = `cell ${id}`;
    }
  });
}

function statusText(delivery: Row['delivery']): string {
  if (!delivery) return '';
  const status = delivery.status === undefined ? l10n.t('no answer') : String(delivery.status);
  return delivery.attempts > 1 ? `${status} ×${delivery.attempts}` : status;
}

function icon(cell: HTMLElement, name: string, tone: string): void {
  const mark = (cell.firstElementChild as HTMLElement | null) ?? document.createElement('span');
  mark.className = name === '' ? '' : `codicon codicon-${name} ${tone}`;
  if (!mark.parentElement) cell.replaceChildren(mark);
}

function label(cell: HTMLElement, name: string): void {
  const mark = cell.firstElementChild;
  mark?.setAttribute('role', name ? 'img' : 'presentation');
  if (name) mark?.setAttribute('aria-label', name);
  else mark?.removeAttribute('aria-label');
  cell.title = name;
}
