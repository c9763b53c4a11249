import type { Clock } from '../../../delivery/clock.ts';
import type { EventCatalogueLike } from '../../options.ts';
import type { StoredEndpoint } from '../../state/endpoints.ts';
import { newId } from '../../state/ids.ts';
import type { Store } from '../../state/store.ts';
import { apiErrors } from '../apiError.ts';
import { eventTypeReader, maximumEndpoints, unique } from '../eventTypes.ts';
import { listObject, pageFor } from '../listing.ts';
import {
  boolean,
  emptyable,
  expand,
  httpUrl,
  listOfAtLeastOne,
  mergedMetadata,
  metadata,
  oneOf,
  optional,
  pagination,
  required,
  text,
} from '../parameters.ts';
import { route, type Route } from '../router.ts';

/** What these routes need. */
interface Parts {
  readonly store: Store;
  readonly catalogue: EventCatalogueLike;
  readonly clock: Clock;
  /** Told after every change. */
  readonly onChange: () => void;
}

const path = '/v1/webhook_endpoints';
const noun = 'webhook endpoint';

/** v1 webhook endpoints. Source: https://docs.stripe.com/api/webhook_endpoints */
export function webhookEndpointRoutes(parts: Parts): readonly Route[] {
  const { endpoints } = parts.store;
  const enabledEvents = listOfAtLeastOne(eventTypeReader(parts.catalogue, 'snapshot'));
  const shared = { description: optional(emptyable(text())), metadata: optional(metadata), expand };
  const creation = {
    ...shared,
    url: required(httpUrl),
    enabled_events: required(enabledEvents),
    api_version: optional(emptyable(oneOf(parts.catalogue.apiVersions))),
    connect: optional(boolean),
  };
  const update = {
    ...shared,
    url: optional(httpUrl),
    enabled_events: optional(enabledEvents),
    disabled: optional(boolean),
  };
  const existing = (id = ''): StoredEndpoint => {
    const endpoint = endpoints.find('v1', id);
    if (!endpoint) throw apiErrors.noSuch(noun, id);
    return endpoint;
  };
  return [
    route('POST', path, creation, (values) => {
      if (endpoints.count() >= maximumEndpoints) throw apiErrors.tooManyEndpoints(maximumEndpoints);
      const endpoint: StoredEndpoint = {
        id: newId.endpoint(),
        created: Math.floor(parts.clock.now() / 1000),
        url: values.url,
        description: values.description ?? null,
        enabledEvents: unique(values.enabled_events),
        metadata: mergedMetadata({}, values.metadata),
        apiVersion: values.api_version ?? null,
        connect: values.connect ?? false,
        status: 'enabled',
        destination: null,
      };
      const secret = newId.signingSecret();
      parts.store.transaction(() => {
        endpoints.insert(endpoint);
        endpoints.addSecret(endpoint.id, secret);
      });
      parts.onChange();
      return { ...endpointObject(endpoint), secret };
    }),
    route('GET', path, { ...pagination, expand }, (values) =>
      listObject(
        path,
        endpoints.page(
          'v1',
          pageFor(values, noun, (id) => endpoints.sequenceOf('v1', id)),
        ),
        endpointObject,
      ),
    ),
    route('GET', `${path}/{id}`, { expand }, (_, { pathValues }) =>
      endpointObject(existing(pathValues['id'])),
    ),
    route('POST', `${path}/{id}`, update, (values, { pathValues }) => {
      const before = existing(pathValues['id']);
      const after: StoredEndpoint = {
        ...before,
        url: values.url ?? before.url,
        description: values.description === undefined ? before.description : values.description,
        enabledEvents: values.enabled_events ? unique(values.enabled_events) : before.enabledEvents,
        metadata: mergedMetadata(before.metadata, values.metadata),
        status: statusAfter(before, values.disabled),
      };
      endpoints.update(after);
      parts.onChange();
      return endpointObject(after);
    }),
    route('DELETE', `${path}/{id}`, {}, (_, { pathValues }) => {
      const { id } = existing(pathValues['id']);
      parts.store.transaction(() => {
        endpoints.delete(id);
        parts.store.deliveries.cancelFor(id);
      });
      parts.onChange();
      return { id, object: 'webhook_endpoint', deleted: true };
    }),
  ];
}

function endpointObject(endpoint: StoredEndpoint) {
  return {
    id: endpoint.id,
    object: 'webhook_endpoint',
    api_version: endpoint.apiVersion,
    // Only Connect platforms have an application, and an endpoint of connected accounts belongs to it.
    application: endpoint.connect ? 'ca_sandbox' : null,
    created: endpoint.created,
    description: endpoint.description,
    enabled_events: endpoint.enabledEvents,
    livemode: false,
    metadata: endpoint.metadata,
    status: endpoint.status,
    url: endpoint.url,
  };
}

function statusAfter(before: StoredEndpoint, disabled: boolean | undefined): StoredEndpoint['status'] {
  if (disabled === undefined) return before.status;
  return disabled ? 'disabled' : 'enabled';
}
