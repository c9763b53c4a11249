import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SandboxError } from '../sandboxError.ts';
import { StateDatabase } from './stateDatabase.ts';
import { sentence } from '../../sentence.ts';

/** Each step brings a file of the version before it up by one; a released step is never edited. */
const migrations: readonly string[] = [
  `
  CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

  CREATE TABLE endpoints (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    created INTEGER NOT NULL,
    url TEXT NOT NULL,
    description TEXT,
    enabled_events TEXT NOT NULL,
    metadata TEXT NOT NULL,
    api_version TEXT,
    connect INTEGER NOT NULL,
    status TEXT NOT NULL
  ) STRICT;

  CREATE TABLE secrets (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    endpoint_id TEXT NOT NULL REFERENCES endpoints (id) ON DELETE CASCADE,
    secret TEXT NOT NULL,
    expires_at INTEGER
  ) STRICT;
  CREATE INDEX secrets_endpoint ON secrets (endpoint_id);

  CREATE TABLE events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    kind TEXT NOT NULL,
    created INTEGER NOT NULL,
    account TEXT
  ) STRICT;
  CREATE INDEX events_created ON events (created);

  CREATE TABLE renderings (
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    api_version TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (event_id, api_version)
  ) STRICT;

  CREATE TABLE deliveries (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    endpoint_id TEXT NOT NULL,
    api_version TEXT NOT NULL,
    manual INTEGER NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    due_at INTEGER
  ) STRICT;
  CREATE INDEX deliveries_event ON deliveries (event_id, state);
  CREATE INDEX deliveries_due ON deliveries (due_at) WHERE state = 'pending';
  CREATE INDEX deliveries_endpoint ON deliveries (endpoint_id) WHERE state = 'pending';

  CREATE TABLE attempts (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    recipient TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    url TEXT NOT NULL,
    milliseconds REAL NOT NULL,
    status INTEGER,
    headers TEXT,
    body BLOB,
    error TEXT
  ) STRICT;
  CREATE INDEX attempts_event ON attempts (event_id);

  CREATE TABLE idempotency (
    key TEXT PRIMARY KEY,
    route TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    request_id TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;
  `,
  `
  ALTER TABLE endpoints ADD COLUMN destination TEXT;
  ALTER TABLE events ADD COLUMN object_id TEXT;
  ALTER TABLE events ADD COLUMN fetched BLOB;
  `,
  `
  CREATE TABLE objects (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    account TEXT,
    body TEXT NOT NULL,
    hidden TEXT,
    deleted INTEGER NOT NULL DEFAULT 0,
    UNIQUE (id, type)
  ) STRICT;
  CREATE INDEX objects_type ON objects (type, seq);
  `,
];

/**
 * Opens the sandbox's state, creating or upgrading it. One process at a time: another one's lock is a
 * SandboxError, as is a file that is not a database or was written by a newer version.
 */
export function openDatabase(file: string | undefined): StateDatabase {
  let database: DatabaseSync | undefined;
  try {
    if (file !== undefined) createPrivate(file);
    database = new DatabaseSync(file ?? ':memory:', { enableForeignKeyConstraints: true });
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    const state = new StateDatabase(database);
    migrate(state, file);
    return state;
  } catch (error) {
    database?.close();
    throw error instanceof SandboxError ? error : openError(error, file ?? ':memory:');
  }
}

/** For the user alone: it holds signing secrets. SQLite gives its other files the same mode. */
function createPrivate(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  closeSync(openSync(file, 'a', 0o600));
}

function migrate(database: StateDatabase, file: string | undefined): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
  if (version > migrations.length)
    throw new SandboxError(
      'data-file-refused',
      sentence`The sandbox's data (${file ?? ':memory:'}) was written by a newer version of this extension: update it, or reset the sandbox.`,
    );
  database.transaction(() => {
    for (const step of migrations.slice(version)) database.exec(step);
    database.exec(`PRAGMA user_version = ${migrations.length}`);
  });
}

/** SQLite's result codes, by what a person can do about them. Source: https://sqlite.org/rescode.html */
function openError(error: unknown, file: string): SandboxError {
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined;
  const cause = { cause: error };
  if (code === 5 || code === 6)
    return new SandboxError(
      'data-file-locked',
      sentence`The sandbox's data (${file}) is in use by another window or process: stop the sandbox there first.`,
      cause,
    );
  if (code === 11 || code === 26)
    return new SandboxError(
      'data-file-damaged',
      sentence`The sandbox's data (${file}) is damaged: move the file away and start the sandbox again.`,
      cause,
    );
  return new SandboxError(
    'data-file-refused',
    sentence`The sandbox's data (${file}) cannot be opened: check that its folder exists and is writable.`,
    cause,
  );
}
