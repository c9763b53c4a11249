import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Filters make a few dozen different statements; many more would be a leak. */
const maximumStatements = 200;

/** A database that compiles each SQL text once, and runs transactions. */
export class StateDatabase {
  private readonly database: DatabaseSync;
  private inTransaction = false;
  private readonly statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.database = database;
  }

  prepare(sql: string): StatementSync {
    let statement = this.statements.get(sql);
    if (!statement) {
      if (this.statements.size >= maximumStatements) this.statements.clear();
      statement = this.database.prepare(sql);
      this.statements.set(sql, statement);
    }
    return statement;
  }

  exec(sql: string): void {
    this.database.exec(sql);
  }

  /** Runs `work` as one transaction: all of it is kept, or on an error none. One within another is part of it. */
  transaction<T>(work: () => T): T {
    if (this.inTransaction) return work();
    this.prepare('BEGIN IMMEDIATE').run();
    this.inTransaction = true;
    try {
      const result = work();
      this.prepare('COMMIT').run();
      return result;
    } catch (error) {
      this.prepare('ROLLBACK').run();
      throw error;
    } finally {
      this.inTransaction = false;
    }
  }

  close(): void {
    this.statements.clear();
    this.database.close();
  }
}
