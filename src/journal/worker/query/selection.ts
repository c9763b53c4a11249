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
const noIds: IdRange = { above: 0, below: 0 };

/** How many matches are counted to tell which condition leaves fewest. */
const COUNTED = 1_000;

/** Ids in a range that is not short. */
const WIDE = 10_000;

/** A condition met by more values than this is not looked up value by value (SQLite joins 500 SELECTs at most). */
const BRANCHES = 300;

/**
 * The receipts that a filter wants. A text is looked up in the full-text index and the other conditions checked on
 * what that gives. Without a text the condition that leaves fewest is read off its index and the others are checked.
 * That holds whatever the statistics of the file are, so that no page is ever found by reading the table through.
 */
export class Selection {
  readonly #database: DatabaseSync;
  readonly #range: IdRange;
  readonly #criteria: readonly Criterion[];
  /** Conditions that have no index of their own. */
  readonly #checks: readonly Sql[];
  /** What the full-text index is asked for. */
  readonly #match: string | undefined;

  constructor({ database, fullText }: Source, filter: ReceiptFilter, range: IdRange = allIds) {
    this.#database = database;
    const time = timeOf(filter);
    const known = filter.upTo === undefined ? range : narrow(range, { above: 0, below: filter.upTo + 1 });
    this.#range = time && isWide(known) ? narrow(known, this.#idsOfTime(time)) : known;
    const match = matchOf(filter.text ?? '');
    this.#match = fullText ? match : undefined;
    const isScanned = match !== undefined && !fullText;
    this.#checks = [...(time ? [isInTime(time)] : []), ...(isScanned ? [hasText(filter.text ?? '')] : [])];
    this.#criteria = criteriaOf(filter, (column) => existing(this.#database, column));
  }

  /** The ids among which those of the wanted receipts are. */
  get range(): IdRange {
    return this.#range;
  }

  /** A statement that gives the ids of the page: newest first, or oldest first. */
  page(limit: number, order: 'DESC' | 'ASC'): Sql {
    const branches =
      this.#match === undefined
        ? this.#branches('lookup.id AS id', tailOf('lookup.id', limit, order))
        : [this.#byText(this.#match, 'lookup.id AS id', tailOf('search.rowid', limit, order))];
    return merged(branches, limit, order);
  }

  /** The same as if the filter had no text. */
  pageOfAnyText(limit: number, order: 'DESC' | 'ASC'): Sql {
    return merged(this.#branches('lookup.id AS id', tailOf('lookup.id', limit, order)), limit, order);
  }

  /** A statement that gives columns of `lookup` for all wanted receipts, in no order. */
  all(columns: string): Sql {
    const branches =
      this.#match === undefined
        ? this.#branches(columns, '', 'lookup')
        : [this.#byText(this.#match, columns, '')];
    return union(branches);
  }

  /** One statement for each value of the leading condition. */
  #branches(columns: string, tail: string, table = this.#table): readonly Sql[] {
    if (this.#criteria.some(({ values }) => values.length === 0)) return [nothing(columns)];
    const lead = this.#lead();
    const checks = [...this.#criteria.filter((one) => one !== lead).map(isOneOf), ...this.#checks];
    const from = (source: string, conditions: readonly Sql[]): Sql =>
      select(columns, source, [this.#inRange('lookup.id'), ...conditions], tail);
    if (!lead) return [from(table, checks)];
    return lead.values.map((value) =>
      from(`lookup INDEXED BY lookup_${lead.column}`, [is(lead.column, value), ...checks]),
    );
  }

  #byText(match: string, columns: string, tail: string): Sql {
    if (this.#criteria.some(({ values }) => values.length === 0)) return nothing(columns);
    const conditions = [
      { text: 'search MATCH ?', values: [match] },
      this.#inRange('search.rowid'),
      ...this.#criteria.map(isOneOf),
      ...this.#checks,
    ];
    return select(columns, 'search CROSS JOIN lookup ON lookup.id = search.rowid', conditions, tail);
  }

  #inRange(column: string): Sql {
    return { text: `${column} > ? AND ${column} < ?`, values: [this.#range.above, this.#range.below] };
  }

  /** Without a condition the receipts themselves are as quick, and always up to date. */
  get #table(): string {
    return this.#criteria.length > 0 || this.#checks.length > 0 ? 'lookup' : 'receipt AS lookup';
  }

  /** The condition that leaves fewest receipts, as far as counting that is cheap. */
  #lead(): Criterion | undefined {
    const leads = this.#criteria.filter(({ values }) => values.length <= BRANCHES);
    if (leads.length < 2) return leads[0];
    const counts = leads.map((lead) => this.#countOf(lead));
    return leads[counts.indexOf(Math.min(...counts))];
  }

  #countOf({ column, values }: Criterion): number {
    let count = 0;
    for (const value of values) {
      if (count >= COUNTED) break;
      const source = `lookup INDEXED BY lookup_${column}`;
      count += this.#count(select('1', source, [is(column, value), this.#inRange('lookup.id')], ''));
    }
    return count;
  }

  #count({ text, values }: Sql): number {
    const row = this.#database
      .prepare(`SELECT count(*) AS count FROM (${text} LIMIT ${COUNTED})`)
      .get(...values);
    return row?.['count'] as number;
  }

  /** The ids of a span of time lie close together, though not in its order: clocks are set, sessions imported. */
  #idsOfTime({ from, until }: Time): IdRange {
    const ends = this.#database
      .prepare(
        'SELECT (SELECT min(received_at) FROM lookup) AS first, (SELECT max(received_at) FROM lookup) AS last',
      )
      .get();
    const { first: begin, last: end } = ends as { first: number | null; last: number | null };
    if (begin === null || end === null) return noIds;
    if (from <= begin && until > end) return allIds;
    const ids = this.#database
      .prepare(
        `SELECT min(id) AS first, max(id) AS last FROM lookup INDEXED BY lookup_received_at
         WHERE received_at >= ? AND received_at < ?`,
      )
      .get(from, until);
    const { first, last } = ids as { first: number | null; last: number | null };
    return first === null || last === null ? noIds : { above: first - 1, below: last + 1 };
  }
}

/** Every value that there is in a column, in their order: read by leaping from one to the next in its index. */
export function existing(database: DatabaseSync, column: string): readonly string[] {
  const rows = database
    .prepare(
      `WITH RECURSIVE existing (name) AS (
         SELECT min(${column}) FROM lookup INDEXED BY lookup_${column} WHERE ${column} IS NOT NULL
         UNION ALL
         SELECT (SELECT min(${column}) FROM lookup INDEXED BY lookup_${column} WHERE ${column} > name)
         FROM existing WHERE name IS NOT NULL
       )
       SELECT name FROM existing WHERE name IS NOT NULL`,
    )
    .all();
  return rows.map((row) => row['name'] as string);
}

function nothing(columns: string): Sql {
  return { text: `SELECT ${columns} FROM lookup WHERE 0`, values: [] };
}

function select(columns: string, source: string, conditions: readonly Sql[], tail: string): Sql {
  return {
    text: `SELECT ${columns} FROM ${source} WHERE ${conditions.map(({ text }) => text).join(' AND ')} ${tail}`,
    values: conditions.flatMap(({ values }) => values),
  };
}

function tailOf(id: string, limit: number, order: 'DESC' | 'ASC'): string {
  return `ORDER BY ${id} ${order} LIMIT ${limit}`;
}

/** One page of several that are in order. */
function merged(pages: readonly Sql[], limit: number, order: 'DESC' | 'ASC'): Sql {
  const [only] = pages;
  if (pages.length === 1 && only) return only;
  const { text, values } = union(
    pages.map(({ text, values }) => ({ text: `SELECT id FROM (${text})`, values })),
  );
  return { text: `SELECT id FROM (${text}) ${tailOf('id', limit, order)}`, values };
}

function union(parts: readonly Sql[]): Sql {
  return {
    text: parts.map(({ text }) => text).join(' UNION ALL '),
    values: parts.flatMap(({ values }) => values),
  };
}

interface Time {
  readonly from: number;
  readonly until: number;
}

function timeOf({ from, until }: ReceiptFilter): Time | undefined {
  if (from === undefined && until === undefined) return undefined;
  return { from: from ?? Number.MIN_SAFE_INTEGER, until: until ?? Number.MAX_SAFE_INTEGER };
}

/** The unary plus keeps SQLite from the index of the time, since what is wanted is not in its order. */
function isInTime({ from, until }: Time): Sql {
  return { text: '+lookup.received_at >= ? AND +lookup.received_at < ?', values: [from, until] };
}

/** In a short range the time of each is seen sooner than the ids of the time are found. */
function isWide({ above, below }: IdRange): boolean {
  return below - above > WIDE;
}

/** The ids that are in both. */
export function narrow(one: IdRange, other: IdRange): IdRange {
  return { above: Math.max(one.above, other.above), below: Math.min(one.below, other.below) };
}

function is(column: string, value: ColumnValue): Sql {
  if (value === null) return { text: `lookup.${column} IS NULL`, values: [] };
  return { text: `lookup.${column} = ?`, values: [value] };
}

/** The unary plus keeps SQLite from another index than the leading one. */
function isOneOf({ column, values }: Criterion): Sql {
  const given = values.filter((value) => value !== null);
  const isGiven = `+lookup.${column} IN (${given.map(() => '?').join(', ')})`;
  const text = given.length < values.length ? `(${isGiven} OR +lookup.${column} IS NULL)` : isGiven;
  return { text, values: given };
}

function hasText(wanted: string): Sql {
  return {
    text: 'EXISTS (SELECT 1 FROM content WHERE receipt_id = lookup.id AND has_text(body, ?))',
    values: [wanted],
  };
}
