import type { SQLInputValue } from 'node:sqlite';
import { readPage, type Page, type PageOf } from './page.ts';
import type { StateDatabase } from './stateDatabase.ts';

/** An API object as it is given to clients, ids in the place of what can be expanded. */
export type StripeObject = Readonly<Record<string, unknown>> & { readonly id: string };

/** An object with what the sandbox alone knows of it. */
export interface StoredObject {
  readonly object: StripeObject;
  /** The `object` value that it is kept under. */
  readonly type: string;
  /** The connected account it belongs to, or null for the sandbox's own. */
  readonly account: string | null;
  /** What no client sees, e.g. that a card is one that is always declined. */
  readonly hidden: Readonly<Record<string, unknown>>;
  /** Some objects can be retrieved after they were deleted. */
  readonly deleted: boolean;
}

/** How a list is narrowed: by the value at a dotted path, or a range of values. */
export interface ObjectFilter {
  readonly path: string;
  readonly operator: '=' | '!=' | '>' | '>=' | '<' | '<=' | 'contains';
  readonly value: string | number | boolean | null;
}

/** The objects that clients create, of every type. */
export class ObjectStore {
  private readonly database: StateDatabase;

  constructor(database: StateDatabase) {
    this.database = database;
  }

  insert({ object, type, account, hidden }: Omit<StoredObject, 'deleted'>): void {
    this.database
      .prepare('INSERT INTO objects (id, type, account, body, hidden) VALUES (?, ?, ?, ?, ?)')
      .run(object.id, type, account, JSON.stringify(object), JSON.stringify(hidden));
  }

  update({ object, type, hidden, deleted }: StoredObject): void {
    this.database
      .prepare('UPDATE objects SET body = ?, hidden = ?, deleted = ? WHERE id = ? AND type = ?')
      .run(JSON.stringify(object), JSON.stringify(hidden), deleted ? 1 : 0, object.id, type);
  }

  /** Also what was deleted and leaves a trace. */
  get(type: string, id: string): StoredObject | undefined {
    const row = this.database.prepare('SELECT * FROM objects WHERE id = ? AND type = ?').get(id, type);
    return row && fromRow(row);
  }

  delete(type: string, id: string): void {
    this.database.prepare('DELETE FROM objects WHERE id = ? AND type = ?').run(id, type);
  }

  /** The cursor of an object in its list. */
  sequenceOf(types: readonly string[], id: string): number | undefined {
    const rows = this.database.prepare('SELECT seq, type FROM objects WHERE id = ?').all(id);
    const row = rows.find((candidate) => types.includes(String(candidate['type'])));
    return row && Number(row['seq']);
  }

  /** Newest first, of any of the types. */
  page(
    types: readonly string[],
    account: string | null,
    filters: readonly ObjectFilter[],
    page: Page,
  ): PageOf<StoredObject> {
    const sql = [`type IN (${types.map(() => '?').join(', ')})`, 'account IS ?', 'deleted = 0'];
    const values: SQLInputValue[] = [...types, account];
    for (const filter of filters) {
      const condition = conditionOf(filter);
      sql.push(condition.sql);
      values.push(...condition.values);
    }
    const { items, hasMore } = readPage(this.database, 'objects', { sql, values }, page);
    return { items: items.map(fromRow), hasMore };
  }
}

function conditionOf({ path, operator, value }: ObjectFilter): { sql: string; values: SQLInputValue[] } {
  const at = `$.${path
    .split('.')
    .map((key) => (/^\d+$/.test(key) ? key : JSON.stringify(key)))
    .join('.')}`;
  if (operator === 'contains')
    return { sql: `instr(lower(json_extract(body, ?)), lower(?)) > 0`, values: [at, String(value)] };
  const bound = typeof value === 'boolean' ? Number(value) : value;
  if (operator === '=' || operator === '!=')
    return { sql: `json_extract(body, ?) IS ${operator === '!=' ? 'NOT ' : ''}?`, values: [at, bound] };
  return { sql: `json_extract(body, ?) ${operator} ?`, values: [at, bound] };
}

function fromRow(row: Readonly<Record<string, unknown>>): StoredObject {
  return {
    object: JSON.parse(String(row['body'])) as StripeObject,
    type: String(row['type']),
    account: row['account'] as string | null,
    hidden: JSON.parse(String(row['hidden'])) as Record<string, unknown>,
    deleted: row['deleted'] === 1,
  };
}
