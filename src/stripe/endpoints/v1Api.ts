import type { Stripe } from 'stripe';
import type { EndpointApi, Owner } from './api.ts';
import { fromV1 } from './fromV1.ts';
import { toCreateParams, toUpdateParams } from './toV1.ts';

/** `/v1/webhook_endpoints`. */
export function v1Api(client: Stripe, owner: Owner): EndpointApi {
  const { webhookEndpoints } = client;
  const shape = (raw: Stripe.WebhookEndpoint) => fromV1(raw, owner.connectionId, owner.secretKnown(raw.id));
  return {
    async list(signal) {
      const found: Stripe.WebhookEndpoint[] = [];
      for await (const raw of webhookEndpoints.list({ limit: 100 })) {
        signal?.throwIfAborted();
        found.push(raw);
      }
      return found.map(shape);
    },
    retrieve: async (id) => shape(await webhookEndpoints.retrieve(id)),
    async create(input, idempotencyKey) {
      const raw = await webhookEndpoints.create(toCreateParams(input), { idempotencyKey });
      return { id: raw.id, secret: raw.secret, shape: () => shape(raw) };
    },
    update: async (id, change) => shape(await webhookEndpoints.update(id, toUpdateParams(change))),
    setDisabled: async (id, disabled) => shape(await webhookEndpoints.update(id, { disabled })),
    async delete(id) {
      await webhookEndpoints.del(id);
    },
  };
}
