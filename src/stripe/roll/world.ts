import { randomUUID } from 'node:crypto';
import { setTimeout as settled } from 'node:timers/promises';
import type { Stripe } from 'stripe';
import type { Connection } from '../connection.ts';
import type { Endpoint, EndpointChange } from '../endpoint.ts';
import { fromV1 } from '../endpoints/fromV1.ts';
import { toCreateParams, toUpdateParams } from '../endpoints/toV1.ts';
import { HumanError } from '../../humanError.ts';
import type { Roll, RollHooks } from '../rollState.ts';
import type { SigningSecrets } from '../signingSecrets.ts';
import { reasonOf } from '../stripeError.ts';
import { fingerprint } from './fingerprint.ts';
import { sentence } from '../../sentence.ts';

/** The metadata key by which a new endpoint is found again, whatever happened to the answer that named it. */
const rollMark = 'stripe_webhooks_roll';

/** Everything outside the journal that the steps of one roll touch. Calls throw what the SDK throws. */
export interface RollWorld {
  /** All endpoints of the connection. */
  list(): Promise<readonly Endpoint[]>;
  /** The endpoint, or undefined when it is gone. */
  retrieve(id: string): Promise<Endpoint | undefined>;
  /** A copy of the endpoint, marked with the roll; the same key gives the same answer, secret included. */
  create(copyOf: Endpoint, rollId: string, idempotencyKey: string): Promise<{ id: string; secret?: string }>;
  /** Makes the endpoint equal to another in all that can be changed but its status, and takes the mark off. */
  match(
    id: string,
    to: Endpoint,
    staleMetadata: readonly string[],
    status: Endpoint['status'],
  ): Promise<void>;
  change(id: string, change: EndpointChange & Partial<Pick<Endpoint, 'status'>>): Promise<void>;
  /** Deletes the endpoint; one that is gone already is no error. */
  delete(id: string): Promise<void>;
  /** Whether the secret itself is stored; the index alone may name one whose storing was cut off. */
  hasSecret(id: string): Promise<boolean>;
  keepSecret(id: string, secret: string): Promise<void>;
  /** Forgets the endpoint's secrets, or those whose fingerprint is picked. */
  forgetSecrets(id: string, which?: (fingerprint: string) => boolean): Promise<void>;
  /** Of all its stored secrets, the newest first. */
  fingerprints(id: string): Promise<readonly string[]>;
  secretReady(roll: Roll): Promise<void>;
  secretWithdrawn(roll: Roll): Promise<void>;
  /** Milliseconds since the Unix epoch. */
  now(): number;
  newKey(): string;
}

/** What a roll needs of this machine. */
interface MachineParts {
  readonly signingSecrets: SigningSecrets;
  /** So long after the store of secrets says so, a secret is on the disk, in milliseconds. */
  readonly secretsSettleMs: number;
  readonly hooks: RollHooks;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
}

/** The world as it is: Stripe through the SDK, and the secrets of this machine. */
export function stripeWorld(
  client: Stripe,
  connection: Connection,
  { signingSecrets, secretsSettleMs, hooks, now }: MachineParts,
): RollWorld {
  const shape = (raw: Stripe.WebhookEndpoint) =>
    fromV1(raw, connection.id, signingSecrets.known(connection.id, raw.id));
  return {
    async list() {
      return (await client.webhookEndpoints.list({ limit: 100 }).autoPagingToArray({ limit: 10_000 })).map(
        shape,
      );
    },
    async retrieve(id) {
      const raw = await unlessGone(client.webhookEndpoints.retrieve(id));
      return raw && shape(raw);
    },
    create(copyOf, rollId, idempotencyKey) {
      const metadata = { ...copyOf.metadata, [rollMark]: rollId };
      return client.webhookEndpoints.create(toCreateParams({ ...copyOf, metadata }), { idempotencyKey });
    },
    async match(id, to, staleMetadata, status) {
      const removed = Object.fromEntries([rollMark, ...staleMetadata].map((key) => [key, '']));
      const { url, events, description = '' } = to;
      const params = toUpdateParams({ url, events, description, metadata: { ...removed, ...to.metadata } });
      await client.webhookEndpoints.update(id, { ...params, disabled: status === 'disabled' });
    },
    async change(id, { status, ...fields }) {
      const disabled = status === undefined ? {} : { disabled: status === 'disabled' };
      await client.webhookEndpoints.update(id, { ...toUpdateParams(fields), ...disabled });
    },
    async delete(id) {
      await unlessGone(client.webhookEndpoints.del(id));
    },
    hasSecret: async (id) => (await signingSecrets.get(connection.id, id)) !== undefined,
    async keepSecret(id, secret) {
      try {
        await signingSecrets.set(connection.id, id, secret);
      } catch (cause) {
        throw new HumanError(
          sentence`The new signing secret of ${id} could not be stored; check that this machine's keychain is unlocked, then resume the roll.`,
          'storage',
          { cause },
        );
      }
      // Until it is certain to be kept, the creation can be repeated, which gives the secret again.
      if (secretsSettleMs > 0) await settled(secretsSettleMs, undefined, { ref: false });
    },
    async forgetSecrets(id, which) {
      if (!which) return signingSecrets.delete(connection.id, id);
      for (const secret of await signingSecrets.getAll(connection.id, id))
        if (which(fingerprint(secret))) await signingSecrets.delete(connection.id, id, secret);
    },
    fingerprints: async (id) => (await signingSecrets.getAll(connection.id, id)).map(fingerprint),
    secretReady: async (roll) => hooks.onSecretReady?.(roll),
    secretWithdrawn: async (roll) => hooks.onSecretWithdrawn?.(roll),
    now,
    newKey: () => randomUUID(),
  };
}

async function unlessGone<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (reasonOf(error) === 'not-found') return undefined;
    throw error;
  }
}

/** The endpoints that a roll has made and not yet taken its mark off. */
export function marked(endpoints: readonly Endpoint[], roll: Roll): readonly Endpoint[] {
  return endpoints.filter(({ metadata }) => metadata[rollMark] === roll.id);
}

/** Removes an endpoint that nobody uses. Its secret goes first: once the endpoint is gone, nothing names the secret. */
export async function discard({ id }: Endpoint, world: RollWorld): Promise<void> {
  await world.forgetSecrets(id);
  await world.delete(id);
}
