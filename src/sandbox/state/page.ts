import type { SQLInputValue } from 'node:sqlite';
import type { StateDatabase } from './stateDatabase.ts';

/** Which part of a list to give; the cursors are sequence numbers. */
export interface Page {
  readonly limit: number;
  readonly startingAfter?: number | undefined;
  readonly endingBefore?: number | undefined;
}

/** A part of a list, newest first. */
export interface PageOf<T> {
  readonly items: readonly T[];
  readonly hasMore: boolean;
}

/** SQL conditions with their values, all of which must hold. */
export interface Conditions {
  readonly sql: readonly string[];
  readonly values: readonly SQLInputValue[];
}

/** Reads a page of a table that has a `seq` column; `ending_before` gives the nearest newer rows, as Stripe does. */
export function readPage(
  database: StateDatabase,
  table: string,
  conditions: Conditions,
  page: Page,
): PageOf<Readonly<Record<string, unknown>>> {
  const sql = [...conditions.sql];
  const values = [...conditions.values];
  const backwards = page.endingBefore !== undefined;
  const cursor = page.endingBefore ?? page.startingAfter;
  if (cursor !== undefined) {
    sql.push(backwards ? 'seq > ?' : 'seq < ?');
    values.push(cursor);
  }
  const where = sql.length > 0 ? `WHERE ${sql.join(' AND ')}` : '';
  const order = backwards ? 'ASC' : 'DESC';
  const rows = database
    .prepare(`SELECT * FROM ${table} ${where} ORDER BY seq ${order} LIMIT ?`)
    .all(...values, page.limit + 1);
  const items = rows.slice(0, page.limit);
  return { items: backwards ? items.reverse() : items, hasMore: rows.length > page.limit };
}
