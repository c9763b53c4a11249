import type { Stripe } from 'stripe';
import type { EndpointChange, EndpointInput } from '../endpoint.ts';

/** The parameters of `POST /v2/core/event_destinations` for a webhook, with its signing secret in the answer. */
export function toV2CreateParams(input: EndpointInput): Stripe.V2.Core.EventDestinationCreateParams {
  const url = input.url.trim();
  const payload = input.payload ?? 'snapshot';
  const eventsFrom = input.eventsFrom ?? (input.connect ? ['@accounts'] : undefined);
  return {
    name: input.name?.trim() || new URL(url).host,
    type: 'webhook_endpoint',
    event_payload: payload,
    enabled_events: [...input.events],
    webhook_endpoint: { url },
    include: ['webhook_endpoint.signing_secret', 'webhook_endpoint.url'],
    ...(input.description ? { description: input.description } : {}),
    ...(eventsFrom ? { events_from: [...eventsFrom] } : {}),
    ...(input.metadata === undefined ? {} : { metadata: { ...input.metadata } }),
    ...(payload === 'snapshot' && input.apiVersion !== undefined
      ? { snapshot_api_version: input.apiVersion }
      : {}),
  };
}

/** The parameters of `POST /v2/core/event_destinations/{id}`, where `null` removes a metadata key. */
export function toV2UpdateParams(change: EndpointChange): Stripe.V2.Core.EventDestinationUpdateParams {
  const { url, events, description, metadata, name } = change;
  return {
    ...(name === undefined ? {} : { name: name.trim() }),
    ...(url === undefined ? {} : { webhook_endpoint: { url: url.trim() } }),
    ...(events === undefined ? {} : { enabled_events: [...events] }),
    ...(description === undefined ? {} : { description }),
    ...(metadata === undefined
      ? {}
      : {
          metadata: Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, value || null])),
        }),
  };
}
