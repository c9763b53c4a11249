import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Which of the oldest receipts may go; without a condition, all. */
export interface DeletionLimit {
  /** Only those received, or imported, before this time in milliseconds since the Unix epoch. */
  readonly journalledBefore?: number;
  /** Only those with an id up to this one. */
  readonly upTo?: number;
}

/** Deletes receipts with all that belongs to them; to be called within a transaction. */
export class Deletion {
  readonly #statements: Readonly<Record<'oldest' | 'delete' | 'forget', StatementSync>>;

  /** `hasTextIndex` tells whether this build of SQLite can take receipts out of the text index. */
  constructor(database: DatabaseSync, hasTextIndex: boolean) {
    this.#statements = {
      oldest: database.prepare(
        'SELECT id, coalesce(imported_at, received_at) AS at FROM receipt ORDER BY id LIMIT ?',
      ),
      // The other tables follow by their foreign keys.
      delete: database.prepare('DELETE FROM receipt WHERE id <= ?'),
      forget: database.prepare(
        hasTextIndex ? 'DELETE FROM search WHERE rowid = ?' : 'SELECT 1 WHERE ? IS NULL',
      ),
    };
  }

  /** Deletes up to `count` receipts, the oldest first, and gives their number. */
  deleteOldest(count: number, { journalledBefore = Infinity, upTo = Infinity }: DeletionLimit): number {
    const oldest = this.#statements.oldest.all(count) as unknown as readonly { id: number; at: number }[];
    const kept = oldest.findIndex(({ id, at }) => id > upTo || at >= journalledBefore);
    const gone = kept < 0 ? oldest : oldest.slice(0, kept);
    const last = gone.at(-1);
    if (!last) return 0;
    for (const { id } of gone) this.#statements.forget.run(id);
    this.#statements.delete.run(last.id);
    return gone.length;
  }
}
