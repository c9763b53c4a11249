import type { DatabaseSync } from 'node:sqlite';
import type { DeliverySummary, JournalledReceipt, ListQuery } from '../../entry.ts';
import type { ReceiptFilter } from '../../filter.ts';
import { columns, decode, deliveryState, type ReceiptRow } from '../../record/columns.ts';
import { allIds, Selection, type Source, type Sql } from './selection.ts';

const names = ['id', 'duplicate', 'delivery', 'imported_at', ...columns].join(', ');

/**
 * So many receipts, and bytes of their bodies, are looked into before the full-text index is asked. A word that is in
 * most of them is found at once that way, while the index would go through the list of all its places first.
 */
const LOOKED_INTO = 200;
const LOOKED_INTO_BYTES = 1024 * 1024;

/** A page of receipts, newest first. */
export function list(
  source: Source,
  { limit, before, after, filter = {} }: ListQuery,
  summaryOf: (receiptId: number) => DeliverySummary | undefined,
): readonly JournalledReceipt[] {
  const range = { above: after ?? allIds.above, below: before ?? allIds.below };
  const order = after !== undefined && before === undefined ? 'ASC' : 'DESC';
  const selection = new Selection(source, filter, range);
  const page: Page = { limit: Math.max(0, Math.floor(limit)), order };
  const { text, values } =
    nearestWithText(source, selection, filter.text, page) ?? selection.page(page.limit, order);
  const rows = source.database
    .prepare(`SELECT ${names} FROM receipt WHERE id IN (${text}) ORDER BY id DESC`)
    .all(...values) as unknown as ReceiptRow[];
  return rows.map((row) => decode(row, row.delivery === deliveryState.none ? undefined : summaryOf(row.id)));
}

interface Page {
  readonly limit: number;
  readonly order: 'ASC' | 'DESC';
}

/** The ids of a page whose receipts have a text, when they are among the nearest ones. */
function nearestWithText(
  { database, fullText }: Source,
  selection: Selection,
  wanted: string | undefined,
  { limit, order }: Page,
): Sql | undefined {
  if (wanted === undefined || !fullText) return undefined;
  const most = Math.max(LOOKED_INTO, limit * 2);
  const nearest = selection.pageOfAnyText(most, order);
  const rows = database
    .prepare(
      `SELECT receipt_id AS id, has_text(body, ?) AS found, length(body) AS size FROM content
       WHERE receipt_id IN (${nearest.text}) ORDER BY receipt_id ${order}`,
    )
    .iterate(wanted, ...nearest.values) as Iterable<{
    readonly id: number;
    readonly found: number;
    readonly size: number;
  }>;
  const ids: number[] = [];
  let [lookedInto, bytes] = [0, 0];
  for (const { id, found, size } of rows) {
    if (found === 1 && ids.push(id) >= limit) break;
    lookedInto++;
    bytes += size;
    if (lookedInto === most || bytes > LOOKED_INTO_BYTES) return undefined;
  }
  return { text: 'SELECT value FROM json_each(?)', values: [JSON.stringify(ids)] };
}

/** How many receipts a filter wants. */
export function count(source: Source, filter: ReceiptFilter): number {
  const { text, values } = new Selection(source, filter).all('1');
  return source.database.prepare(`SELECT count(*) AS count FROM (${text})`).get(...values)?.[
    'count'
  ] as number;
}

/** The ids of the runs that caused events last, the latest first. */
export function runs(database: DatabaseSync, limit: number): readonly string[] {
  const rows = database
    .prepare(
      `SELECT run_id AS run FROM lookup INDEXED BY lookup_run_id WHERE run_id IS NOT NULL
       GROUP BY run_id ORDER BY max(id) DESC LIMIT ?`,
    )
    .all(limit);
  return rows.map((row) => row['run'] as string);
}
