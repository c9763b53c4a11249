import { readPage, type Page, type PageOf } from './page.ts';
import type { StateDatabase } from './stateDatabase.ts';

/** Where a v2 event destination sends. A webhook's URL is the endpoint's own. */
export type Provider =
  | { readonly type: 'webhook_endpoint' }
  | { readonly type: 'amazon_eventbridge'; readonly accountId: string; readonly region: string }
  | {
      readonly type: 'azure_event_grid';
      readonly subscriptionId: string;
      readonly resourceGroup: string;
      readonly region: string;
    };

/** What a v2 event destination has and a v1 webhook endpoint has not. */
export interface Destination {
  readonly name: string;
  readonly payload: 'snapshot' | 'thin';
  readonly eventsFrom: readonly string[];
  readonly provider: Provider;
  /** ISO 8601, as `updated`. */
  readonly created: string;
  readonly updated: string;
}

/** Which of Stripe's APIs an endpoint belongs to; neither shows the other's. */
export type EndpointApi = 'v1' | 'v2';

/** A v1 webhook endpoint or a v2 event destination, without its secrets. */
export interface StoredEndpoint {
  readonly id: string;
  /** Seconds since the Unix epoch. */
  readonly created: number;
  /** Empty when it is no webhook. */
  readonly url: string;
  readonly description: string | null;
  readonly enabledEvents: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
  /** Null: the account's default. */
  readonly apiVersion: string | null;
  /** Whether it gets the connected accounts' events instead of the account's own. */
  readonly connect: boolean;
  readonly status: 'enabled' | 'disabled';
  /** Null for a v1 webhook endpoint. */
  readonly destination: Destination | null;
}

type Row = Readonly<Record<string, unknown>>;

const ofApi = {
  v1: 'destination IS NULL',
  v2: 'destination IS NOT NULL',
} satisfies Record<EndpointApi, string>;

/** The endpoints and their signing secrets. */
export class EndpointStore {
  private readonly database: StateDatabase;

  constructor(database: StateDatabase) {
    this.database = database;
  }

  /** Of both APIs. */
  count(): number {
    return Number(this.database.prepare('SELECT count(*) AS n FROM endpoints').get()?.['n']);
  }

  all(): readonly StoredEndpoint[] {
    return this.database.prepare('SELECT * FROM endpoints ORDER BY seq').all().map(fromRow);
  }

  get(id: string): StoredEndpoint | undefined {
    const row = this.database.prepare('SELECT * FROM endpoints WHERE id = ?').get(id);
    return row && fromRow(row);
  }

  /** The endpoint with an id, when it belongs to the API. */
  find(api: EndpointApi, id: string): StoredEndpoint | undefined {
    const row = this.database.prepare(`SELECT * FROM endpoints WHERE id = ? AND ${ofApi[api]}`).get(id);
    return row && fromRow(row);
  }

  page(api: EndpointApi, page: Page): PageOf<StoredEndpoint> {
    const { items, hasMore } = readPage(this.database, 'endpoints', { sql: [ofApi[api]], values: [] }, page);
    return { items: items.map(fromRow), hasMore };
  }

  /** The cursor of an endpoint in the API's list. */
  sequenceOf(api: EndpointApi, id: string): number | undefined {
    const row = this.database.prepare(`SELECT seq FROM endpoints WHERE id = ? AND ${ofApi[api]}`).get(id);
    return row && Number(row['seq']);
  }

  insert(endpoint: StoredEndpoint): void {
    this.database
      .prepare(
        `INSERT INTO endpoints
         (url, description, enabled_events, metadata, api_version, connect, status, destination, created, id)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(...columns(endpoint), endpoint.created, endpoint.id);
  }

  update(endpoint: StoredEndpoint): void {
    this.database
      .prepare(
        `UPDATE endpoints SET url = ?, description = ?, enabled_events = ?, metadata = ?, api_version = ?,
         connect = ?, status = ?, destination = ? WHERE id = ?`,
      )
      .run(...columns(endpoint), endpoint.id);
  }

  /** With its secrets. */
  delete(id: string): void {
    this.database.prepare('DELETE FROM endpoints WHERE id = ?').run(id);
  }

  addSecret(endpointId: string, secret: string): void {
    this.database.prepare('INSERT INTO secrets (endpoint_id, secret) VALUES (?, ?)').run(endpointId, secret);
  }

  /** Lets the secrets that do not expire yet sign until a time (in ms) and no longer. */
  expireSecrets(endpointId: string, atMs: number): void {
    this.database
      .prepare('UPDATE secrets SET expires_at = min(coalesce(expires_at, ?), ?) WHERE endpoint_id = ?')
      .run(atMs, atMs, endpointId);
  }

  /** The secrets that sign at a time (in ms), newest first. */
  activeSecrets(endpointId: string, nowMs: number): readonly string[] {
    return this.database
      .prepare(
        `SELECT secret FROM secrets WHERE endpoint_id = ? AND (expires_at IS NULL OR expires_at > ?)
         ORDER BY seq DESC`,
      )
      .all(endpointId, nowMs)
      .map((row) => String(row['secret']));
  }
}

function columns(endpoint: StoredEndpoint) {
  return [
    endpoint.url,
    endpoint.description,
    JSON.stringify(endpoint.enabledEvents),
    JSON.stringify(endpoint.metadata),
    endpoint.apiVersion,
    endpoint.connect ? 1 : 0,
    endpoint.status,
    endpoint.destination && JSON.stringify(endpoint.destination),
  ] as const;
}

function fromRow(row: Row): StoredEndpoint {
  return {
    id: String(row['id']),
    created: Number(row['created']),
    url: String(row['url']),
    description: row['description'] as string | null,
    enabledEvents: JSON.parse(String(row['enabled_events'])) as string[],
    metadata: JSON.parse(String(row['metadata'])) as Record<string, string>,
    apiVersion: row['api_version'] as string | null,
    connect: row['connect'] === 1,
    status: row['status'] === 'enabled' ? 'enabled' : 'disabled',
    destination: destinationOf(row['destination'] as string | null),
  };
}

function destinationOf(column: string | null): Destination | null {
  return column === null ? null : (JSON.parse(column) as Destination);
}
