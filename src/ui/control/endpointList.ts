import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import type { HumanError } from '../../humanError.ts';
import type { Connection } from '../../stripe/connection.ts';
import type { Connections } from '../../stripe/connections.ts';
import type { Endpoint } from '../../stripe/endpoint.ts';
import type { Endpoints } from '../../stripe/endpoints.ts';
import { explain } from '../../stripe/stripeError.ts';

/** What the endpoints view shows. */
export type EndpointListState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'error'; readonly error: HumanError }
  | {
      readonly kind: 'loaded';
      readonly endpoints: readonly Endpoint[];
      /** Set while the account cannot be reached: when the list was read, in milliseconds since the Unix epoch. */
      readonly staleSince?: number;
    };

/** The active connection's endpoints: fetched on request, after changes, and when the connection is switched. */
export class EndpointList implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #connections: Connections;
  readonly #endpoints: Endpoints;
  #state: EndpointListState = { kind: 'loading' };
  #fetch: AbortController | undefined;
  #refreshing: Promise<void> | undefined;

  constructor(connections: Connections, endpoints: Endpoints) {
    this.#connections = connections;
    this.#endpoints = endpoints;
  }

  /** What is known now. */
  get state(): EndpointListState {
    return this.#state;
  }

  /** The connection whose endpoints these are. */
  get connection(): Connection {
    return this.#connections.active;
  }

  /** The endpoints, fetched if they are not there yet; throws a `HumanError` when they can't be had. */
  async loaded(): Promise<readonly Endpoint[]> {
    if (this.#state.kind !== 'loaded') await this.refresh();
    if (this.#state.kind === 'loaded') return this.#state.endpoints;
    return this.#endpoints.list(this.connection);
  }

  /** Fetches the list anew; one that is overtaken by a newer fetch resolves with that one. */
  refresh(): Promise<void> {
    this.#refreshing = this.#refresh();
    return this.#refreshing;
  }

  async #refresh(): Promise<void> {
    this.#fetch?.abort();
    const fetch = (this.#fetch = new AbortController());
    if (this.#state.kind !== 'loaded') this.#set({ kind: 'loading' });
    const state = await this.#fetchState(fetch.signal);
    if (this.#fetch !== fetch) await this.#refreshing;
    else if (!fetch.signal.aborted) this.#set(state);
  }

  /** Forgets the list of another connection and fetches the active one's. */
  async switched(): Promise<void> {
    this.#set({ kind: 'loading' });
    await this.refresh();
  }

  dispose(): void {
    this.#fetch?.abort();
    this.#changed.dispose();
  }

  async #fetchState(signal: AbortSignal): Promise<EndpointListState> {
    try {
      return { kind: 'loaded', endpoints: await this.#endpoints.list(this.connection, { signal }) };
    } catch (error) {
      const explained = explain(error, 'list the webhook endpoints');
      const known = this.#endpoints.lastKnown(this.connection.id);
      // Out of reach is no reason to show nothing; a refused key is.
      if (known && ['offline', 'timeout'].includes(explained.reason) && this.connection.kind === 'account')
        return { kind: 'loaded', endpoints: known.endpoints, staleSince: known.at };
      return { kind: 'error', error: explained };
    }
  }

  #set(state: EndpointListState): void {
    if (isDeepStrictEqual(state, this.#state)) return;
    this.#state = state;
    this.#changed.fire();
  }
}
