import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** What other processes did to the file. */
export interface OthersChanges {
  /** Receipts that came or whose attempts changed, without repetition. */
  readonly receiptIds: readonly number[];
  /** True when receipts were deleted. */
  readonly removed: boolean;
}

/** So many changes are told of at a time. */
const AT_ONCE = 5_000;

/** Notices what other processes, e.g. the window next door, commit to the same file. */
export class OtherWriters {
  readonly #statements: Readonly<Record<'version' | 'extent' | 'receipts' | 'attempts', StatementSync>>;
  readonly #ownReceipts = new Set<number>();
  readonly #ownAttempts = new Set<number>();
  #version: unknown;
  #first: number;
  #lastReceipt: number;
  #lastAttempt: number;

  /** From now on. */
  constructor(database: DatabaseSync) {
    this.#statements = {
      // SQLite changes this number when another connection has committed, and only then.
      version: database.prepare('PRAGMA data_version'),
      extent: database.prepare(
        `SELECT (SELECT min(id) FROM receipt) AS first, (SELECT max(id) FROM receipt) AS last,
                (SELECT max(id) FROM attempt) AS attempt`,
      ),
      receipts: database.prepare('SELECT id FROM receipt WHERE id > ? ORDER BY id LIMIT ?'),
      attempts: database.prepare(
        'SELECT id, receipt_id AS receiptId FROM attempt WHERE id > ? ORDER BY id LIMIT ?',
      ),
    };
    this.#version = this.#currentVersion();
    const { first, last, attempt } = this.#extent();
    this.#first = first;
    this.#lastReceipt = last;
    this.#lastAttempt = attempt;
  }

  /** This process added receipts: it knows of them. */
  addedReceipts(firstId: number, count: number): void {
    for (let index = 0; index < count; index++) this.#ownReceipts.add(firstId + index);
  }

  /** This process added attempts: it knows of them. */
  addedAttempts(ids: readonly number[]): void {
    for (const id of ids) this.#ownAttempts.add(id);
  }

  /** What has changed since it was asked last; undefined when nothing has. */
  changes(): OthersChanges | undefined {
    const version = this.#currentVersion();
    if (version === this.#version) {
      // Nobody else wrote, so that all up to the newest is this process's own.
      this.#lastReceipt = Math.max(this.#lastReceipt, ...lastOf(this.#ownReceipts));
      this.#lastAttempt = Math.max(this.#lastAttempt, ...lastOf(this.#ownAttempts));
      this.#ownReceipts.clear();
      this.#ownAttempts.clear();
      return undefined;
    }
    const { first } = this.#extent();
    const removed = first !== this.#first && this.#first > 0;
    this.#first = first;
    const ids = new Set([...this.#newReceipts(), ...this.#newAttempts()]);
    // With as many as can be told of at once there may be more: then the next time.
    if (ids.size < AT_ONCE) this.#version = version;
    return ids.size > 0 || removed ? { receiptIds: [...ids], removed } : undefined;
  }

  #newReceipts(): readonly number[] {
    const rows = this.#statements.receipts.all(this.#lastReceipt, AT_ONCE);
    const ids = rows.map(({ id }) => id as number);
    this.#lastReceipt = ids.at(-1) ?? this.#lastReceipt;
    return ids.filter((id) => !this.#ownReceipts.delete(id));
  }

  #newAttempts(): readonly number[] {
    const rows = this.#statements.attempts.all(this.#lastAttempt, AT_ONCE) as unknown as readonly {
      id: number;
      receiptId: number;
    }[];
    this.#lastAttempt = rows.at(-1)?.id ?? this.#lastAttempt;
    return rows.filter(({ id }) => !this.#ownAttempts.delete(id)).map(({ receiptId }) => receiptId);
  }

  #currentVersion(): unknown {
    return this.#statements.version.get()?.['data_version'];
  }

  #extent(): { readonly first: number; readonly last: number; readonly attempt: number } {
    const row = this.#statements.extent.get();
    const number = (name: string) => (row?.[name] as number | null | undefined) ?? 0;
    return { first: number('first'), last: number('last'), attempt: number('attempt') };
  }
}

/** The highest number of a set whose numbers were added in ascending order, if there is one. */
function lastOf(ascending: ReadonlySet<number>): readonly number[] {
  return [...ascending].slice(-1);
}
