import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { FullReceipt, JournalledReceipt, ListQuery } from '../entry.ts';
import { columns, decode, position, type ColumnValue, type ReceiptRow } from '../record/columns.ts';
import { decodeHeaders } from '../record/headers.ts';
import type { AppendedBatch, AppendRequest } from './protocol.ts';

type ContentRow = ReceiptRow & { readonly headers: string; readonly body: Uint8Array };

const names = columns.join(', ');

/** Reads and writes receipts of one open database. */
export class Store {
  readonly #database: DatabaseSync;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = prepare(database);
  }

  /** Commits all batches in one transaction, or nothing of them. */
  append(batches: readonly AppendRequest[]): readonly AppendedBatch[] {
    const { begin, commit } = this.#statements;
    begin.run();
    try {
      const results = batches.map((batch) => this.#insert(batch));
      commit.run();
      return results;
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
    const { conditions, parameters } = conditionsOf(query);
    const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
    const sql = `SELECT id, duplicate, ${names} FROM receipt ${where} ORDER BY id DESC LIMIT ?`;
    const rows = this.#database.prepare(sql).all(...parameters, query.limit);
    return (rows as unknown as ReceiptRow[]).map(decode);
  }

  /** A receipt with its headers and body. */
  get(id: number): FullReceipt | undefined {
    return full(this.#statements.byId.get(id));
  }

  /** The newest receipt of an event, verified ones first: a forgery must not stand in for the event. */
  latestOf(eventId: string): FullReceipt | undefined {
    return full(this.#statements.byEvent.get(eventId));
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
  const whole = `SELECT id, duplicate, ${names}, headers, body FROM receipt JOIN content ON receipt_id = id`;
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

function conditionsOf(query: ListQuery): { conditions: string[]; parameters: ColumnValue[] } {
  const conditions: string[] = [];
  const parameters: ColumnValue[] = [];
  const add = (condition: string, parameter: ColumnValue | undefined) => {
    if (parameter === undefined) return;
    conditions.push(condition);
    parameters.push(parameter);
  };
  add('id < ?', query.before);
  add('event_id = ?', query.eventId);
  add('event_type = ?', query.type);
  add('verified = ?', query.outcome && (query.outcome === 'verified' ? 1 : 0));
  return { conditions, parameters };
}

function full(row: unknown): FullReceipt | undefined {
  if (row === undefined) return undefined;
  const { headers, body, ...receipt } = row as ContentRow;
  return { ...decode(receipt), headers: decodeHeaders(headers), body };
}
