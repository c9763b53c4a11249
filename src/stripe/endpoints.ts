import { EventEmitter } from 'node:events';
import type { Stripe } from 'stripe';
import { call } from './client/call.ts';
import type { Connection } from './connection.ts';
import type { Connections } from './connections.ts';
import type { Endpoint, EndpointChange, EndpointInput } from './endpoint.ts';
import { validateEndpoint } from './endpointInput.ts';
import { fromV1 } from './endpoints/fromV1.ts';
import { toCreateParams, toUpdateParams } from './endpoints/toV1.ts';
import { UnansweredKeys } from './endpoints/unansweredKeys.ts';
import { HumanError } from '../humanError.ts';
import type { SigningSecrets } from './signingSecrets.ts';
import { reasonOf } from './stripeError.ts';

/** For calls that only read: an abort rejects with the signal's reason. */
export interface ReadOptions {
  readonly signal?: AbortSignal;
}

/**
 * The webhook endpoints of a connection. Nothing is cached: what it gives is what Stripe says now.
 * Calls throw a `HumanError` when Stripe refuses or cannot be reached. `changed` says that a connection's endpoints
 * were changed from here.
 */
export class Endpoints extends EventEmitter<{ changed: [connectionId: string] }> {
  readonly #connections: Connections;
  readonly #signingSecrets: SigningSecrets;
  readonly #unanswered = new UnansweredKeys();

  constructor(connections: Connections, signingSecrets: SigningSecrets) {
    super();
    this.#connections = connections;
    this.#signingSecrets = signingSecrets;
  }

  /** All endpoints, the newest first. */
  async list(connection: Connection, options: ReadOptions = {}): Promise<readonly Endpoint[]> {
    const read = async () => {
      const client = await this.#connections.client(connection);
      const found: Endpoint[] = [];
      for await (const raw of client.webhookEndpoints.list({ limit: 100 })) {
        options.signal?.throwIfAborted();
        found.push(this.#shape(raw, connection));
      }
      return found;
    };
    return call(`list the endpoints of ${connection.label}`, read, options.signal);
  }

  /** One endpoint as it is now. */
  async retrieve(connection: Connection, id: string, options: ReadOptions = {}): Promise<Endpoint> {
    const read = async () => (await this.#connections.client(connection)).webhookEndpoints.retrieve(id);
    return this.#shape(await call(`read the endpoint ${id}`, read, options.signal), connection);
  }

  /**
   * Creates an endpoint; its signing secret is stored before the promise resolves. When the answer was lost, calling
   * again with the same input gives the endpoint that was made, not a second one.
   */
  async create(connection: Connection, input: EndpointInput): Promise<Endpoint> {
    refuse(validateEndpoint(input, connection));
    const client = await this.#connections.client(connection);
    const params = toCreateParams(input);
    const idempotencyKey = this.#unanswered.keyFor(connection.id, params);
    const raw = await call(`create the endpoint ${input.url}`, async () => {
      try {
        const created = await client.webhookEndpoints.create(params, { idempotencyKey });
        this.#unanswered.answered(idempotencyKey);
        return created;
      } catch (error) {
        if (!['offline', 'timeout'].includes(reasonOf(error))) this.#unanswered.answered(idempotencyKey);
        throw error;
      }
    });
    await this.#keepSecret(client, connection, raw);
    this.emit('changed', connection.id);
    return this.#shape(raw, connection);
  }

  /** Changes the given fields alone. */
  async update(connection: Connection, id: string, change: EndpointChange): Promise<Endpoint> {
    refuse(validateEndpoint(change, connection));
    return this.#update(connection, id, `change the endpoint ${id}`, toUpdateParams(change));
  }

  /** Stops delivery. What happens meanwhile is never sent to it. */
  pause(connection: Connection, id: string): Promise<Endpoint> {
    return this.#update(connection, id, `pause the endpoint ${id}`, { disabled: true });
  }

  /** Starts delivery again. */
  resume(connection: Connection, id: string): Promise<Endpoint> {
    return this.#update(connection, id, `resume the endpoint ${id}`, { disabled: false });
  }

  /** Deletes the endpoint and forgets its secrets; one that is gone already is no error. */
  async delete(connection: Connection, id: string): Promise<void> {
    await call(`delete the endpoint ${id}`, async () => {
      const client = await this.#connections.client(connection);
      try {
        await client.webhookEndpoints.del(id);
      } catch (error) {
        // Also how the SDK's own retry ends when the answer to a deletion was lost.
        if (reasonOf(error) !== 'not-found') throw error;
      }
    });
    await this.#signingSecrets.delete(connection.id, id);
    this.emit('changed', connection.id);
  }

  async #update(
    connection: Connection,
    id: string,
    doing: string,
    params: Stripe.WebhookEndpointUpdateParams,
  ): Promise<Endpoint> {
    const write = async () =>
      (await this.#connections.client(connection)).webhookEndpoints.update(id, params);
    const raw = await call(doing, write);
    this.emit('changed', connection.id);
    return this.#shape(raw, connection);
  }

  /** An endpoint whose secret cannot be stored is taken back: Stripe never gives the secret again. */
  async #keepSecret(client: Stripe, connection: Connection, raw: Stripe.WebhookEndpoint): Promise<void> {
    if (raw.secret === undefined) return;
    try {
      await this.#signingSecrets.set(connection.id, raw.id, raw.secret);
    } catch (cause) {
      await call(`delete the endpoint ${raw.id}, whose secret could not be stored`, () =>
        client.webhookEndpoints.del(raw.id),
      );
      throw new HumanError(
        `The signing secret of ${raw.url} could not be stored, so the endpoint was deleted again; check that this machine's keychain is unlocked and try again.`,
        'storage',
        { cause },
      );
    }
  }

  #shape(raw: Stripe.WebhookEndpoint, connection: Connection): Endpoint {
    return fromV1(raw, connection.id, this.#signingSecrets.known(connection.id, raw.id));
  }
}

function refuse(problem: string | undefined): void {
  if (problem !== undefined) throw new HumanError(problem, 'input');
}
