import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { KeptPlace, Place } from '../../entry.ts';

/** Writes and reads how far the consumers of the journal have come. */
export class Places {
  readonly #statements: Readonly<Record<'keep' | 'of' | 'forget', StatementSync>>;

  constructor(database: DatabaseSync) {
    this.#statements = {
      keep: database.prepare('INSERT OR REPLACE INTO place (consumer, up_to, waiting) VALUES (?, ?, ?)'),
      of: database.prepare(
        `SELECT consumer, up_to AS upTo, waiting, max(0, ${nextId('up_to')} - up_to - 1) AS gone
         FROM place WHERE consumer = ?`,
      ),
      forget: database.prepare('DELETE FROM place WHERE consumer = ?'),
    };
  }

  /** To be called within a transaction. */
  keep({ consumer, upTo, waiting }: Place): void {
    this.#statements.keep.run(consumer, upTo, waiting);
  }

  of(consumer: string): KeptPlace | undefined {
    return this.#statements.of.get(consumer) as KeptPlace | undefined;
  }

  forget(consumer: string): void {
    this.#statements.forget.run(consumer);
  }
}

/** The id of the first receipt after a place, or else the one that comes next: ids count up without a gap. */
function nextId(place: string): string {
  return `coalesce(
    (SELECT min(id) FROM receipt WHERE id > ${place}),
    (SELECT seq + 1 FROM sqlite_sequence WHERE name = 'receipt'),
    0
  )`;
}
