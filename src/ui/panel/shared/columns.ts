/** How tall rows are. */
export type Density = 'compact' | 'comfortable';

/** Heights of a row in pixels. */
export const rowHeights = { compact: 20, comfortable: 26 } satisfies Record<Density, number>;

interface Column {
  /** Pixels it needs at least. */
  readonly least: number;
  /** Its share of the room that is left; 0 for one that never grows. */
  readonly share: number;
  /** Shown to those who have chosen no columns. */
  readonly shown: boolean;
  /** Where there is not room for all, those of the highest rank go first. */
  readonly rank: number;
}

/** The columns there are, in their order. */
export const columns = {
  verdict: { least: 16, share: 0, shown: true, rank: 1 },
  time: { least: 92, share: 0, shown: true, rank: 5 },
  type: { least: 150, share: 7, shown: true, rank: 0 },
  object: { least: 90, share: 3, shown: true, rank: 4 },
  endpoint: { least: 90, share: 2, shown: true, rank: 7 },
  status: { least: 56, share: 0, shown: true, rank: 2 },
  milliseconds: { least: 52, share: 0, shown: true, rank: 6 },
  source: { least: 58, share: 0, shown: true, rank: 8 },
  duplicate: { least: 16, share: 0, shown: true, rank: 3 },
  event: { least: 110, share: 3, shown: false, rank: 9 },
  account: { least: 90, share: 2, shown: false, rank: 10 },
} as const satisfies Readonly<Record<string, Column>>;

/** A column of the list. */
export type ColumnId = keyof typeof columns;

/** All columns, in their order. */
export const columnIds = Object.keys(columns) as readonly ColumnId[];

/** The columns shown to those who have chosen none. */
export const defaultColumns: readonly ColumnId[] = columnIds.filter((id) => columns[id].shown);

/** The widths that the user has chosen, in pixels; the others share the room. */
export type ColumnWidths = Readonly<Partial<Record<ColumnId, number>>>;

/** The chosen columns in their order, and their widths. */
export interface Layout {
  readonly columns: readonly ColumnId[];
  readonly widths: ColumnWidths;
}

// No column is made narrower or wider. Pixels.
const smallestWidth = 40;
const greatestWidth = 2000;

/** The width that a column may have nearest to a wanted one, in pixels. */
export function nearestWidth(wanted: number): number {
  return Math.min(greatestWidth, Math.max(smallestWidth, Math.round(wanted)));
}

/** Whether the user may choose a column's width: those with a sign alone have theirs. */
export function isResizable(id: ColumnId): boolean {
  return columns[id].least >= smallestWidth;
}

/** The columns that are valid of an unknown value, each once; the type is always among them. */
export function validColumns(value: unknown): readonly ColumnId[] {
  if (!Array.isArray(value)) return defaultColumns;
  const given: readonly unknown[] = value;
  const ids = new Set(given.includes('type') ? given : ['type', ...given]);
  return [...ids].filter((id): id is ColumnId => (columnIds as readonly unknown[]).includes(id));
}

/** The widths that are valid of an unknown value. */
export function validWidths(value: unknown): ColumnWidths {
  if (typeof value !== 'object' || value === null) return {};
  const isValid = ([id, width]: readonly [string, unknown]) =>
    columnIds.includes(id as ColumnId) &&
    isResizable(id as ColumnId) &&
    typeof width === 'number' &&
    width === nearestWidth(width);
  return Object.fromEntries(Object.entries(value).filter(isValid));
}

/** The columns with one at the place of another, which makes room. */
export function movedColumn(ids: readonly ColumnId[], id: ColumnId, target: ColumnId): readonly ColumnId[] {
  return ids.filter((one) => one !== id).toSpliced(ids.indexOf(target), 0, id);
}

/** Other columns than before: those that stay keep their order, new ones come where they are by default. */
export function withColumns(before: readonly ColumnId[], wanted: readonly ColumnId[]): readonly ColumnId[] {
  const ids = before.filter((id) => wanted.includes(id));
  const place = (id: ColumnId) => columnIds.indexOf(id);
  for (const id of columnIds) {
    if (!wanted.includes(id) || ids.includes(id)) continue;
    const next = ids.findIndex((other) => place(other) > place(id));
    ids.splice(next < 0 ? ids.length : next, 0, id);
  }
  return ids;
}

const gap = 10;
// Less is a side bar's width. Pixels.
const roomy = 440;
const shortTime = 64;

/** Whether a list so many pixels wide says its times to the second only. */
export function isTight(width: number): boolean {
  return width < roomy;
}

/** Pixels that a column needs at least in a tight list or another. */
export function leastOf(id: ColumnId, tight: boolean): number {
  return id === 'time' && tight ? shortTime : columns[id].least;
}

/** Those of the chosen columns that there is room for in a width of so many pixels. */
export function fittingColumns(
  chosen: readonly ColumnId[],
  width: number,
  widths: ColumnWidths = {},
): readonly ColumnId[] {
  const tight = isTight(width);
  const needed = (ids: readonly ColumnId[]) =>
    ids.reduce((sum, id) => sum + (widths[id] ?? leastOf(id, tight)) + gap, 0);
  const ids = [...chosen];
  // Half of its width gone, the time is worth more than what it would make room for.
  const rank = (id: ColumnId) => (id === 'time' && tight ? columns.status.rank : columns[id].rank);
  while (ids.length > 1 && needed(ids) > width) {
    const last = ids.reduce((a, b) => (rank(b) > rank(a) ? b : a));
    ids.splice(ids.indexOf(last), 1);
  }
  return ids;
}

/** The columns as a grid template, of a tight list or not. */
export function columnTemplate(ids: readonly ColumnId[], widths: ColumnWidths = {}, tight = false): string {
  return ids
    .map((id) => {
      const { share } = columns[id];
      const width = widths[id];
      // Where there is less room than one wide column wants, it gives way.
      if (width !== undefined) return `minmax(0, ${width}px)`;
      return share === 0 ? `${leastOf(id, tight)}px` : `minmax(0, ${share}fr)`;
    })
    .join(' ');
}
