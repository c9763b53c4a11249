import type { DatabaseSync } from 'node:sqlite';
import type { Bucket, DeliverySummary, JournalledReceipt, ListQuery, TimeSpan } from '../../entry.ts';
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

/** The ids of the receipts a filter wants at places 0, `step`, 2 · `step` and so on, counted from the oldest. */
export function milestones(source: Source, filter: ReceiptFilter, step: number): readonly number[] {
  const { text, values } = new Selection(source, filter).all('lookup.id AS id');
  const rows = source.database
    .prepare(
      `SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM (${text}))
       WHERE place % ? = 0 ORDER BY id`,
    )
    .all(...values, step);
  return rows.map((row) => row['id'] as number);
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

type Counts = Pick<Bucket, 'verified' | 'rejected' | 'delivered' | 'failed'>;

interface CountRow {
  readonly bucket: number;
  readonly verified: number;
  readonly delivery: number;
  readonly count: number;
}

/** What arrived and what became of it over time, and the latency of the attempts started in each part of it. */
export function overTime(source: Source, filter: ReceiptFilter, span: TimeSpan): readonly Bucket[] {
  const width = (span.until - span.from) / span.buckets;
  const counts = countsOf(source, filter, span);
  const latencies = latenciesOf(source, filter, span);
  return Array.from({ length: span.buckets }, (_, index) => ({
    from: span.from + index * width,
    until: span.from + (index + 1) * width,
    ...(counts[index] as Counts),
    latency: percentiles(latencies[index] ?? []),
  }));
}

function countsOf(source: Source, filter: ReceiptFilter, span: TimeSpan): readonly Counts[] {
  const counts = Array.from({ length: span.buckets }, () => ({
    verified: 0,
    rejected: 0,
    delivered: 0,
    failed: 0,
  }));
  const { text, values } = new Selection(source, within(filter, span)).all('received_at, verified, delivery');
  const rows = source.database
    .prepare(
      `SELECT ${bucketOf('received_at')} AS bucket, verified, delivery, count(*) AS count
       FROM (${text}) GROUP BY 1, 2, 3`,
    )
    .all(span.from, span.buckets, span.until - span.from, ...values) as unknown as CountRow[];
  for (const { bucket, verified, delivery, count } of rows) {
    const of = counts[bucket];
    if (!of) continue;
    of[verified === 1 ? 'verified' : 'rejected'] += count;
    if (delivery !== deliveryState.none)
      of[delivery === deliveryState.delivered ? 'delivered' : 'failed'] += count;
  }
  return counts;
}

function latenciesOf(source: Source, filter: ReceiptFilter, span: TimeSpan): readonly number[][] {
  const latencies = Array.from({ length: span.buckets }, (): number[] => []);
  const wanted = Object.keys(filter).length > 0 ? new Selection(source, filter).all('lookup.id') : undefined;
  const rows = source.database
    .prepare(
      `SELECT ${bucketOf('started_at')} AS bucket, milliseconds FROM attempt
       WHERE started_at >= ? AND started_at < ? ${wanted ? `AND receipt_id IN (${wanted.text})` : ''}`,
    )
    .all(span.from, span.buckets, span.until - span.from, span.from, span.until, ...(wanted?.values ?? []));
  for (const row of rows) latencies[row['bucket'] as number]?.push(row['milliseconds'] as number);
  return latencies;
}

/** Placeholders: the span's beginning, the number of buckets, the span's length. */
function bucketOf(column: string): string {
  return `CAST((${column} - ?) * ? / ? AS INTEGER)`;
}

/** The part of a span that a filter wants. */
function within(filter: ReceiptFilter, { from, until }: TimeSpan): ReceiptFilter {
  return {
    ...filter,
    from: Math.max(from, filter.from ?? from),
    until: Math.min(until, filter.until ?? until),
  };
}

function percentiles(values: number[]): Bucket['latency'] {
  if (values.length === 0) return undefined;
  values.sort((a, b) => a - b);
  const at = (share: number) => values[Math.ceil(values.length * share) - 1] ?? Number.NaN;
  return { median: at(0.5), p95: at(0.95) };
}
