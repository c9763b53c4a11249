import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type {
  FullReceipt,
  JournalledAttempt,
  JournalledReceipt,
  KeptPlace,
  ListQuery,
  Place,
} from '../entry.ts';
import type { ReceiptFilter } from '../filter.ts';
import { columns, decode, type ReceiptRow } from '../record/columns.ts';
import { decodeHeaders } from '../record/headers.ts';
import type { SessionEntry } from '../session/line.ts';
import type { Follower } from './follower.ts';
import { OtherWriters, type OthersChanges } from './otherWriters.ts';
import type { AppendedBatch, AppendRequest } from './protocol.ts';
import { existing, type Source } from './query/selection.ts';
import { lookupFollower } from './query/lookup.ts';
import type { Gathering } from './query/parts.ts';
import { count, list, runs } from './query/receipts.ts';
import { defineHasText } from './text/scan.ts';
import { hasFts5, textFollower } from './text/textIndex.ts';
import { inTransaction } from './transaction.ts';
import { Attempts } from './write/attempts.ts';
import { Deletion, type DeletionLimit } from './write/deletion.ts';
import { Places } from './write/places.ts';
import { Receipts } from './write/receipts.ts';

type ContentRow = ReceiptRow & { readonly headers: string; readonly body: Uint8Array };

/** Reads and writes receipts and attempts of one open database. */
export class Store {
  readonly #database: DatabaseSync;
  readonly #receipts: Receipts;
  readonly #attempts: Attempts;
  readonly #deletion: Deletion;
  readonly #places: Places;
  readonly #lookup: Follower;
  readonly #text: Follower | undefined;
  readonly #statements: ReturnType<typeof prepare>;
  #others: OtherWriters | undefined;

  /** `fullText` tells whether to use SQLite's full-text index; without it, searching reads the bodies. */
  constructor(database: DatabaseSync, fullText: boolean = hasFts5(database)) {
    this.#database = database;
    this.#lookup = lookupFollower(database);
    this.#text = fullText ? textFollower(database) : undefined;
    defineHasText(database);
    this.#receipts = new Receipts(database);
    this.#attempts = new Attempts(database);
    this.#deletion = new Deletion(database, fullText);
    this.#places = new Places(database);
    this.#statements = prepare(database);
  }

  /** Commits all batches in one transaction, or nothing of them. */
  append(batches: readonly AppendRequest[]): readonly AppendedBatch[] {
    const appended = inTransaction(this.#database, () =>
      batches.map((batch) => ({
        ...this.#receipts.addBatch(batch),
        attemptIds: batch.attempts.map(({ receiptId, attempt }) => this.#attempts.record(receiptId, attempt)),
      })),
    );
    for (const { firstId, receipts, attemptIds } of appended) {
      this.#others?.addedReceipts(firstId, receipts);
      this.#others?.addedAttempts(attemptIds.filter((id) => id !== undefined));
    }
    return appended;
  }

  /** Adds receipts received elsewhere, except those that are among the ids up to `lastId`; gives the ids. */
  addImported(entries: readonly SessionEntry[], lastId: number): readonly number[] {
    const importedAt = Date.now();
    return inTransaction(this.#database, () => {
      const added: number[] = [];
      for (const { receipt, attempts } of entries) {
        if (this.#receipts.has(receipt, lastId)) continue;
        const id = this.#receipts.addImported(receipt, importedAt);
        for (const attempt of attempts) this.#attempts.record(id, attempt);
        added.push(id);
      }
      return added;
    });
  }

  /** Deletes up to `count` of the oldest receipts that the limit allows; gives their number. */
  deleteOldest(count: number, limit: DeletionLimit): number {
    return inTransaction(this.#database, () => this.#deletion.deleteOldest(count, limit));
  }

  /** Brings the tables for filters, or those and the one for text, a step nearer; gives false when they are there. */
  followUp(what: 'lookup' | 'text'): boolean {
    if (this.#lookup.step()) return true;
    return what === 'text' && this.#text !== undefined && this.#text.step();
  }

  /** About how many receipts are not yet in every index. */
  get backlog(): number {
    return Math.max(this.#lookup.backlog, this.#text?.backlog ?? 0);
  }

  /** A page of receipts, newest first, as far as `followUp` has come. */
  list(query: ListQuery): readonly JournalledReceipt[] {
    return list(this.#source, query, (receiptId) => this.#attempts.summaryOf(receiptId));
  }

  /** How many receipts a filter wants, as far as `followUp` has come. */
  count(filter: ReceiptFilter): number {
    return count(this.#source, filter);
  }

  /** Lets what is gathered step by step take in some more, as far as `followUp` has come; false when that is all. */
  gather(gathering: Gathering): boolean {
    return gathering.step(this.#source);
  }

  /** The ids of the runs that caused events last, as far as `followUp` has come. */
  runs(limit: number): readonly string[] {
    return runs(this.#database, limit);
  }

  /** The event types that there are, as far as `followUp` has come. */
  types(): readonly string[] {
    return existing(this.#database, 'event_type');
  }

  get #source(): Source {
    return { database: this.#database, fullText: this.#text !== undefined };
  }

  /** All attempts of a receipt, in order. */
  attemptsOf(receiptId: number): readonly JournalledAttempt[] {
    return this.#attempts.of(receiptId);
  }

  /** A receipt with its headers and body. */
  get(id: number): FullReceipt | undefined {
    return this.#full(this.#statements.byId.get(id));
  }

  /** The newest receipt of an event, verified ones first: a forgery must not stand in for the event. */
  latestOf(eventId: string): FullReceipt | undefined {
    return this.#full(this.#statements.byEvent.get(eventId));
  }

  /** How far a consumer has come; undefined when it has not been here. */
  placeOf(consumer: string): KeptPlace | undefined {
    return this.#places.of(consumer);
  }

  /** Keeps all of them, or none. */
  keepPlaces(places: readonly Place[]): void {
    inTransaction(this.#database, () => {
      for (const place of places) this.#places.keep(place);
    });
  }

  forgetPlace(consumer: string): void {
    this.#places.forget(consumer);
  }

  #full(row: unknown): FullReceipt | undefined {
    if (row === undefined) return undefined;
    const { headers, body, ...receipt } = row as ContentRow;
    const delivery = this.#attempts.summaryOf(receipt.id);
    return { ...decode(receipt, delivery), headers: decodeHeaders(headers), body };
  }

  /** The id of the newest receipt; 0 when there is none. */
  get lastId(): number {
    return (this.#statements.last.get()?.['id'] as number | null) ?? 0;
  }

  /** How many receipts there are. */
  countAll(): number {
    return this.#statements.all.get()?.['count'] as number;
  }

  /** What the file holds, in bytes; space that was freed within it is not counted. */
  get size(): number {
    const value = (pragma: string) =>
      Object.values(this.#database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0] as number;
    return (value('page_count') - value('freelist_count')) * value('page_size');
  }

  /** What other processes changed since it was asked last; the first time, nothing. */
  othersChanges(): OthersChanges | undefined {
    this.#others ??= new OtherWriters(this.#database);
    return this.#others.changes();
  }

  /** Moves the write-ahead log to the file, as far as no other process is reading it. */
  checkpoint(): void {
    this.#database.exec('PRAGMA wal_checkpoint(PASSIVE)');
  }

  /** Gives freed space back to the disk. Throws when another process is writing. */
  vacuum(): void {
    this.#database.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)');
  }

  close(): void {
    this.#database.close();
  }
}

function prepare(
  database: DatabaseSync,
): Readonly<Record<'byId' | 'byEvent' | 'last' | 'all', StatementSync>> {
  const whole = `SELECT id, duplicate, delivery, imported_at, ${columns.join(', ')}, headers, body
                 FROM receipt JOIN content ON receipt_id = id`;
  return {
    byId: database.prepare(`${whole} WHERE id = ?`),
    byEvent: database.prepare(`${whole} WHERE event_id = ? ORDER BY verified DESC, id DESC LIMIT 1`),
    last: database.prepare('SELECT max(id) AS id FROM receipt'),
    all: database.prepare('SELECT count(*) AS count FROM receipt'),
  };
}
