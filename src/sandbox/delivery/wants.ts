import type { StoredEndpoint } from '../state/endpoints.ts';
import type { StoredEvent } from '../state/events.ts';

type Kind = StoredEvent['kind'];

/** Whether it has a URL to post to; the sandbox reaches no cloud's event bus. */
export function isWebhook({ destination }: StoredEndpoint): boolean {
  return destination === null || destination.provider.type === 'webhook_endpoint';
}

/** Which kind of event it gets; a v1 webhook endpoint gets snapshots. */
export function payloadOf({ destination }: StoredEndpoint): Kind {
  return destination?.payload ?? 'snapshot';
}

/**
 * Whether Stripe would send an event to an endpoint: enabled, of a kind and type it chose, and of an account it
 * takes events from.
 */
export function wants(
  endpoint: StoredEndpoint,
  event: Pick<StoredEvent, 'type' | 'kind' | 'account'>,
): boolean {
  return (
    isWebhook(endpoint) &&
    payloadOf(endpoint) === event.kind &&
    endpoint.status === 'enabled' &&
    takesFrom(endpoint, event.account) &&
    (endpoint.enabledEvents.includes('*') || endpoint.enabledEvents.includes(event.type))
  );
}

/** A v1 endpoint takes events of either the own account or connected ones, a destination of those it names. */
function takesFrom({ connect, destination }: StoredEndpoint, account: string | null): boolean {
  if (!destination) return connect === (account !== null);
  return destination.eventsFrom.includes(account === null ? '@self' : '@accounts');
}
