import type { SQLInputValue } from 'node:sqlite';
import { readPage, type Page, type PageOf } from './page.ts';
import type { StateDatabase } from './stateDatabase.ts';

/** An event that happened in the sandbox; its bytes are kept per API version. */
export interface StoredEvent {
  readonly id: string;
  readonly type: string;
  readonly kind: 'snapshot' | 'thin';
  /** Seconds since the Unix epoch. */
  readonly created: number;
  /** The connected account it belongs to, or null for the sandbox's own. */
  readonly account: string | null;
  /** Of the object that a thin event is about. */
  readonly objectId: string | null;
}

/** Bounds in seconds since the Unix epoch. */
export type TimeRange = { readonly [bound in 'gt' | 'gte' | 'lt' | 'lte' | 'eq']?: number | undefined };

/** What an event list may be narrowed by. */
export interface EventFilter {
  readonly kind: StoredEvent['kind'];
  readonly createdAfter: number;
  /** Exact types, or with `*` as a wildcard; any of them. */
  readonly types?: readonly string[] | undefined;
  readonly created?: TimeRange | undefined;
  /** True: every delivery succeeded. False: one is pending, failed or was dropped. */
  readonly deliverySuccess?: boolean | undefined;
  readonly objectId?: string | undefined;
}

const operators = { gt: '>', gte: '>=', lt: '<', lte: '<=', eq: '=' } satisfies Record<
  keyof TimeRange,
  string
>;

const undelivered = `SELECT 1 FROM deliveries d WHERE d.event_id = events.id AND d.manual = 0
  AND d.state IN ('pending', 'failed', 'dropped')`;

/** The events and the exact bytes they were sent as. */
export class EventStore {
  private readonly database: StateDatabase;

  constructor(database: StateDatabase) {
    this.database = database;
  }

  /** `fetched` is what the API gives of a thin event, which is more than what is sent of it. */
  insert(event: StoredEvent, fetched?: Uint8Array): void {
    const { id, type, kind, created, account, objectId } = event;
    this.database
      .prepare(
        'INSERT INTO events (id, type, kind, created, account, object_id, fetched) VALUES (?, ?, ?, ?, ?, ?, ?)',
      )
      .run(id, type, kind, created, account, objectId, fetched ?? null);
  }

  /** What the API gives of an event: of a thin one with its data, otherwise the bytes first made. */
  fetched(eventId: string): Uint8Array | undefined {
    const row = this.database.prepare('SELECT fetched FROM events WHERE id = ?').get(eventId);
    return (row?.['fetched'] as Uint8Array | null | undefined) ?? this.firstRendering(eventId);
  }

  addRendering(eventId: string, apiVersion: string, body: Uint8Array): void {
    this.database
      .prepare('INSERT OR IGNORE INTO renderings (event_id, api_version, body) VALUES (?, ?, ?)')
      .run(eventId, apiVersion, body);
  }

  rendering(eventId: string, apiVersion: string): Uint8Array | undefined {
    const row = this.database
      .prepare('SELECT body FROM renderings WHERE event_id = ? AND api_version = ?')
      .get(eventId, apiVersion);
    return row?.['body'] as Uint8Array | undefined;
  }

  /** The bytes first made, which are in the account's default version. */
  firstRendering(eventId: string): Uint8Array | undefined {
    const row = this.database
      .prepare('SELECT body FROM renderings WHERE event_id = ? ORDER BY rowid LIMIT 1')
      .get(eventId);
    return row?.['body'] as Uint8Array | undefined;
  }

  get(id: string): StoredEvent | undefined {
    const row = this.database.prepare('SELECT * FROM events WHERE id = ?').get(id);
    return row && fromRow(row);
  }

  /** The cursor of an event in the list. */
  sequenceOf(id: string): number | undefined {
    const row = this.database.prepare('SELECT seq FROM events WHERE id = ?').get(id);
    return row && Number(row['seq']);
  }

  /** Newest first. */
  page(filter: EventFilter, page: Page): PageOf<StoredEvent> {
    const sql = ['kind = ?', 'created > ?'];
    const values: SQLInputValue[] = [filter.kind, filter.createdAfter];
    if (filter.types) {
      sql.push(`(${filter.types.map(() => 'type GLOB ?').join(' OR ') || 'FALSE'})`);
      values.push(...filter.types.map(globOf));
    }
    for (const [bound, seconds] of Object.entries(filter.created ?? {}) as [keyof TimeRange, number?][]) {
      if (seconds === undefined) continue;
      sql.push(`created ${operators[bound]} ?`);
      values.push(seconds);
    }
    if (filter.objectId !== undefined) {
      sql.push('object_id = ?');
      values.push(filter.objectId);
    }
    if (filter.deliverySuccess !== undefined)
      sql.push(`${filter.deliverySuccess ? 'NOT ' : ''}EXISTS (${undelivered})`);
    const { items, hasMore } = readPage(this.database, 'events', { sql, values }, page);
    return { items: items.map(fromRow), hasMore };
  }

  /** Forgets what happened before a time (in seconds), with its deliveries and attempts. */
  purge(before: number): void {
    this.database.prepare('DELETE FROM events WHERE created < ?').run(before);
  }
}

/** Only `*` is a wildcard in Stripe's filter; SQLite's GLOB has two more. */
function globOf(type: string): string {
  return type.replace(/[?[]/g, (character) => `[${character}]`);
}

function fromRow(row: Readonly<Record<string, unknown>>): StoredEvent {
  return {
    id: String(row['id']),
    type: String(row['type']),
    kind: row['kind'] === 'thin' ? 'thin' : 'snapshot',
    created: Number(row['created']),
    account: row['account'] as string | null,
    objectId: row['object_id'] as string | null,
  };
}
