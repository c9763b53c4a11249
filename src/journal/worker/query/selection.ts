import type { DatabaseSync } from 'node:sqlite';
import type { ReceiptFilter } from '../../filter.ts';
import type { ColumnValue } from '../../record/columns.ts';
import { matchOf } from '../text/match.ts';
import { criteriaOf, type Criterion } from './criteria.ts';

/** Part of a statement with the values of its placeholders. */
export interface Sql {
  readonly text: string;
  readonly values: readonly ColumnValue[];
}

/** Ids from `above` to `below`, both exclusive. */
export interface IdRange {
  readonly above: number;
  readonly below: number;
}

/** What is asked. */
export interface Source {
  readonly database: DatabaseSync;
  /** Whether there is a full-text index. */
  readonly fullText: boolean;
}

/** Every id. */
export const allIds: IdRange = { above: 0, below: Number.MAX_SAFE_INTEGER };

/** How many matches are counted to tell which condition leaves fewest. */
const COUNTED = 1_000;

/** A condition met by more values than this is not looked up value by value (SQLite joins 500 SELECTs at most). */
const BRANCHES = 300;

/**
 * The ids of the receipts that a filter wants. The condition that leaves fewest is read off its index, newest
 * first; the others are checked on what it gives. That holds whatever the statistics of the file are, so that no
 * page is ever found by reading the table through.
 */
export class Selection {
  readonly #database: DatabaseSync;
  readonly #range: IdRange;
  readonly #time: Sql | undefined;
  /** A condition on the full-text index, */
  readonly #text: Sql | undefined;
  /** or, without one, on the body. */
  readonly #scan: Sql | undefined;
  readonly #criteria: readonly Criterion[];

  constructor({ database, fullText }: Source, filter: ReceiptFilter, range: IdRange = allIds) {
    this.#database = database;
    this.#time = timeOf(filter);
    this.#range = this.#time ? narrow(range, this.#idsOfTime(this.#time)) : range;
    const match = matchOf(filter.text ?? '');
    if (match !== undefined && fullText) this.#text = { text: 'search MATCH ?', values: [match] };
    else if (match !== undefined) this.#scan = scanFor(filter.text ?? '');
    this.#criteria = criteriaOf(filter, () => this.#existingTypes());
  }

  /** A statement that gives the ids of the page: newest first, or oldest first. */
  page(limit: number, order: 'DESC' | 'ASC'): Sql {
    const branches = this.#branches(`ORDER BY lookup.id ${order} LIMIT ${limit}`);
    if (branches.length === 1 && branches[0]) return branches[0];
    return {
      text: `SELECT id FROM (${branches.map(({ text }) => `SELECT id FROM (${text})`).join(' UNION ALL ')})
             ORDER BY id ${order} LIMIT ${limit}`,
      values: branches.flatMap(({ values }) => values),
    };
  }

  /** A statement that gives all ids, in no order. */
  all(): Sql {
    const branches = this.#branches('', 'lookup');
    return {
      text: branches.map(({ text }) => text).join(' UNION ALL '),
      values: branches.flatMap(({ values }) => values),
    };
  }

  /** One statement for each value of the leading condition; none when nothing can match. */
  #branches(tail: string, table = this.#table): readonly Sql[] {
    if (this.#criteria.some(({ values }) => values.length === 0)) return [nothing];
    const lead = this.#lead();
    const rest = this.#criteria.filter((criterion) => criterion !== lead).map(isOneOf);
    if (this.#time) rest.push(this.#time);
    if (this.#scan) rest.push(this.#scan);
    if (lead === 'text' && this.#text) return [this.#byText(this.#text, rest, tail)];
    if (this.#text) rest.push(hasText(this.#text));
    if (lead === undefined || lead === 'text') return [this.#from(table, rest, tail)];
    return lead.values.map((value) =>
      this.#from(
        `lookup INDEXED BY lookup_${lead.column}`,
        [{ text: `lookup.${lead.column} = ?`, values: [value] }, ...rest],
        tail,
      ),
    );
  }

  /** Without a condition the receipts themselves are as quick, and always up to date. */
  get #table(): string {
    const isNeeded = this.#criteria.length > 0 || this.#time !== undefined || this.#scan !== undefined;
    return isNeeded ? 'lookup' : 'receipt AS lookup';
  }

  #from(source: string, conditions: readonly Sql[], tail: string): Sql {
    const { above, below } = this.#range;
    const all = [{ text: 'lookup.id > ? AND lookup.id < ?', values: [above, below] }, ...conditions];
    return {
      text: `SELECT lookup.id FROM ${source} WHERE ${all.map(({ text }) => text).join(' AND ')} ${tail}`,
      values: all.flatMap(({ values }) => values),
    };
  }

  #byText(match: Sql, conditions: readonly Sql[], tail: string): Sql {
    const { above, below } = this.#range;
    const range = { text: 'search.rowid > ? AND search.rowid < ?', values: [above, below] };
    const all = [match, range, ...conditions];
    return {
      text: `SELECT lookup.id FROM search CROSS JOIN lookup ON lookup.id = search.rowid
             WHERE ${all.map(({ text }) => text).join(' AND ')} ${tail.replace('lookup.id', 'search.rowid')}`,
      values: all.flatMap(({ values }) => values),
    };
  }

  /** The condition that leaves fewest receipts, as far as counting that is cheap. */
  #lead(): Criterion | 'text' | undefined {
    const leads: (Criterion | 'text')[] = this.#criteria.filter(({ values }) => values.length <= BRANCHES);
    if (this.#text) leads.push('text');
    if (leads.length < 2) return leads[0];
    const counts = leads.map((lead) => (lead === 'text' ? this.#countText() : this.#countOf(lead)));
    return leads[counts.indexOf(Math.min(...counts))];
  }

  #countOf({ column, values }: Criterion): number {
    let count = 0;
    for (const value of values) {
      if (count >= COUNTED) break;
      count += this.#count({
        text: `SELECT 1 FROM lookup INDEXED BY lookup_${column} WHERE ${column} = ? AND id > ? AND id < ?`,
        values: [value, this.#range.above, this.#range.below],
      });
    }
    return count;
  }

  #countText(): number {
    if (!this.#text) return 0;
    return this.#count({
      text: `SELECT 1 FROM search WHERE ${this.#text.text} AND rowid > ? AND rowid < ?`,
      values: [...this.#text.values, this.#range.above, this.#range.below],
    });
  }

  #count({ text, values }: Sql): number {
    const row = this.#database
      .prepare(`SELECT count(*) AS count FROM (${text} LIMIT ${COUNTED})`)
      .get(...values);
    return row?.['count'] as number;
  }

  /** The ids of a span of time lie close together, though not in its order: clocks are set, sessions imported. */
  #idsOfTime({ text, values }: Sql): IdRange {
    const row = this.#database
      .prepare(
        `SELECT min(id) AS first, max(id) AS last FROM lookup INDEXED BY lookup_received_at WHERE ${text}`,
      )
      .get(...values);
    const first = row?.['first'] as number | null;
    const last = row?.['last'] as number | null;
    return first === null || last === null ? { above: 0, below: 0 } : { above: first - 1, below: last + 1 };
  }

  /** Every event type that there is, read by leaping from one to the next in the index. */
  #existingTypes(): readonly string[] {
    const rows = this.#database
      .prepare(
        `WITH RECURSIVE type (name) AS (
           SELECT min(event_type) FROM lookup INDEXED BY lookup_event_type
           UNION ALL
           SELECT (SELECT min(event_type) FROM lookup INDEXED BY lookup_event_type WHERE event_type > name)
           FROM type WHERE name IS NOT NULL
         )
         SELECT name FROM type WHERE name IS NOT NULL`,
      )
      .all();
    return rows.map((row) => row['name'] as string);
  }
}

const nothing: Sql = { text: 'SELECT id FROM lookup WHERE 0', values: [] };

function timeOf({ from, until }: ReceiptFilter): Sql | undefined {
  if (from === undefined && until === undefined) return undefined;
  return {
    text: 'lookup.received_at >= ? AND lookup.received_at < ?',
    values: [from ?? Number.MIN_SAFE_INTEGER, until ?? Number.MAX_SAFE_INTEGER],
  };
}

function narrow(one: IdRange, other: IdRange): IdRange {
  return { above: Math.max(one.above, other.above), below: Math.min(one.below, other.below) };
}

/** The unary plus keeps SQLite from another index than the leading one. */
function isOneOf({ column, values }: Criterion): Sql {
  return { text: `+lookup.${column} IN (${values.map(() => '?').join(', ')})`, values };
}

function scanFor(text: string): Sql {
  return {
    text: 'EXISTS (SELECT 1 FROM content WHERE receipt_id = lookup.id AND has_text(body, ?))',
    values: [text],
  };
}

function hasText({ text, values }: Sql): Sql {
  return { text: `EXISTS (SELECT 1 FROM search WHERE ${text} AND search.rowid = lookup.id)`, values };
}
