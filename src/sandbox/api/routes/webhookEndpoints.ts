import type { Clock } from '../../../delivery/clock.ts';
import type { EventCatalogueLike } from '../../options.ts';
import type { StoredEndpoint } from '../../state/endpoints.ts';
import { newId } from '../../state/ids.ts';
import type { Store } from '../../state/store.ts';
import { ApiError, apiErrors } from '../apiError.ts';
import { listObject, pageFor } from '../listing.ts';
import {
  boolean,
  emptyable,
  expand,
  httpUrl,
  listOfAtLeastOne,
  metadata,
  oneOf,
  optional,
  pagination,
  required,
  text,
  type Reader,
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
/** Source: https://docs.stripe.com/webhooks */
const maximumEndpoints = 16;

/** v1 webhook endpoints. Source: https://docs.stripe.com/api/webhook_endpoints */
export function webhookEndpointRoutes(parts: Parts): readonly Route[] {
  const { endpoints } = parts.store;
  const enabledEvents = listOfAtLeastOne(eventTypeReader(parts.catalogue));
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
    const endpoint = endpoints.get(id);
    if (!endpoint) throw apiErrors.noSuch(noun, id);
    return endpoint;
  };
  return [
    route('POST', path, creation, (values) => {
      if (endpoints.count() >= maximumEndpoints)
        throw new ApiError(
          400,
          `You have reached the maximum of ${maximumEndpoints} test webhook endpoints.`,
        );
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
        endpoints.page(pageFor(values, noun, (id) => endpoints.sequenceOf(id))),
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

function eventTypeReader(catalogue: EventCatalogueLike): Reader<string> {
  const known = new Set(
    catalogue.eventTypes.filter(({ kind }) => kind === 'snapshot').map(({ type }) => type),
  );
  return (value, name) => {
    const type = text()(value, name);
    if (type !== '*' && !known.has(type))
      throw apiErrors.invalid(
        name,
        `Invalid ${name}: ${type} is not an event type that an endpoint can get.`,
      );
    return type;
  };
}

function statusAfter(before: StoredEndpoint, disabled: boolean | undefined): StoredEndpoint['status'] {
  if (disabled === undefined) return before.status;
  return disabled ? 'disabled' : 'enabled';
}

/** Source: https://docs.stripe.com/api/metadata */
function mergedMetadata(
  before: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string | null>> | null | undefined,
): Readonly<Record<string, string>> {
  if (changes === undefined) return before;
  if (changes === null) return {};
  const merged = Object.entries({ ...before, ...changes }).filter(
    (entry): entry is [string, string] => entry[1] !== null,
  );
  if (merged.length > 50)
    throw apiErrors.invalid('metadata', 'You can only have up to 50 metadata keys on an object.');
  return Object.fromEntries(merged);
}

function unique(types: readonly string[]): readonly string[] {
  return [...new Set(types)];
}
