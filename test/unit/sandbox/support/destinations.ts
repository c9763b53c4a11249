import type Stripe from 'stripe';

export type Creation = Stripe.V2.Core.EventDestinationCreateParams;

/** Of a thin destination that wants `v1.invoice.paid`. */
export function thinDestination(url: string, changes: Partial<Creation> = {}): Creation {
  return {
    name: 'Thin',
    type: 'webhook_endpoint',
    event_payload: 'thin',
    enabled_events: ['v1.invoice.paid'],
    webhook_endpoint: { url },
    include: ['webhook_endpoint.signing_secret', 'webhook_endpoint.url'],
    ...changes,
  };
}

/** Of a snapshot destination that wants everything. */
export function snapshotDestination(url: string, changes: Partial<Creation> = {}): Creation {
  return thinDestination(url, {
    name: 'Snapshots',
    event_payload: 'snapshot',
    enabled_events: ['*'],
    ...changes,
  });
}
