import type { Attempt } from '../../delivery/attempt.ts';
import type { StateDatabase } from './stateDatabase.ts';

/** `dropped`: it fell due while the endpoint was disabled. `cancelled`: the endpoint was deleted. */
export type DeliveryState = 'pending' | 'succeeded' | 'failed' | 'dropped' | 'cancelled';

/** One event on its way to one endpoint. */
export interface StoredDelivery {
  readonly seq: number;
  readonly eventId: string;
  readonly endpointId: string;
  readonly apiVersion: string;
  /** A resend: tried once, and without a say in whether the event counts as delivered. */
  readonly manual: boolean;
  readonly attempts: number;
}

/** The deliveries still to make, and all attempts made. A pending one without a due time is being attempted. */
export class DeliveryStore {
  private readonly database: StateDatabase;

  constructor(database: StateDatabase) {
    this.database = database;
  }

  /** Adds one that is being attempted. */
  insert(delivery: Omit<StoredDelivery, 'seq' | 'attempts'>): StoredDelivery {
    const { lastInsertRowid } = this.database
      .prepare(
        `INSERT INTO deliveries (event_id, endpoint_id, api_version, manual, state, attempts)
         VALUES (?, ?, ?, ?, 'pending', 0)`,
      )
      .run(delivery.eventId, delivery.endpointId, delivery.apiVersion, delivery.manual ? 1 : 0);
    return { ...delivery, seq: Number(lastInsertRowid), attempts: 0 };
  }

  /** When the next one falls due, in ms. */
  nextDue(): number | undefined {
    const row = this.database
      .prepare(`SELECT min(due_at) AS due FROM deliveries WHERE state = 'pending'`)
      .get();
    const due = row?.['due'];
    return typeof due === 'number' ? due : undefined;
  }

  /** Takes those that have fallen due, marking them as being attempted. */
  takeDue(nowMs: number, limit: number): readonly StoredDelivery[] {
    return this.database
      .prepare(
        `UPDATE deliveries SET due_at = NULL WHERE seq IN
         (SELECT seq FROM deliveries WHERE state = 'pending' AND due_at <= ? ORDER BY due_at, seq LIMIT ?)
         RETURNING *`,
      )
      .all(nowMs, limit)
      .map(fromRow);
  }

  /** Sets when an attempted one is due again; nothing changes once it is settled. */
  postpone(seq: number, attempts: number, dueAt: number): void {
    this.database
      .prepare(`UPDATE deliveries SET attempts = ?, due_at = ? WHERE seq = ? AND state = 'pending'`)
      .run(attempts, dueAt, seq);
  }

  settle(seq: number, attempts: number, state: DeliveryState): void {
    this.database
      .prepare(
        `UPDATE deliveries SET attempts = ?, state = ?, due_at = NULL WHERE seq = ? AND state = 'pending'`,
      )
      .run(attempts, state, seq);
  }

  cancelFor(endpointId: string): void {
    this.database
      .prepare(
        `UPDATE deliveries SET state = 'cancelled', due_at = NULL WHERE endpoint_id = ? AND state = 'pending'`,
      )
      .run(endpointId);
  }

  /** Makes those that a stop or crash interrupted due. */
  recover(nowMs: number): void {
    this.database
      .prepare(`UPDATE deliveries SET due_at = ? WHERE state = 'pending' AND due_at IS NULL`)
      .run(nowMs);
  }

  /** `pending_webhooks` of an event. */
  pendingCount(eventId: string): number {
    const row = this.database
      .prepare(`SELECT count(*) AS n FROM deliveries WHERE event_id = ? AND state = 'pending' AND manual = 0`)
      .get(eventId);
    return Number(row?.['n']);
  }

  /** Keeps an attempt; `recipient` is an endpoint's id, or `listen`. */
  recordAttempt(eventId: string, recipient: string, attempt: Attempt): void {
    const { response } = attempt;
    this.database
      .prepare(
        `INSERT INTO attempts (event_id, recipient, started_at, url, milliseconds, status, headers, body, error)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        eventId,
        recipient,
        Math.round(attempt.startedAt),
        attempt.url,
        attempt.milliseconds,
        response?.status ?? null,
        response ? JSON.stringify(response.headers) : null,
        response?.body ?? null,
        attempt.error ?? null,
      );
  }

  /** All attempts of an event, oldest first. */
  attemptsOf(eventId: string): readonly { readonly recipient: string; readonly attempt: Attempt }[] {
    return this.database
      .prepare('SELECT * FROM attempts WHERE event_id = ? ORDER BY seq')
      .all(eventId)
      .map((row) => ({ recipient: String(row['recipient']), attempt: attemptFromRow(row) }));
  }
}

function fromRow(row: Readonly<Record<string, unknown>>): StoredDelivery {
  return {
    seq: Number(row['seq']),
    eventId: String(row['event_id']),
    endpointId: String(row['endpoint_id']),
    apiVersion: String(row['api_version']),
    manual: row['manual'] === 1,
    attempts: Number(row['attempts']),
  };
}

function attemptFromRow(row: Readonly<Record<string, unknown>>): Attempt {
  const status = row['status'] as number | null;
  return {
    startedAt: Number(row['started_at']),
    url: String(row['url']),
    milliseconds: Number(row['milliseconds']),
    response:
      status === null
        ? undefined
        : {
            status,
            headers: JSON.parse(String(row['headers'])) as [string, string][],
            body: row['body'] as Uint8Array,
          },
    error: (row['error'] as string | null) ?? undefined,
  };
}
