import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { inTransaction } from './transaction.ts';

/** Receipts, and bytes of their bodies, that are dealt with in one transaction: few enough that an append hardly waits for it. */
const STEP = 100;
const STEP_BYTES = 1024 * 1024;

/**
 * What is derived from the receipts and follows behind them, so that acknowledging a receipt need not wait for it: it
 * is brought up to date in pauses and before it is asked. How far it has come stands in the file, in the same
 * transaction; several processes may take turns.
 */
export class Follower {
  readonly #database: DatabaseSync;
  readonly #name: string;
  readonly #take: (after: number, last: number) => void;
  readonly #statements: Readonly<Record<'done' | 'advance' | 'last' | 'step', StatementSync>>;

  /** `name` stands in the table `follower`; `take` deals with the receipts whose id is above `after`, up to `last`. */
  constructor(database: DatabaseSync, name: 'lookup' | 'text', take: (after: number, last: number) => void) {
    this.#database = database;
    this.#name = name;
    this.#take = take;
    this.#statements = {
      done: database.prepare('SELECT done FROM follower WHERE name = ?'),
      advance: database.prepare('UPDATE follower SET done = ? WHERE name = ?'),
      last: database.prepare('SELECT max(id) AS id FROM receipt'),
      step: database.prepare(
        `SELECT max(id) AS id FROM (
           SELECT id, sum(size) OVER (ORDER BY id) - size AS before
           FROM (SELECT id, size FROM receipt WHERE id > ? ORDER BY id LIMIT ${STEP})
         ) WHERE before < ${STEP_BYTES}`,
      ),
    };
  }

  /** About how many receipts are still to be dealt with. */
  get backlog(): number {
    const last = this.#statements.last.get()?.['id'] as number | null;
    return Math.max(0, (last ?? 0) - this.#done);
  }

  get #done(): number {
    return this.#statements.done.get(this.#name)?.['done'] as number;
  }

  /** Deals with some receipts; gives false when there are no more. */
  step(): boolean {
    if (this.#statements.step.get(this.#done)?.['id'] === null) return false;
    return inTransaction(this.#database, () => {
      const done = this.#done;
      const last = this.#statements.step.get(done)?.['id'] as number | null;
      if (last === null) return false;
      this.#take(done, last);
      this.#statements.advance.run(last, this.#name);
      return true;
    });
  }
}
