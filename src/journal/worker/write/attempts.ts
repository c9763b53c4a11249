import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { succeeded } from '../../../delivery/attempt.ts';
import type { DeliverySummary, JournalledAttempt, NewAttempt } from '../../entry.ts';
import { deliveryState } from '../../record/columns.ts';
import { decodeHeaders, encodeHeaders } from '../../record/headers.ts';

/** The columns that tell what became of an attempt, without reading on to the answer's headers and body. */
interface OutcomeRow {
  readonly target: string;
  readonly delivered: number;
  readonly dead: number;
  readonly status: number | null;
  readonly milliseconds: number;
  readonly error: string | null;
}

interface AttemptRow extends OutcomeRow {
  readonly id: number;
  readonly receipt_id: number;
  readonly started_at: number;
  readonly url: string;
  readonly headers: string | null;
  readonly body: Uint8Array | null;
}

/** Writes and reads the attempts to deliver receipts. */
export class Attempts {
  readonly #statements: ReturnType<typeof prepare>;

  constructor(database: DatabaseSync) {
    this.#statements = prepare(database);
  }

  /**
   * Adds an attempt and brings the receipt's delivery state up to date; gives the attempt's id, or undefined when the
   * receipt is gone. To be called within a transaction.
   */
  record(receiptId: number, attempt: NewAttempt): number | undefined {
    const { response } = attempt;
    const { changes, lastInsertRowid } = this.#statements.insert.run(
      attempt.target,
      Math.round(attempt.startedAt),
      attempt.url,
      attempt.milliseconds,
      succeeded(attempt) ? 1 : 0,
      attempt.dead ? 1 : 0,
      response?.status ?? null,
      attempt.error ?? null,
      response ? encodeHeaders(response.headers) : null,
      response?.body ?? null,
      receiptId,
    );
    if (changes === 0) return undefined;
    const state = stateOf(newestOfEach(this.#outcomes(receiptId)));
    this.#statements.setReceipt.run(state, receiptId);
    this.#statements.setLookup.run(state, receiptId);
    return Number(lastInsertRowid);
  }

  /** All attempts of a receipt, in the order they were recorded. */
  of(receiptId: number): readonly JournalledAttempt[] {
    return (this.#statements.all.all(receiptId) as unknown as AttemptRow[]).map(decode);
  }

  /** The attempts of a receipt in short; undefined when there is none. */
  summaryOf(receiptId: number): DeliverySummary | undefined {
    const outcomes = this.#outcomes(receiptId);
    const newest = newestOfEach(outcomes);
    const shown = newest.find(({ delivered }) => delivered === 0) ?? newest[0];
    if (!shown) return undefined;
    return {
      attempts: outcomes.length,
      targets: newest.length,
      delivered: shown.delivered === 1,
      dead: stateOf(newest) === deliveryState.dead,
      ...(shown.status !== null && { status: shown.status }),
      milliseconds: shown.milliseconds,
      ...(shown.error !== null && { error: shown.error }),
    };
  }

  /** Newest first. */
  #outcomes(receiptId: number): readonly OutcomeRow[] {
    return this.#statements.outcomes.all(receiptId) as unknown as OutcomeRow[];
  }
}

function prepare(
  database: DatabaseSync,
): Readonly<Record<'insert' | 'setReceipt' | 'setLookup' | 'all' | 'outcomes', StatementSync>> {
  return {
    insert: database.prepare(
      `INSERT INTO attempt
         (target, started_at, url, milliseconds, delivered, dead, status, error, headers, body, receipt_id)
       SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, id FROM receipt WHERE id = ?`,
    ),
    setReceipt: database.prepare('UPDATE receipt SET delivery = ?1 WHERE id = ?2 AND delivery <> ?1'),
    // It may not be there yet: then it follows with the state that the receipt has.
    setLookup: database.prepare('UPDATE lookup SET delivery = ?1 WHERE id = ?2 AND delivery <> ?1'),
    all: database.prepare('SELECT * FROM attempt WHERE receipt_id = ? ORDER BY id'),
    outcomes: database.prepare(
      `SELECT target, delivered, dead, status, milliseconds, error FROM attempt
       WHERE receipt_id = ? ORDER BY id DESC`,
    ),
  };
}

/** The first, which is the newest, of each target. */
function newestOfEach(outcomes: readonly OutcomeRow[]): readonly OutcomeRow[] {
  const newest = new Map<string, OutcomeRow>();
  for (const outcome of outcomes) if (!newest.has(outcome.target)) newest.set(outcome.target, outcome);
  return [...newest.values()];
}

function stateOf(newest: readonly OutcomeRow[]): number {
  const failed = newest.filter(({ delivered }) => delivered === 0);
  if (failed.length === 0) return deliveryState.delivered;
  return failed.some(({ dead }) => dead === 1) ? deliveryState.dead : deliveryState.failed;
}

function decode(row: AttemptRow): JournalledAttempt {
  return {
    id: row.id,
    receiptId: row.receipt_id,
    target: row.target,
    startedAt: row.started_at,
    url: row.url,
    milliseconds: row.milliseconds,
    delivered: row.delivered === 1,
    dead: row.dead === 1,
    response:
      row.status === null
        ? undefined
        : {
            status: row.status,
            headers: decodeHeaders(row.headers ?? ''),
            body: row.body ?? new Uint8Array(),
          },
    error: row.error ?? undefined,
  };
}
