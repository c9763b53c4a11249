import type { Endpoint, KnownEndpoints } from '../endpoint.ts';
import type { KeyValueStore } from '../storage.ts';

type Lists = Readonly<Record<string, KnownEndpoints>>;

const listsKey = 'stripe.lastEndpoints';

/** The last list of each connection that could be read, for when Stripe cannot be reached. Endpoints hold no secret. */
export class LastKnown {
  readonly #store: KeyValueStore | undefined;

  constructor(store: KeyValueStore | undefined) {
    this.#store = store;
  }

  /** The connection's last list, or undefined. */
  get(connectionId: string): KnownEndpoints | undefined {
    return this.#lists()[connectionId];
  }

  /** Keeps a list. What cannot be kept is only missing later, so it never fails. */
  keep(connectionId: string, endpoints: readonly Endpoint[], at: number): Promise<void> {
    return this.#save({ ...this.#lists(), [connectionId]: { endpoints, at } });
  }

  /** Forgets the lists of connections that are not there any more. */
  async keepOnly(connectionIds: readonly string[]): Promise<void> {
    const lists = Object.entries(this.#lists());
    const kept = lists.filter(([id]) => connectionIds.includes(id));
    if (kept.length < lists.length) await this.#save(Object.fromEntries(kept));
  }

  async #save(lists: Lists): Promise<void> {
    try {
      await this.#store?.update(listsKey, lists);
    } catch {
      // The list itself was read and is shown; only the next offline start lacks it.
    }
  }

  #lists(): Lists {
    return this.#store?.get<Lists>(listsKey) ?? {};
  }
}
