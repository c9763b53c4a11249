import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type {
  Bucket,
  FullReceipt,
  JournalledAttempt,
  JournalledReceipt,
  ListQuery,
  NewAttempt,
  TimeSpan,
} from '../entry.ts';
import type { ReceiptFilter } from '../filter.ts';
import { columns, decode, position, type ColumnValue, type ReceiptRow } from '../record/columns.ts';
import { decodeHeaders } from '../record/headers.ts';
import { Attempts } from './attempts.ts';
import type { AppendedBatch, AppendRequest } from './protocol.ts';
import { count, list, overTime } from './query/receipts.ts';
import { lookupFollower } from './query/lookup.ts';
import { textFollower } from './text/textIndex.ts';
import type { Follower } from './follower.ts';

type ContentRow = ReceiptRow & { readonly headers: string; readonly body: Uint8Array };

const names = columns.join(', ');

/** Reads and writes receipts of one open database. */
export class Store {
  readonly #database: DatabaseSync;
  readonly #statements: ReturnType<typeof prepare>;
  readonly #attempts: Attempts;
  readonly #lookup: Follower;
  readonly #text: Follower;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#attempts = new Attempts(database);
    this.#lookup = lookupFollower(database);
    this.#text = textFollower(database);
    this.#statements = prepare(database);
  }

  /** Commits all batches in one transaction, or nothing of them. */
  append(batches: readonly AppendRequest[]): readonly AppendedBatch[] {
    return this.#transaction(() => batches.map((batch) => this.#insert(batch)));
  }

  #transaction<T>(run: () => T): T {
    const { begin, commit } = this.#statements;
    begin.run();
    try {
      const result = run();
      commit.run();
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  #insert({ values, bodies }: AppendRequest): AppendedBatch {
    const { receipt, content } = this.#statements;
    const width = columns.length + 1;
    const duplicates: number[] = [];
    let firstId = 0;
    let offset = 0;
    for (let start = 0, index = 0; start < values.length; start += width, index++) {
      const row = values.slice(start, start + columns.length);
      const size = row[position.size] as number;
      const duplicate = this.#isDuplicate(row);
      if (duplicate) duplicates.push(index);
      const id = Number(receipt.run(...row, duplicate ? 1 : 0).lastInsertRowid);
      content.run(id, values[start + columns.length] as string, new Uint8Array(bodies, offset, size));
      if (index === 0) firstId = id;
      offset += size;
    }
    return { firstId, duplicates };
  }

  #isDuplicate(row: readonly ColumnValue[]): boolean {
    const eventId = row[position.eventId];
    if (row[position.verified] !== 1 || typeof eventId !== 'string') return false;
    return this.#statements.seen.get(eventId) !== undefined;
  }

  /** A page of receipts, newest first. */
  list(query: ListQuery): readonly JournalledReceipt[] {
    this.#catchUp(query.filter);
    return list(this.#database, query, (receiptId) => this.#attempts.summaryOf(receiptId));
  }

  /** How many receipts a filter wants. */
  count(filter: ReceiptFilter): number {
    this.#catchUp(filter);
    return count(this.#database, filter);
  }

  /** Receipts and attempts over time. */
  overTime(filter: ReceiptFilter, span: TimeSpan): readonly Bucket[] {
    this.#catchUp(filter);
    return overTime(this.#database, filter, span);
  }

  /** Adds an attempt; gives false when the receipt is gone. */
  recordAttempt(receiptId: number, attempt: NewAttempt): boolean {
    return this.#transaction(() => this.#attempts.record(receiptId, attempt));
  }

  /** All attempts of a receipt, in order. */
  attemptsOf(receiptId: number): readonly JournalledAttempt[] {
    return this.#attempts.of(receiptId);
  }

  #catchUp(filter: ReceiptFilter | undefined): void {
    while (this.#lookup.step());
    if (filter?.text !== undefined) while (this.#text.step());
  }

  /** A receipt with its headers and body. */
  get(id: number): FullReceipt | undefined {
    return this.#full(this.#statements.byId.get(id));
  }

  /** The newest receipt of an event, verified ones first: a forgery must not stand in for the event. */
  latestOf(eventId: string): FullReceipt | undefined {
    return this.#full(this.#statements.byEvent.get(eventId));
  }

  #full(row: unknown): FullReceipt | undefined {
    if (row === undefined) return undefined;
    const { headers, body, ...receipt } = row as ContentRow;
    const delivery = this.#attempts.summaryOf(receipt.id);
    return { ...decode(receipt, delivery), headers: decodeHeaders(headers), body };
  }

  /** Moves the write-ahead log to the file, as far as no other process is reading it. */
  checkpoint(): void {
    this.#database.exec('PRAGMA wal_checkpoint(PASSIVE)');
  }

  close(): void {
    this.#database.close();
  }
}

function prepare(
  database: DatabaseSync,
): Record<'begin' | 'commit' | 'receipt' | 'content' | 'seen' | 'byId' | 'byEvent', StatementSync> {
  const placeholders = columns.map(() => '?').join(', ');
  const whole = `SELECT id, duplicate, delivery, ${names}, headers, body FROM receipt JOIN content ON receipt_id = id`;
  return {
    begin: database.prepare('BEGIN IMMEDIATE'),
    commit: database.prepare('COMMIT'),
    receipt: database.prepare(`INSERT INTO receipt (${names}, duplicate) VALUES (${placeholders}, ?)`),
    content: database.prepare('INSERT INTO content (receipt_id, headers, body) VALUES (?, ?, ?)'),
    seen: database.prepare('SELECT 1 FROM receipt WHERE event_id = ? AND verified = 1 LIMIT 1'),
    byId: database.prepare(`${whole} WHERE id = ?`),
    byEvent: database.prepare(`${whole} WHERE event_id = ? ORDER BY verified DESC, id DESC LIMIT 1`),
  };
}
