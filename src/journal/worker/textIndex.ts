import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Receipts that are indexed in one transaction. */
const STEP = 200;

/**
 * The full-text index of the bodies. It holds no copy of them, and it follows behind: receipts are acknowledged
 * without waiting for it, and it is brought up to date in pauses and before it is asked.
 */
export class TextIndex {
  readonly #database: DatabaseSync;
  readonly #statements: ReturnType<typeof prepare>;

  /** Makes the index when the file has none yet. Throws when this build of SQLite has no FTS5. */
  constructor(database: DatabaseSync) {
    this.#database = database;
    // Ids with their underscore are one word. `contentless_delete` came with SQLite 3.43.
    database.exec(`
      CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5 (
        body, content = '', contentless_delete = 1, tokenize = "unicode61 tokenchars '_'"
      )`);
    this.#statements = prepare(database);
  }

  /** Indexes some of the receipts that are not yet; gives false when there was none left. */
  step(): boolean {
    const { pending, add, advance } = this.#statements;
    if (pending.all(1).length === 0) return false;
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const rows = pending.all(STEP) as unknown as readonly { id: number; body: Uint8Array }[];
      for (const { id, body } of rows) add.run(id, searchable(body));
      const last = rows.at(-1);
      if (last) advance.run(last.id);
      this.#database.exec('COMMIT');
      return rows.length === STEP;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}

function prepare(database: DatabaseSync): Readonly<Record<'pending' | 'add' | 'advance', StatementSync>> {
  return {
    pending: database.prepare(
      `SELECT receipt_id AS id, body FROM content
       WHERE receipt_id > (SELECT indexed FROM progress) ORDER BY receipt_id LIMIT ?`,
    ),
    add: database.prepare('INSERT INTO search (rowid, body) VALUES (?, ?)'),
    advance: database.prepare('UPDATE progress SET indexed = ?'),
  };
}

/** A body as it reads: JSON's escapes would glue letters to words. */
function searchable(body: Uint8Array): string {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
  if (!text.includes('\\')) return text;
  return text.replace(/\\u([0-9a-f]{4})|\\./gi, (escape, code: string | undefined) =>
    code === undefined
      ? escape === '\\"' || escape === '\\\\' || escape === '\\/'
        ? (escape[1] ?? ' ')
        : ' '
      : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** What FTS5 is to look for; undefined when the text has no word. Each word may be the beginning of one. */
export function matchOf(text: string): string | undefined {
  const terms = [...text.matchAll(/"([^"]*)"?|[^\s"]+/g)]
    .filter(([term]) => /[\p{L}\p{N}_]/u.test(term))
    .map(([term, phrase]) => (phrase === undefined ? `"${term}" *` : `"${phrase}"`));
  return terms.length > 0 ? terms.join(' ') : undefined;
}
