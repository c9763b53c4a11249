import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import type { HumanError } from '../../humanError.ts';
import type { Connection } from '../../stripe/connection.ts';
import type { Connections } from '../../stripe/connections.ts';
import type { Endpoint } from '../../stripe/endpoint.ts';
import type { Endpoints } from '../../stripe/endpoints.ts';
import type { DeliveryWatch, FailingDeliveries } from '../../stripe/failingDeliveries.ts';
import { explain } from '../../stripe/stripeError.ts';
import { Lazily } from './lazily.ts';

/** What the endpoints view shows. */
export type EndpointListState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'error'; readonly error: HumanError }
  | {
      readonly kind: 'loaded';
      readonly endpoints: readonly Endpoint[];
      /** Why some are missing: the key may not read them all. */
      readonly incomplete?: HumanError;
      /** Set while the account cannot be reached: when the list was read, in milliseconds since the Unix epoch. */
      readonly staleSince?: number;
    };

/**
 * The active connection's endpoints: fetched on request, after changes, and when the connection is switched. After
 * each fetch it is looked up which of them fail to take their events, while somebody sees them.
 */
export class EndpointList implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #connections: Connections;
  readonly #watch: Lazily<DeliveryWatch>;
  readonly #endpoints: Endpoints;
  #state: EndpointListState = { kind: 'loading' };
  #failing: ReadonlyMap<string, FailingDeliveries> = new Map();
  #fetch: AbortController | undefined;
  #refreshing: Promise<void> | undefined;
  #lookAgain: NodeJS.Timeout | undefined;
  #isShown = false;

  constructor(connections: Connections, endpoints: Endpoints) {
    this.#connections = connections;
    this.#endpoints = endpoints;
    this.#watch = new Lazily(async () => {
      const { DeliveryWatch } = await import('../../stripe/failingDeliveries.ts');
      return new DeliveryWatch(connections);
    });
  }

  /** What is known now. */
  get state(): EndpointListState {
    return this.#state;
  }

  /** The connection whose endpoints these are. */
  get connection(): Connection {
    return this.#connections.active;
  }

  /** What an endpoint did not take lately; undefined when all is well or nothing is known. */
  failing({ id }: Endpoint): FailingDeliveries | undefined {
    return this.#failing.get(id);
  }

  /** The endpoints, fetched if they are not there yet; throws a `HumanError` when they can't be had. */
  async loaded(): Promise<readonly Endpoint[]> {
    if (this.#state.kind !== 'loaded') await this.refresh();
    if (this.#state.kind === 'loaded') return this.#state.endpoints;
    return this.#endpoints.list(this.connection);
  }

  /**
   * Fetches the list anew; a fetch that is overtaken by a newer one resolves with that one. With `asked`, because a
   * person wants to know how things are now, Stripe is asked for failing deliveries even if that was done just before.
   */
  refresh(asked?: 'asked'): Promise<void> {
    this.#refreshing = this.#refresh(asked === 'asked');
    return this.#refreshing;
  }

  /** Tells whether somebody sees the endpoints. */
  shown(isShown: boolean): void {
    this.#isShown = isShown;
    if (isShown) void this.refresh();
    else clearTimeout(this.#lookAgain);
  }

  async #refresh(anew: boolean): Promise<void> {
    this.#fetch?.abort();
    clearTimeout(this.#lookAgain);
    const fetch = (this.#fetch = new AbortController());
    if (this.#state.kind !== 'loaded') this.#set({ kind: 'loading' });
    const state = await this.#fetchState(fetch.signal);
    if (this.#fetch !== fetch) return this.#refreshing;
    if (fetch.signal.aborted) return;
    this.#set(state);
    if (state.kind === 'loaded' && state.staleSince === undefined)
      void this.#lookForFailures(state.endpoints, fetch.signal, anew);
  }

  /** Forgets the list of another connection and fetches the active one's. */
  async switched(): Promise<void> {
    this.#failing = new Map();
    this.#set({ kind: 'loading' });
    await this.refresh();
  }

  dispose(): void {
    this.#fetch?.abort();
    clearTimeout(this.#lookAgain);
    this.#changed.dispose();
  }

  async #fetchState(signal: AbortSignal): Promise<EndpointListState> {
    try {
      return { kind: 'loaded', ...(await this.#endpoints.listing(this.connection, { signal })) };
    } catch (error) {
      const explained = explain(error, vscode.l10n.t('list the webhook endpoints'));
      const known = this.#endpoints.lastKnown(this.connection.id);
      // Out of reach is no reason to show nothing; a refused key is.
      if (known && ['offline', 'timeout'].includes(explained.reason) && this.connection.kind === 'account')
        return { kind: 'loaded', endpoints: known.endpoints, staleSince: known.at };
      return { kind: 'error', error: explained };
    }
  }

  async #lookForFailures(endpoints: readonly Endpoint[], signal: AbortSignal, anew = false): Promise<void> {
    if (!this.#isShown) return;
    const watch = await this.#watch.get();
    // A key that may not read events merely leaves this unknown.
    const health = await watch.health(this.connection, endpoints, { anew, signal }).catch(() => undefined);
    if (!health || signal.aborted) return;
    if (health.againAt !== undefined && this.#isShown) {
      const again = () => void this.#lookForFailures(endpoints, signal);
      this.#lookAgain = setTimeout(again, Math.max(0, health.againAt - Date.now()));
    }
    if (isDeepStrictEqual(health.failing, this.#failing)) return;
    this.#failing = health.failing;
    this.#changed.fire();
  }

  #set(state: EndpointListState): void {
    if (isDeepStrictEqual(state, this.#state)) return;
    this.#state = state;
    this.#changed.fire();
  }
}
