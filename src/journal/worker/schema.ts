import type { DatabaseSync } from 'node:sqlite';

/**
 * The steps from an empty file to today's schema; `user_version` counts those taken. Released steps are never
 * changed, new ones are added at the end.
 *
 * A receipt's facts and its content are apart, so that lists and filters read about 200 bytes an event whatever
 * the size of its body. Type, object and account have no index of their own: reading the narrow table through takes
 * about as long as ten index entries would have cost every insert.
 */
const migrations: readonly string[] = [
  `
  CREATE TABLE receipt (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    received_at INTEGER NOT NULL,
    source TEXT NOT NULL,
    path TEXT NOT NULL,
    verified INTEGER NOT NULL,
    connection_id TEXT,
    endpoint_id TEXT,
    signed_at INTEGER,
    rejection TEXT,
    event_id TEXT,
    event_type TEXT,
    event_kind TEXT,
    event_created REAL,
    livemode INTEGER,
    api_version TEXT,
    object_id TEXT,
    object_type TEXT,
    account TEXT,
    size INTEGER NOT NULL,
    duplicate INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX receipt_event ON receipt (event_id) WHERE event_id IS NOT NULL;
  CREATE TABLE content (
    receipt_id INTEGER PRIMARY KEY REFERENCES receipt ON DELETE CASCADE,
    headers TEXT NOT NULL,
    body BLOB NOT NULL
  ) STRICT;
  `,
];

/** Thrown for a file of a newer version of this extension, which must not be touched. */
export class NewerSchema extends Error {}

/** Brings a database to today's schema; several processes may do so at once. */
export function migrate(database: DatabaseSync): void {
  if (versionOf(database) === migrations.length) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    const version = versionOf(database);
    if (version > migrations.length) throw new NewerSchema();
    for (const step of migrations.slice(version)) database.exec(step);
    database.exec(`PRAGMA user_version = ${migrations.length}`);
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function versionOf(database: DatabaseSync): number {
  return database.prepare('PRAGMA user_version').get()?.['user_version'] as number;
}
