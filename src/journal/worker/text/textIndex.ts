import type { DatabaseSync } from 'node:sqlite';
import { Follower } from '../follower.ts';
import { searchable } from './match.ts';

/** Whether this build of SQLite has full-text indexes. */
export function hasFts5(database: DatabaseSync): boolean {
  const row = database.prepare("SELECT sqlite_compileoption_used('ENABLE_FTS5') AS used").get();
  return row?.['used'] === 1;
}

/**
 * Makes the full-text index of the bodies when the file has none yet, and gives what keeps it up to date. The index
 * holds no copy of the bodies.
 */
export function textFollower(database: DatabaseSync): Follower {
  // Ids with their underscore are one word.
  database.exec(`
    CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5 (
      body, content = '', contentless_delete = 1, tokenize = "unicode61 tokenchars '_'"
    )`);
  const bodies = database.prepare(
    'SELECT receipt_id AS id, body FROM content WHERE receipt_id > ? AND receipt_id <= ? ORDER BY receipt_id',
  );
  const add = database.prepare('INSERT INTO search (rowid, body) VALUES (?, ?)');
  return new Follower(database, 'text', (after, last) => {
    for (const { id, body } of bodies.iterate(after, last) as Iterable<{ id: number; body: Uint8Array }>)
      add.run(id, searchable(body));
  });
}

/** Takes a damaged index out of the file; it is made anew when the file is opened. */
export function forgetTextIndex(database: DatabaseSync): void {
  database.exec("DROP TABLE search; UPDATE follower SET done = 0 WHERE name = 'text'");
}
