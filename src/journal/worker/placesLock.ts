import { DatabaseSync } from 'node:sqlite';
import { isBusy } from './database.ts';

/**
 * Settles which of the processes that share a journal keeps the places of its consumers: if two did, each would give
 * its consumers what the other is giving them. It is a database of its own beside the file, because SQLite's locks are
 * the operating system's: it is held exactly as long as the process lives, however that ends.
 */
export class PlacesLock {
  readonly #path: string;
  #lock: DatabaseSync | undefined;

  constructor(journalFile: string) {
    this.#path = `${journalFile}.places`;
  }

  /** True when it is this one's, now or already. */
  hold(): boolean {
    if (this.#lock) return true;
    const lock = new DatabaseSync(this.#path);
    try {
      lock.exec('BEGIN EXCLUSIVE');
      this.#lock = lock;
      return true;
    } catch (error) {
      lock.close();
      if (isBusy(error)) return false;
      throw error;
    }
  }

  release(): void {
    this.#lock?.close();
    this.#lock = undefined;
  }
}
