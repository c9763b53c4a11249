import type { DatabaseSync } from 'node:sqlite';

/**
 * The steps from an empty file to today's schema; `user_version` counts those taken. Released steps are never
 * changed, new ones are added at the end.
 *
 * A receipt's facts and its content are apart, so that lists and filters read about 200 bytes an event whatever
 * the size of its body. Every index of `receipt` is named after its one column and, as all of SQLite's, ordered by id
 * within a value: a page of any filter is read off an index without sorting.
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
  `
  ALTER TABLE receipt ADD COLUMN request_id TEXT;
  ALTER TABLE receipt ADD COLUMN delivery INTEGER NOT NULL DEFAULT 0;
  UPDATE receipt SET request_id = (
    SELECT coalesce(
      json_extract(event, '$.reason.request.id'),
      iif(json_type(event, '$.request') = 'text', json_extract(event, '$.request'), NULL),
      json_extract(event, '$.request.id')
    )
    FROM (SELECT CAST(body AS TEXT) AS event FROM content WHERE receipt_id = id)
    WHERE json_valid(event)
  ) WHERE event_id IS NOT NULL;
  DROP INDEX receipt_event;
  CREATE INDEX receipt_event_id ON receipt (event_id) WHERE event_id IS NOT NULL;
  CREATE INDEX receipt_object_id ON receipt (object_id) WHERE object_id IS NOT NULL;
  CREATE INDEX receipt_request_id ON receipt (request_id) WHERE request_id IS NOT NULL;
  CREATE INDEX receipt_account ON receipt (account) WHERE account IS NOT NULL;
  CREATE INDEX receipt_event_type ON receipt (event_type);
  CREATE INDEX receipt_event_kind ON receipt (event_kind);
  CREATE INDEX receipt_object_type ON receipt (object_type);
  CREATE INDEX receipt_connection_id ON receipt (connection_id);
  CREATE INDEX receipt_endpoint_id ON receipt (endpoint_id);
  CREATE INDEX receipt_source ON receipt (source);
  CREATE INDEX receipt_verified ON receipt (verified);
  CREATE INDEX receipt_duplicate ON receipt (duplicate);
  CREATE INDEX receipt_delivery ON receipt (delivery);
  CREATE INDEX receipt_received_at ON receipt (received_at);
  CREATE TABLE attempt (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    receipt_id INTEGER NOT NULL REFERENCES receipt ON DELETE CASCADE,
    target TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    url TEXT NOT NULL,
    milliseconds REAL NOT NULL,
    delivered INTEGER NOT NULL,
    dead INTEGER NOT NULL,
    status INTEGER,
    error TEXT,
    headers TEXT,
    body BLOB
  ) STRICT;
  CREATE INDEX attempt_receipt_id ON attempt (receipt_id);
  CREATE INDEX attempt_started_at ON attempt (started_at, milliseconds);
  CREATE TABLE progress (indexed INTEGER NOT NULL) STRICT;
  INSERT INTO progress VALUES (0);
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
