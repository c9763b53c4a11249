import type { StateDatabase } from './stateDatabase.ts';

/** The answer that a key stands for. */
export interface IdempotentAnswer {
  readonly route: string;
  /** Of the parameters. */
  readonly fingerprint: string;
  readonly status: number;
  readonly body: string;
  readonly requestId: string;
}

const lifetimeMs = 24 * 60 * 60 * 1000;

/** Answers by idempotency key, for 24 hours. Source: https://docs.stripe.com/api/idempotent_requests */
export class IdempotencyStore {
  private readonly database: StateDatabase;

  constructor(database: StateDatabase) {
    this.database = database;
  }

  get(key: string, nowMs: number): IdempotentAnswer | undefined {
    const row = this.database
      .prepare('SELECT * FROM idempotency WHERE key = ? AND created_at > ?')
      .get(key, nowMs - lifetimeMs);
    return (
      row && {
        route: String(row['route']),
        fingerprint: String(row['fingerprint']),
        status: Number(row['status']),
        body: String(row['body']),
        requestId: String(row['request_id']),
      }
    );
  }

  set(key: string, answer: IdempotentAnswer, nowMs: number): void {
    this.database
      .prepare(
        `INSERT OR REPLACE INTO idempotency (key, route, fingerprint, status, body, request_id, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(key, answer.route, answer.fingerprint, answer.status, answer.body, answer.requestId, nowMs);
  }

  purge(nowMs: number): void {
    this.database.prepare('DELETE FROM idempotency WHERE created_at <= ?').run(nowMs - lifetimeMs);
  }
}
