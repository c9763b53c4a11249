import type { Stripe } from 'stripe';
import type { EndpointApi, Owner } from './api.ts';
import { fromV2 } from './fromV2.ts';
import { toV2CreateParams, toV2UpdateParams } from './toV2.ts';

/** Stripe leaves a destination's URL out unless it is asked for. */
const include = ['webhook_endpoint.url'];

/** `/v2/core/event_destinations`. */
export function v2Api(client: Stripe, owner: Owner): EndpointApi {
  const { eventDestinations } = client.v2.core;
  const shape = (raw: Stripe.V2.Core.EventDestination) =>
    fromV2(raw, owner.connectionId, owner.secretKnown(raw.id));
  return {
    async list(signal) {
      const found: Stripe.V2.Core.EventDestination[] = [];
      for await (const raw of eventDestinations.list({ limit: 100, include })) {
        signal?.throwIfAborted();
        found.push(raw);
      }
      return found.map(shape);
    },
    retrieve: async (id) => shape(await eventDestinations.retrieve(id, { include })),
    async create(input, idempotencyKey) {
      const raw = await eventDestinations.create(toV2CreateParams(input), { idempotencyKey });
      return {
        id: raw.id,
        secret: raw.webhook_endpoint?.signing_secret ?? undefined,
        shape: () => shape(raw),
      };
    },
    update: async (id, change) =>
      shape(await eventDestinations.update(id, { ...toV2UpdateParams(change), include })),
    async setDisabled(id, disabled) {
      // The answer to enable and disable cannot include the URL, which neither changes.
      const { webhook_endpoint } = await eventDestinations.retrieve(id, { include });
      const raw = await (disabled ? eventDestinations.disable(id) : eventDestinations.enable(id));
      return shape({ ...raw, ...(webhook_endpoint ? { webhook_endpoint } : {}) });
    },
    async delete(id) {
      await eventDestinations.del(id);
    },
  };
}
