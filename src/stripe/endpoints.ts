import { EventEmitter } from 'node:events';
import { abortable, call } from './client/call.ts';
import type { Connection } from './connection.ts';
import type { Connections } from './connections.ts';
import { apiOfId } from './endpoint.ts';
import type { Endpoint, EndpointChange, EndpointInput, EndpointListing, KnownEndpoints } from './endpoint.ts';
import { apiOfInput, validateEndpoint, validateInput } from './endpointInput.ts';
import type { Created, EndpointApi } from './endpoints/api.ts';
import { LastKnown } from './endpoints/lastKnown.ts';
import { merge } from './endpoints/merge.ts';
import { UnansweredKeys } from './endpoints/unansweredKeys.ts';
import { v1Api } from './endpoints/v1Api.ts';
import { v2Api } from './endpoints/v2Api.ts';
import { HumanError } from '../humanError.ts';
import type { SigningSecrets } from './signingSecrets.ts';
import type { KeyValueStore } from './storage.ts';
import { reasonOf } from './stripeError.ts';
import { sentence } from '../sentence.ts';

/**
 * An abort rejects with the signal's reason. It ends the waiting, not what was sent already: a change that still comes
 * through is told by `changed`, and the secret of an endpoint that is still created is kept.
 */
export interface CallOptions {
  readonly signal?: AbortSignal;
}

/**
 * The webhook endpoints and event destinations of a connection. What it gives is what Stripe says now, `lastKnown`
 * aside. Calls throw a `HumanError` when Stripe refuses or cannot be reached. `changed` says that a connection's
 * endpoints were changed from here.
 */
export class Endpoints extends EventEmitter<{ changed: [connectionId: string] }> {
  readonly #connections: Connections;
  readonly #signingSecrets: SigningSecrets;
  readonly #unanswered = new UnansweredKeys();
  readonly #lastKnown: LastKnown;

  /** Without a store nothing is remembered for `lastKnown`. */
  constructor(connections: Connections, signingSecrets: SigningSecrets, store?: KeyValueStore) {
    super();
    this.#connections = connections;
    this.#signingSecrets = signingSecrets;
    this.#lastKnown = new LastKnown(store);
    connections.on('changed', () => void this.#lastKnown.keepOnly(connections.list().map(({ id }) => id)));
  }

  /** All endpoints that the key may list, the newest first. */
  async list(connection: Connection, options: CallOptions = {}): Promise<readonly Endpoint[]> {
    return (await this.listing(connection, options)).endpoints;
  }

  /** All endpoints, and which could not be listed because the key may not. */
  async listing(connection: Connection, { signal }: CallOptions = {}): Promise<EndpointListing> {
    const read = async (api: Endpoint['api'], doing: string) =>
      call(doing, async () => (await this.#api(connection, api)).list(signal), signal);
    const [v1, v2] = await Promise.allSettled([
      read('v1', sentence`list the endpoints of ${connection.label}`),
      read('v2', sentence`list the event destinations of ${connection.label}`),
    ]);
    const listing = merge(v1, v2);
    await this.#lastKnown.keep(connection.id, listing.endpoints, Date.now());
    return listing;
  }

  /** The connection's list as it was when it was last read on this machine, or undefined. */
  lastKnown(connectionId: string): KnownEndpoints | undefined {
    const known = this.#lastKnown.get(connectionId);
    const secretKnown = (id: string) => this.#signingSecrets.known(connectionId, id);
    return (
      known && {
        ...known,
        endpoints: known.endpoints.map((endpoint) => ({
          ...endpoint,
          secretKnown: secretKnown(endpoint.id),
        })),
      }
    );
  }

  /** One endpoint as it is now. */
  async retrieve(connection: Connection, id: string, options: CallOptions = {}): Promise<Endpoint> {
    const read = async () => (await this.#api(connection, apiOfId(id))).retrieve(id);
    return call(sentence`read the endpoint ${id}`, read, options.signal);
  }

  /**
   * Creates an endpoint; its signing secret is stored before the promise resolves. When the answer was lost, calling
   * again with the same input gives the endpoint that was made, not a second one.
   */
  async create(connection: Connection, input: EndpointInput, options: CallOptions = {}): Promise<Endpoint> {
    refuse(validateInput(input, connection));
    return stoppable(() => this.#createAndKeep(connection, input), options);
  }

  async #createAndKeep(connection: Connection, input: EndpointInput): Promise<Endpoint> {
    const api = await this.#api(connection, apiOfInput(input));
    const created = await this.#create(connection, input, api);
    await this.#keepSecret(connection, created, input.url, api);
    this.emit('changed', connection.id);
    return input.disabled ? this.#pauseNew(connection, created) : created.shape();
  }

  /** Changes the given fields alone. */
  async update(
    connection: Connection,
    id: string,
    change: EndpointChange,
    options: CallOptions = {},
  ): Promise<Endpoint> {
    refuse(validateEndpoint(change, connection));
    if (change.name !== undefined && apiOfId(id) === 'v1')
      refuse(sentence`A webhook endpoint has no name; only an event destination has one.`);
    const update = (api: EndpointApi) => api.update(id, change);
    return stoppable(
      () => this.#change(connection, id, sentence`change the endpoint ${id}`, update),
      options,
    );
  }

  /** Stops delivery. What happens meanwhile is never sent to it. */
  pause(connection: Connection, id: string, options: CallOptions = {}): Promise<Endpoint> {
    const pause = (api: EndpointApi) => api.setDisabled(id, true);
    return stoppable(() => this.#change(connection, id, sentence`pause the endpoint ${id}`, pause), options);
  }

  /** Starts delivery again. */
  resume(connection: Connection, id: string, options: CallOptions = {}): Promise<Endpoint> {
    const resume = (api: EndpointApi) => api.setDisabled(id, false);
    return stoppable(
      () => this.#change(connection, id, sentence`resume the endpoint ${id}`, resume),
      options,
    );
  }

  /** Has Stripe send a `v2.core.event_destination.ping` event to a v2 destination; gives the event's id. */
  async ping(connection: Connection, id: string, options: CallOptions = {}): Promise<string> {
    if (apiOfId(id) === 'v1')
      refuse(
        sentence`Stripe can only ping event destinations; ${id} is a webhook endpoint, so trigger an event.`,
      );
    const send = async () => (await this.#connections.client(connection)).v2.core.eventDestinations.ping(id);
    return (await call(sentence`ping the endpoint ${id}`, send, options.signal)).id;
  }

  /** Deletes the endpoint and forgets its secrets; one that is gone already is no error. */
  async delete(connection: Connection, id: string, options: CallOptions = {}): Promise<void> {
    return stoppable(() => this.#delete(connection, id), options);
  }

  async #delete(connection: Connection, id: string): Promise<void> {
    await call(sentence`delete the endpoint ${id}`, async () => {
      const api = await this.#api(connection, apiOfId(id));
      try {
        await api.delete(id);
      } catch (error) {
        // Also how the SDK's own retry ends when the answer to a deletion was lost.
        if (reasonOf(error) !== 'not-found') throw error;
      }
    });
    await this.#signingSecrets.delete(connection.id, id);
    this.emit('changed', connection.id);
  }

  #create(connection: Connection, input: EndpointInput, api: EndpointApi): Promise<Created> {
    const key = this.#unanswered.keyFor(connection.id, input);
    return call(sentence`create the endpoint ${input.url}`, async () => {
      try {
        const created = await api.create(input, key);
        this.#unanswered.answered(key);
        return created;
      } catch (error) {
        if (!['offline', 'timeout'].includes(reasonOf(error))) this.#unanswered.answered(key);
        throw error;
      }
    });
  }

  async #change(
    connection: Connection,
    id: string,
    doing: string,
    change: (api: EndpointApi) => Promise<Endpoint>,
  ): Promise<Endpoint> {
    const changed = await call(doing, async () => change(await this.#api(connection, apiOfId(id))));
    this.emit('changed', connection.id);
    return changed;
  }

  async #pauseNew(connection: Connection, created: Created): Promise<Endpoint> {
    return this.#change(
      connection,
      created.id,
      sentence`pause the endpoint ${created.id}, which was created and is enabled`,
      (api) => api.setDisabled(created.id, true),
    );
  }

  /** An endpoint whose secret cannot be stored is taken back: Stripe never gives the secret again. */
  async #keepSecret(connection: Connection, created: Created, url: string, api: EndpointApi): Promise<void> {
    if (created.secret === undefined) return;
    try {
      await this.#signingSecrets.set(connection.id, created.id, created.secret);
    } catch (cause) {
      await call(sentence`delete the endpoint ${created.id}, whose secret could not be stored`, () =>
        api.delete(created.id),
      );
      throw new HumanError(
        sentence`The signing secret of ${url} could not be stored, so the endpoint was deleted again; check that this machine's keychain is unlocked and try again.`,
        'storage',
        { cause },
      );
    }
  }

  async #api(connection: Connection, api: Endpoint['api']): Promise<EndpointApi> {
    const client = await this.#connections.client(connection);
    const owner = {
      connectionId: connection.id,
      secretKnown: (id: string) => this.#signingSecrets.known(connection.id, id),
    };
    return api === 'v1' ? v1Api(client, owner) : v2Api(client, owner);
  }
}

async function stoppable<T>(work: () => Promise<T>, { signal }: CallOptions): Promise<T> {
  signal?.throwIfAborted();
  return abortable(work(), signal);
}

function refuse(problem: string | undefined): void {
  if (problem !== undefined) throw new HumanError(problem, 'input');
}
