import type { EventCatalogueLike } from '../../options.ts';
import type { Provider } from '../../state/endpoints.ts';
import { newId } from '../../state/ids.ts';
import { apiErrors } from '../apiError.ts';
import { eventTypeReader, unique } from '../eventTypes.ts';
import {
  emptyable,
  hash,
  httpUrl,
  jsonMetadata,
  listOfAtLeastOne,
  mergedMetadata,
  nullable,
  oneOf,
  optional,
  required,
  text,
  type Reader,
  type Values,
} from '../parameters.ts';
import type { Included, StoredDestination } from './object.ts';

/** Reads what to include; the secret can be had at creation only. */
export function includeReader(allowed: readonly Included[]): Reader<readonly Included[]> {
  return listOfAtLeastOne((value, name) => {
    if (value === 'webhook_endpoint.signing_secret' && !allowed.includes(value))
      throw apiErrors.invalid(name, `Invalid ${name}: a signing secret can be included only at creation.`);
    return oneOf(allowed)(value, name);
  });
}

// Which types there are depends on the payload, which is another parameter: `eventsOf` checks them.
const enabledEvents = listOfAtLeastOne(text());
const webhook = hash({ url: required(httpUrl) });

const shared = {
  description: optional(nullable(emptyable(text()))),
  metadata: optional(jsonMetadata),
  webhook_endpoint: optional(webhook),
};

export const creationParameters = {
  ...shared,
  name: required(text(500)),
  type: required(oneOf(['webhook_endpoint', 'amazon_eventbridge', 'azure_event_grid'])),
  event_payload: required(oneOf(['snapshot', 'thin'])),
  enabled_events: required(enabledEvents),
  events_from: optional(listOfAtLeastOne(accountScope)),
  snapshot_api_version: optional(text()),
  amazon_eventbridge: optional(hash({ aws_account_id: required(text()), aws_region: required(text()) })),
  azure_event_grid: optional(
    hash({
      azure_region: required(text()),
      azure_resource_group_name: required(text()),
      azure_subscription_id: required(text()),
    }),
  ),
  include: optional(includeReader(['webhook_endpoint.signing_secret', 'webhook_endpoint.url'])),
};

export const changeParameters = {
  ...shared,
  name: optional(text(500)),
  enabled_events: optional(enabledEvents),
};

type Creation = Values<typeof creationParameters>;

/** The destination that a request asks for. Throws ApiError for parameters that do not go together. */
export function newDestination(
  values: Creation,
  catalogue: EventCatalogueLike,
  now: Date,
): StoredDestination {
  const created = now.toISOString();
  const eventsFrom = unique(values.events_from ?? ['@self']);
  return {
    id: newId.destination(),
    created: Math.floor(now.getTime() / 1000),
    url: values.webhook_endpoint?.url ?? '',
    description: values.description ?? null,
    enabledEvents: eventsOf(values.enabled_events, values.event_payload, catalogue),
    metadata: mergedMetadata({}, values.metadata),
    apiVersion: versionOf(values, catalogue),
    connect: eventsFrom.includes('@accounts'),
    status: 'enabled',
    destination: {
      name: values.name,
      payload: values.event_payload,
      eventsFrom,
      provider: providerOf(values),
      created,
      updated: created,
    },
  };
}

/** A destination with the changes that a request asks for. Throws ApiError for what it cannot take. */
export function withChanges(
  before: StoredDestination,
  values: Values<typeof changeParameters>,
  catalogue: EventCatalogueLike,
): StoredDestination {
  const { destination } = before;
  if (values.webhook_endpoint && destination.provider.type !== 'webhook_endpoint')
    throw apiErrors.invalid(
      'webhook_endpoint',
      `Invalid webhook_endpoint: the destination's type is another.`,
    );
  return {
    ...before,
    url: values.webhook_endpoint?.url ?? before.url,
    description: values.description === undefined ? before.description : values.description,
    enabledEvents: values.enabled_events
      ? eventsOf(values.enabled_events, destination.payload, catalogue)
      : before.enabledEvents,
    metadata: mergedMetadata(before.metadata, values.metadata),
    destination: { ...destination, name: values.name ?? destination.name },
  };
}

function eventsOf(
  types: readonly string[],
  payload: 'snapshot' | 'thin',
  catalogue: EventCatalogueLike,
): readonly string[] {
  const read = eventTypeReader(catalogue, payload);
  return unique(types.map((type, index) => read(type, `enabled_events[${index}]`)));
}

/** Kept from creation on, so that a later default does not change what an app gets. */
function versionOf(values: Creation, { apiVersion, apiVersions }: EventCatalogueLike): string | null {
  const { event_payload: payload, snapshot_api_version: version } = values;
  const name = 'snapshot_api_version';
  if (payload === 'snapshot') return version === undefined ? apiVersion : oneOf(apiVersions)(version, name);
  if (version !== undefined)
    throw apiErrors.invalid(name, `Invalid ${name}: thin events have no API version; leave it out.`);
  return null;
}

const providers = ['webhook_endpoint', 'amazon_eventbridge', 'azure_event_grid'] as const;

function providerOf(values: Creation): Provider {
  for (const name of providers) {
    if (name === values.type && !values[name]) throw apiErrors.missing(name);
    if (name !== values.type && values[name])
      throw apiErrors.invalid(name, `Invalid ${name}: it does not go with the type ${values.type}.`);
  }
  const { amazon_eventbridge: amazon, azure_event_grid: azure } = values;
  if (amazon)
    return { type: 'amazon_eventbridge', accountId: amazon.aws_account_id, region: amazon.aws_region };
  if (azure)
    return {
      type: 'azure_event_grid',
      subscriptionId: azure.azure_subscription_id,
      resourceGroup: azure.azure_resource_group_name,
      region: azure.azure_region,
    };
  return { type: 'webhook_endpoint' };
}

function accountScope(value: unknown, name: string): string {
  const scope = oneOf(['@self', '@accounts', '@organization_members', '@organization_members/@accounts'])(
    value,
    name,
  );
  if (scope.startsWith('@organization'))
    throw apiErrors.invalid(
      name,
      `Invalid ${name}: the account belongs to no organization, so ${scope} is none.`,
    );
  return scope;
}
