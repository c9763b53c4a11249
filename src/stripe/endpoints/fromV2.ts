import type { Stripe } from 'stripe';
import type { Endpoint, EndpointKind } from '../endpoint.ts';

type Raw = Stripe.V2.Core.EventDestination;

const kinds: Readonly<Record<string, EndpointKind>> = {
  webhook_endpoint: 'webhook',
  amazon_eventbridge: 'eventBridge',
  azure_event_grid: 'eventGrid',
};

/** The one shape of a v2 event destination; its signing secret, if there, is left out. */
export function fromV2(raw: Raw, connectionId: string, secretKnown: boolean): Endpoint {
  const { events_from: eventsFrom, status_details: details } = raw;
  return {
    id: raw.id,
    connectionId,
    api: 'v2',
    kind: kinds[raw.type] ?? 'other',
    payload: raw.event_payload === 'thin' ? 'thin' : 'snapshot',
    url: raw.webhook_endpoint?.url ?? '',
    target: targetOf(raw),
    ...(raw.name ? { name: raw.name } : {}),
    events: raw.enabled_events,
    status: raw.status === 'disabled' ? 'disabled' : 'enabled',
    ...(raw.description ? { description: raw.description } : {}),
    ...(raw.snapshot_api_version ? { apiVersion: raw.snapshot_api_version } : {}),
    created: Math.floor(Date.parse(raw.created) / 1000),
    metadata: { ...raw.metadata },
    connect: eventsFrom?.some((scope) => scope.endsWith('@accounts')) ?? false,
    ...(eventsFrom ? { eventsFrom } : {}),
    ...(raw.status === 'disabled' && details?.disabled ? { disabledReason: details.disabled.reason } : {}),
    secretKnown,
  };
}

function targetOf(raw: Raw): string {
  if (raw.amazon_eventbridge) return `Amazon EventBridge ${raw.amazon_eventbridge.aws_event_source_arn}`;
  if (raw.azure_event_grid) return `Azure Event Grid ${raw.azure_event_grid.azure_partner_topic_name}`;
  return raw.webhook_endpoint?.url || raw.name || raw.id;
}
