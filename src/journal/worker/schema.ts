import type { DatabaseSync } from 'node:sqlite';

/**
 * The steps from an empty file to today's schema; `user_version` counts those taken. Released steps are never
 * changed, new ones are added at the end.
 *
 * A receipt's facts and its content are apart, so that lists read about 200 bytes an event whatever the size of its
 * body. The columns that filters look at stand again in `lookup`, each with an index named after it; as all of
 * SQLite's it is ordered by id within a value, so that a page is read off it without sorting. Kept up in the same
 * transaction as the receipt, these indexes would double its cost; so they follow behind, see `follower.ts`.
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
  ALTER TABLE receipt ADD COLUMN imported_at INTEGER;
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
  CREATE TABLE lookup (
    id INTEGER PRIMARY KEY REFERENCES receipt ON DELETE CASCADE,
    received_at INTEGER NOT NULL,
    source TEXT NOT NULL,
    verified INTEGER NOT NULL,
    duplicate INTEGER NOT NULL,
    delivery INTEGER NOT NULL,
    connection_id TEXT,
    endpoint_id TEXT,
    event_id TEXT,
    event_type TEXT,
    event_kind TEXT,
    object_id TEXT,
    object_type TEXT,
    account TEXT,
    request_id TEXT
  ) STRICT;
  CREATE INDEX lookup_received_at ON lookup (received_at);
  CREATE INDEX lookup_source ON lookup (source);
  CREATE INDEX lookup_verified ON lookup (verified);
  CREATE INDEX lookup_duplicate ON lookup (duplicate);
  CREATE INDEX lookup_delivery ON lookup (delivery);
  CREATE INDEX lookup_connection_id ON lookup (connection_id);
  CREATE INDEX lookup_endpoint_id ON lookup (endpoint_id);
  CREATE INDEX lookup_event_id ON lookup (event_id);
  CREATE INDEX lookup_event_type ON lookup (event_type);
  CREATE INDEX lookup_event_kind ON lookup (event_kind);
  CREATE INDEX lookup_object_id ON lookup (object_id) WHERE object_id IS NOT NULL;
  CREATE INDEX lookup_object_type ON lookup (object_type) WHERE object_type IS NOT NULL;
  CREATE INDEX lookup_account ON lookup (account) WHERE account IS NOT NULL;
  CREATE INDEX lookup_request_id ON lookup (request_id) WHERE request_id IS NOT NULL;
  CREATE TABLE follower (name TEXT PRIMARY KEY, done INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  INSERT INTO follower VALUES ('lookup', 0), ('text', 0);
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
  `,
  `
  ALTER TABLE receipt ADD COLUMN run_id TEXT;
  ALTER TABLE receipt ADD COLUMN run_kind TEXT;
  ALTER TABLE receipt ADD COLUMN run_name TEXT;
  ALTER TABLE receipt ADD COLUMN run_step INTEGER;
  ALTER TABLE receipt ADD COLUMN run_steps INTEGER;
  ALTER TABLE lookup ADD COLUMN run_id TEXT;
  CREATE INDEX lookup_run_id ON lookup (run_id) WHERE run_id IS NOT NULL;
  `,
  `
  CREATE TABLE place (
    consumer TEXT PRIMARY KEY,
    up_to INTEGER NOT NULL,
    waiting TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
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
