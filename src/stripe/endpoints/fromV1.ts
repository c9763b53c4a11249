import type { Stripe } from 'stripe';
import type { Endpoint } from '../endpoint.ts';

/** The one shape of a v1 webhook endpoint; its `secret`, if there, is left out. */
export function fromV1(raw: Stripe.WebhookEndpoint, connectionId: string, secretKnown: boolean): Endpoint {
  return {
    id: raw.id,
    connectionId,
    api: 'v1',
    kind: 'webhook',
    payload: 'snapshot',
    url: raw.url,
    target: raw.url,
    events: raw.enabled_events,
    status: raw.status === 'disabled' ? 'disabled' : 'enabled',
    ...(raw.description ? { description: raw.description } : {}),
    ...(raw.api_version ? { apiVersion: raw.api_version } : {}),
    created: raw.created,
    metadata: { ...raw.metadata },
    // `connect` is not on the object; an endpoint for connected accounts names its application instead.
    connect: raw.application !== null && raw.application !== undefined,
    secretKnown,
  };
}
