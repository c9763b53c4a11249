import type { StoredEndpoint } from '../state/endpoints.ts';
import type { StoredEvent } from '../state/events.ts';

/**
 * Whether Stripe would send an event to an endpoint: enabled, of a type it chose, and of a connected account
 * exactly when it is an endpoint for those.
 */
export function wants(
  endpoint: StoredEndpoint,
  event: Pick<StoredEvent, 'type' | 'kind' | 'account'>,
): boolean {
  return (
    event.kind === 'snapshot' &&
    endpoint.status === 'enabled' &&
    endpoint.connect === (event.account !== null) &&
    (endpoint.enabledEvents.includes('*') || endpoint.enabledEvents.includes(event.type))
  );
}
