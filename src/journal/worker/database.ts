import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { migrate } from './schema.ts';

/** How long to wait for another window's commit, in milliseconds. */
const BUSY_TIMEOUT = 5_000;

/** Pages (of 8 KiB) in the write-ahead log after which even a busy journal takes the time to move them to the file. */
const LOG_PAGES = 8_000;

/** SQLite's primary result codes that mean "this file is not, or no longer, a database". Source: https://www.sqlite.org/rescode.html */
const SQLITE_BUSY = 5;
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;
const SQLITE_CORRUPT_VTAB = 267;
/** Of constraints SQLite gives an extended code; this one alone comes from deleting in a damaged full-text index. */
const SQLITE_CONSTRAINT = 19;

/** Opens the file, made and brought to today's schema when need be. Throws what SQLite throws. */
export function openDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  try {
    database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT}`);
    // Only a new file takes the page size: three events of usual size fit on a page of 8 KiB, on the default 4 KiB one.
    database.exec('PRAGMA page_size = 8192');
    useWriteAheadLog(database);
    // In WAL mode NORMAL keeps every commit when the process is killed and the file whole when the machine loses
    // power. FULL would also keep the last commits before a power cut, for one fsync a commit (0.4 ms on an SSD
    // here, 20 ms and more on others); Stripe keeps events for 30 days, so that those few can be had again.
    database.exec('PRAGMA synchronous = NORMAL');
    database.exec(`PRAGMA wal_autocheckpoint = ${LOG_PAGES}`);
    migrate(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** True when SQLite says that the file is damaged or was never a database. */
export function isDamage(error: unknown): boolean {
  const code = primaryCode(error);
  return code === SQLITE_CORRUPT || code === SQLITE_NOTADB;
}

/** True when only the full-text index is damaged, which can be made again. */
export function isTextIndexDamage(error: unknown): boolean {
  const code = error instanceof Error && 'errcode' in error ? error.errcode : undefined;
  return code === SQLITE_CORRUPT_VTAB || code === SQLITE_CONSTRAINT;
}

/** True when another process held the file for too long. */
export function isBusy(error: unknown): boolean {
  return primaryCode(error) === SQLITE_BUSY;
}

/**
 * Runs `work` while no other process opens the file or sets it aside: a file and its log are two files, and between
 * the moves of the one and the other, somebody else's new file would lose its log. What SQLite locks it unlocks when a
 * process is killed, too, so the lock is a database of its own beside the file.
 */
export function whileNobodyElseOpens<T>(file: string, work: () => T): T {
  mkdirSync(dirname(file), { recursive: true });
  const lock = new DatabaseSync(`${file}.lock`);
  try {
    lock.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT}`);
    lock.exec('BEGIN EXCLUSIVE');
    return work();
  } finally {
    lock.close();
  }
}

/** Moves a damaged file and its companions out of the way, and gives its new name. */
export function setAside(file: string): string {
  const aside = `${file}.damaged-${new Date().toISOString().replace(/[:.]/g, '-')}`;
  for (const companion of ['', '-wal', '-shm']) {
    if (existsSync(file + companion)) renameSync(file + companion, aside + companion);
  }
  return aside;
}

/** SQLite does not wait for its busy time-out when two processes switch a new file to WAL at the same moment. */
function useWriteAheadLog(database: DatabaseSync): void {
  const deadline = Date.now() + BUSY_TIMEOUT;
  for (;;) {
    try {
      database.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (!isBusy(error) || Date.now() > deadline) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}

function primaryCode(error: unknown): number | undefined {
  const code = error instanceof Error && 'errcode' in error ? error.errcode : undefined;
  return typeof code === 'number' ? code & 0xff : undefined;
}
