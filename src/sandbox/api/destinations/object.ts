import type { Destination, Provider, StoredEndpoint } from '../../state/endpoints.ts';

/** A v2 event destination. */
export type StoredDestination = StoredEndpoint & { readonly destination: Destination };

/** What is left out of an answer unless it is asked for. */
export type Included = 'webhook_endpoint.signing_secret' | 'webhook_endpoint.url';

/** As the API gives it; of a webhook, URL and secret only when asked for. */
export function destinationObject(
  { id, description, enabledEvents, metadata, apiVersion, status, url, destination }: StoredDestination,
  include: readonly Included[] = [],
  secret: string | null = null,
) {
  const { name, payload, eventsFrom, provider, created, updated } = destination;
  return {
    id,
    object: 'v2.core.event_destination',
    amazon_eventbridge: provider.type === 'amazon_eventbridge' ? eventbridge(id, provider) : null,
    azure_event_grid: provider.type === 'azure_event_grid' ? eventGrid(id, provider) : null,
    created,
    description: description ?? '',
    enabled_events: enabledEvents,
    event_payload: payload,
    events_from: eventsFrom,
    livemode: false,
    metadata,
    name,
    snapshot_api_version: apiVersion,
    status,
    status_details: status === 'disabled' ? { disabled: { reason: 'user' } } : null,
    type: provider.type,
    updated,
    webhook_endpoint:
      provider.type === 'webhook_endpoint'
        ? {
            signing_secret: include.includes('webhook_endpoint.signing_secret') ? secret : null,
            url: include.includes('webhook_endpoint.url') ? url : null,
          }
        : null,
  };
}

/** Nobody accepts the event source at AWS, so it stays pending. */
function eventbridge(id: string, { accountId, region }: Extract<Provider, { type: 'amazon_eventbridge' }>) {
  return {
    aws_account_id: accountId,
    aws_event_source_arn: `arn:aws:events:${region}::event-source/aws.partner/stripe.com/${id}`,
    aws_event_source_status: 'pending',
  };
}

/** Nobody activates the topic at Azure. */
function eventGrid(
  id: string,
  { subscriptionId, resourceGroup, region }: Extract<Provider, { type: 'azure_event_grid' }>,
) {
  return {
    azure_partner_topic_name: id,
    azure_partner_topic_status: 'never_activated',
    azure_region: region,
    azure_resource_group_name: resourceGroup,
    azure_subscription_id: subscriptionId,
  };
}
