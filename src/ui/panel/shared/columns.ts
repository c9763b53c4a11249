/** How tall rows are. */
export type Density = 'compact' | 'comfortable';

/** Heights of a row in pixels. */
export const rowHeights = { compact: 20, comfortable: 26 } satisfies Record<Density, number>;

interface Column {
  /** Pixels it needs at least. */
  readonly least: number;
  /** Its share of the room that is left; 0 for one that never grows. */
  readonly share: number;
  /** Shown to who has chosen no columns. */
  readonly shown: boolean;
  /** Where there is not room for all, those of the highest rank go first. */
  readonly rank: number;
}

/** The columns there are, in their order. */
export const columns = {
  verdict: { least: 16, share: 0, shown: true, rank: 1 },
  time: { least: 92, share: 0, shown: true, rank: 5 },
  type: { least: 150, share: 6, shown: true, rank: 0 },
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

/** The columns shown to who has chosen none. */
export const defaultColumns: readonly ColumnId[] = columnIds.filter((id) => columns[id].shown);

/** The selection of columns that is valid of an unknown value, in the columns' order; the type is always among them. */
export function validColumns(value: unknown): readonly ColumnId[] {
  if (!Array.isArray(value)) return defaultColumns;
  return columnIds.filter((id) => id === 'type' || value.includes(id));
}

const gap = 10;

/** Those of the chosen columns that there is room for in a width of so many pixels. */
export function fittingColumns(chosen: readonly ColumnId[], width: number): readonly ColumnId[] {
  const needed = (ids: readonly ColumnId[]) => ids.reduce((sum, id) => sum + columns[id].least + gap, 0);
  const ids = [...chosen];
  while (ids.length > 1 && needed(ids) > width) {
    const last = ids.reduce((a, b) => (columns[b].rank > columns[a].rank ? b : a));
    ids.splice(ids.indexOf(last), 1);
  }
  return ids;
}

/** The columns as a grid template. */
export function columnTemplate(ids: readonly ColumnId[]): string {
  return ids
    .map((id) => {
      const { least, share } = columns[id];
      return share === 0 ? `${least}px` : `minmax(0, ${share}fr)`;
    })
    .join(' ');
}
