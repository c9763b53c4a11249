/** How tall rows are. */
export type Density = 'compact' | 'comfortable';

/** Heights of a row in pixels. */
export const rowHeights = { compact: 20, comfortable: 26 } satisfies Record<Density, number>;

/** The columns there are, in their order, with the width each takes: pixels, or shares of what is left. */
export const columns = {
  time: { width: '92px', shown: true },
  verdict: { width: '22px', shown: true },
  type: { width: 'minmax(140px, 3fr)', shown: true },
  object: { width: 'minmax(90px, 2fr)', shown: true },
  endpoint: { width: 'minmax(80px, 1.5fr)', shown: true },
  status: { width: '64px', shown: true },
  milliseconds: { width: '58px', shown: true },
  source: { width: '70px', shown: true },
  duplicate: { width: '22px', shown: true },
  event: { width: 'minmax(90px, 2fr)', shown: false },
  account: { width: 'minmax(80px, 1.5fr)', shown: false },
} as const satisfies Readonly<Record<string, { readonly width: string; readonly shown: boolean }>>;

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
