import type { Bucket, TimeSpan } from '../../entry.ts';
import type { ReceiptFilter } from '../../filter.ts';
import { deliveryState } from '../../record/columns.ts';
import { Parts, type Gathering } from './parts.ts';
import type { Selection, Source } from './selection.ts';

/** What is known of a part of the span. */
interface Tally {
  verified: number;
  rejected: number;
  delivered: number;
  failed: number;
  readonly latencies: number[];
}

interface CountRow {
  readonly bucket: number;
  readonly verified: number;
  readonly delivery: number;
  readonly count: number;
}

interface AttemptRow {
  readonly bucket: number;
  readonly milliseconds: number;
}

/** What arrived and what became of it over time, and how long the attempts started in each part of it took. */
export class OverTime implements Gathering {
  readonly #parts: Parts;
  readonly #span: TimeSpan;
  readonly #tallies: readonly Tally[];

  constructor(filter: ReceiptFilter, span: TimeSpan) {
    this.#parts = new Parts({
      ...filter,
      from: Math.max(span.from, filter.from ?? span.from),
      until: Math.min(span.until, filter.until ?? span.until),
    });
    this.#span = span;
    this.#tallies = Array.from({ length: span.buckets }, () => ({
      verified: 0,
      rejected: 0,
      delivered: 0,
      failed: 0,
      latencies: [],
    }));
  }

  step(source: Source): boolean {
    const selection = this.#parts.next(source);
    if (!selection) return false;
    this.#count(source, selection);
    this.#measure(source, selection);
    return true;
  }

  /** The parts of the span with what was gathered. */
  get buckets(): readonly Bucket[] {
    const { from, until, buckets } = this.#span;
    const width = (until - from) / buckets;
    return this.#tallies.map(({ latencies, ...counts }, index) => ({
      from: from + index * width,
      until: from + (index + 1) * width,
      ...counts,
      latency: percentiles(latencies),
    }));
  }

  get #scale(): readonly [number, number, number] {
    const { from, until, buckets } = this.#span;
    return [from, buckets, until - from];
  }

  #count(source: Source, selection: Selection): void {
    const { text, values } = selection.all('received_at, verified, delivery');
    const rows = source.database
      .prepare(
        `SELECT ${bucketOf('received_at')} AS bucket, verified, delivery, count(*) AS count
         FROM (${text}) GROUP BY 1, 2, 3`,
      )
      .iterate(...this.#scale, ...values) as Iterable<CountRow>;
    for (const { bucket, verified, delivery, count } of rows) {
      const tally = this.#tallies[bucket];
      if (!tally) continue;
      tally[verified === 1 ? 'verified' : 'rejected'] += count;
      if (delivery !== deliveryState.none)
        tally[delivery === deliveryState.delivered ? 'delivered' : 'failed'] += count;
    }
  }

  #measure(source: Source, selection: Selection): void {
    const { text, values } = selection.all('lookup.id AS id');
    const rows = source.database
      .prepare(
        `SELECT ${bucketOf('started_at')} AS bucket, milliseconds
         FROM (${text}) AS wanted CROSS JOIN attempt ON attempt.receipt_id = wanted.id
         WHERE started_at >= ? AND started_at < ?`,
      )
      .iterate(...this.#scale, ...values, this.#span.from, this.#span.until);
    for (const { bucket, milliseconds } of rows as Iterable<AttemptRow>)
      this.#tallies[bucket]?.latencies.push(milliseconds);
  }
}

/** Placeholders: the span's beginning, the number of buckets, the span's length. */
function bucketOf(column: string): string {
  return `CAST((${column} - ?) * ? / ? AS INTEGER)`;
}

function percentiles(values: readonly number[]): Bucket['latency'] {
  if (values.length === 0) return undefined;
  const sorted = Float64Array.from(values).sort();
  const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
  return { median: at(0.5), p95: at(0.95) };
}
