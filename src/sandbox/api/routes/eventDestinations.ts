import type { Clock } from '../../../delivery/clock.ts';
import type { EventMaker } from '../../delivery/maker.ts';
import type { Publisher } from '../../delivery/publisher.ts';
import { isWebhook } from '../../delivery/wants.ts';
import type { EventCatalogueLike } from '../../options.ts';
import type { StoredEndpoint } from '../../state/endpoints.ts';
import { newId } from '../../state/ids.ts';
import type { Store } from '../../state/store.ts';
import { apiErrors } from '../apiError.ts';
import {
  changeParameters,
  creationParameters,
  includeReader,
  withChanges,
  newDestination,
} from '../destinations/parameters.ts';
import { destinationObject, type StoredDestination } from '../destinations/object.ts';
import { maximumEndpoints } from '../eventTypes.ts';
import { pageObject, pageParameters } from '../pages.ts';
import { optional } from '../parameters.ts';
import { route, type ApiRequest, type Route } from '../router.ts';
import { thinEventObject } from './thinEvents.ts';

interface Parts {
  readonly store: Store;
  readonly catalogue: EventCatalogueLike;
  readonly clock: Clock;
  readonly publisher: Publisher;
  readonly maker: EventMaker;
  /** Told after every change. */
  readonly onChange: () => void;
}

const path = '/v2/core/event_destinations';

/**
 * v2 event destinations. v1 webhook endpoints are not among them, nor the other way round, which is an assumption.
 * Source: https://docs.stripe.com/api/v2/core/event-destinations
 */
export function eventDestinationRoutes(parts: Parts): readonly Route[] {
  const { store, catalogue } = parts;
  const include = { include: optional(includeReader(['webhook_endpoint.url'])) };
  const saved = (before: StoredDestination, changes: Partial<StoredDestination>): StoredDestination => {
    const updated = new Date(parts.clock.now()).toISOString();
    const after = {
      ...before,
      ...changes,
      destination: { ...(changes.destination ?? before.destination), updated },
    };
    store.endpoints.update(after);
    parts.onChange();
    return after;
  };
  const switched = (status: StoredEndpoint['status']) => (_: unknown, request: ApiRequest) => {
    const before = existing(store, request);
    return destinationObject(before.status === status ? before : saved(before, { status }));
  };
  return [
    route('POST', path, creationParameters, (values) => {
      const made = newDestination(values, catalogue, new Date(parts.clock.now()));
      if (store.endpoints.count() >= maximumEndpoints) throw apiErrors.tooManyEndpoints(maximumEndpoints);
      const secret = isWebhook(made) ? newId.signingSecret() : undefined;
      store.endpoints.insert(made);
      if (secret !== undefined) store.endpoints.addSecret(made.id, secret);
      parts.onChange();
      return destinationObject(made, values.include, secret);
    }),
    route('GET', path, { ...pageParameters, ...include }, (values, request) =>
      pageObject(values, request, {
        page: (page) => store.endpoints.page('v2', page),
        sequenceOf: ({ id }) => store.endpoints.sequenceOf('v2', id) ?? 0,
        render: (endpoint) => destinationObject(endpoint as StoredDestination, values.include),
      }),
    ),
    route('GET', `${path}/{id}`, include, (values, request) =>
      destinationObject(existing(store, request), values.include),
    ),
    route('POST', `${path}/{id}`, { ...changeParameters, ...include }, (values, request) => {
      const before = existing(store, request);
      return destinationObject(saved(before, withChanges(before, values, catalogue)), values.include);
    }),
    route('DELETE', `${path}/{id}`, {}, (_, request) => {
      const { id } = existing(store, request);
      store.endpoints.delete(id);
      store.deliveries.cancelFor(id);
      parts.onChange();
      return { id, object: 'v2.core.event_destination' };
    }),
    route('POST', `${path}/{id}/enable`, {}, switched('enabled')),
    route('POST', `${path}/{id}/disable`, {}, switched('disabled')),
    route('POST', `${path}/{id}/ping`, {}, (_, request) => ping(parts, existing(store, request), request)),
  ];
}

function existing(store: Store, { pathValues: { id = '' } }: ApiRequest): StoredDestination {
  const endpoint = store.endpoints.find('v2', id);
  if (!endpoint?.destination) throw apiErrors.noSuch('event destination', id);
  return { ...endpoint, destination: endpoint.destination };
}

/** To the destination alone, whatever its types and payload. That a disabled one is refused is an assumption. */
function ping(
  { store, maker, publisher }: Parts,
  destination: StoredDestination,
  { requestId, idempotencyKey }: ApiRequest,
): unknown {
  if (destination.status === 'disabled')
    throw apiErrors.invalid(
      'id',
      `The event destination ${destination.id} is disabled: enable it to ping it.`,
    );
  const cause = { id: requestId, idempotency_key: idempotencyKey ?? null };
  const { fields, kind } = maker.ping(destination.id, cause, store);
  const endpoints = isWebhook(destination) ? [destination] : [];
  const { event, firstAttempts } = publisher.publish(fields, kind, { endpoints, withoutSessions: true });
  // A failure is in the store and in the `delivered` event; the courier never rejects for one.
  void firstAttempts;
  return thinEventObject(store, event.id);
}
