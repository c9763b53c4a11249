import { statSync } from 'node:fs';
import { isDamage, isTextIndexDamage, openDatabase, setAside, whileNobodyElseOpens } from './database.ts';
import { Store } from './store.ts';
import { forgetTextIndex } from './text/textIndex.ts';

/** The journal's file: opened, and replaced by a new one when it turns out to be damaged. */
export class DatabaseFile {
  readonly path: string;
  /** How often it was opened: once, and again whenever something damaged was replaced. */
  opened = 0;
  readonly #onSetAside: (aside: string) => void;
  #store: Store;
  /** Which file was opened: another process may have set it aside since. */
  #identity: string | undefined;

  /** Opens the file; a damaged one is set aside. Throws when it cannot be used. */
  constructor(path: string, onSetAside: (aside: string) => void) {
    this.path = path;
    this.#onSetAside = onSetAside;
    this.#store = this.#open();
  }

  /** Runs `work`; when the file turns out to be damaged, once more on what takes its place. */
  use<T>(work: (store: Store) => T): T {
    try {
      return work(this.#store);
    } catch (error) {
      if (!this.mend(error)) throw error;
      return work(this.#store);
    }
  }

  /** When an error tells of damage, replaces what is damaged: the full-text index, or the file, which is set aside. */
  mend(error: unknown): boolean {
    if (isTextIndexDamage(error)) this.#remakeTextIndex();
    else if (isDamage(error)) this.#startAnew();
    else return false;
    return true;
  }

  close(): void {
    this.#store.close();
  }

  #startAnew(): void {
    this.#store = whileNobodyElseOpens(this.path, () => {
      this.#store.close();
      return this.#replace();
    });
  }

  #open(): Store {
    return whileNobodyElseOpens(this.path, () => {
      try {
        return this.#openStore();
      } catch (error) {
        if (!isDamage(error)) throw error;
        return this.#replace();
      }
    });
  }

  /** Another window may have replaced the damaged file already; its new one must not be set aside as well. */
  #replace(): Store {
    const isStillThere = this.#identity === identityOf(this.path);
    const aside = isStillThere ? setAside(this.path) : undefined;
    const store = this.#openStore();
    if (aside !== undefined) this.#onSetAside(aside);
    return store;
  }

  #openStore(): Store {
    this.#identity = identityOf(this.path);
    const database = openDatabase(this.path);
    try {
      this.#identity ??= identityOf(this.path);
      this.opened++;
      return new Store(database);
    } catch (error) {
      database.close();
      throw error;
    }
  }

  #remakeTextIndex(): void {
    this.#store.close();
    const database = openDatabase(this.path);
    try {
      forgetTextIndex(database);
    } finally {
      database.close();
    }
    this.#store = this.#openStore();
  }
}

/** Tells files apart that bear the same name one after the other. */
function identityOf(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat && `${stat.dev}:${stat.ino}`;
}
