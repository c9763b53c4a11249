import type { Roll } from '../rollState.ts';
import type { KeyValueStore } from '../storage.ts';

const journalKey = 'stripe.rolls';

/** The rolls that are not settled. A change is durable when its promise resolves. */
export class RollJournal {
  readonly #store: KeyValueStore;

  constructor(store: KeyValueStore) {
    this.#store = store;
  }

  /** The oldest first. */
  list(): readonly Roll[] {
    return Object.values(this.#entries()).sort((a, b) => a.startedAt - b.startedAt);
  }

  async put(roll: Roll): Promise<void> {
    await this.#store.update(journalKey, { ...this.#entries(), [roll.id]: roll });
  }

  async remove(id: string): Promise<void> {
    const entries = Object.entries(this.#entries()).filter(([key]) => key !== id);
    await this.#store.update(journalKey, Object.fromEntries(entries));
  }

  #entries(): Readonly<Record<string, Roll>> {
    return this.#store.get<Record<string, Roll>>(journalKey) ?? {};
  }
}
