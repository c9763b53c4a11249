import type { Clock } from '../../../delivery/clock.ts';
import { isWebhook, payloadOf } from '../../delivery/wants.ts';
import type { Publisher } from '../../delivery/publisher.ts';
import type { StoredEvent, TimeRange } from '../../state/events.ts';
import type { Store } from '../../state/store.ts';
import { ApiError, apiErrors } from '../apiError.ts';
import { entriesOf } from '../form.ts';
import { listObject, pageFor } from '../listing.ts';
import {
  boolean,
  expand,
  integer,
  listOfAtLeastOne,
  optional,
  pagination,
  text,
  type Reader,
} from '../parameters.ts';
import { route, type Route } from '../router.ts';

interface Parts {
  readonly store: Store;
  readonly publisher: Publisher;
  readonly clock: Clock;
}

const path = '/v1/events';
const noun = 'event';
/** How long events can be read. Source: https://docs.stripe.com/api/events */
export const eventLifetimeSeconds = 30 * 24 * 60 * 60;

/** Events and the CLI's resend. Source: https://docs.stripe.com/api/events, and the CLI's source for resend. */
export function eventRoutes(parts: Parts): readonly Route[] {
  const { events } = parts.store;
  const oldest = () => Math.floor(parts.clock.now() / 1000) - eventLifetimeSeconds;
  const existing = (id = ''): StoredEvent => {
    const event = events.get(id);
    if (!event || event.kind !== 'snapshot' || event.created <= oldest()) throw apiErrors.noSuch(noun, id);
    return event;
  };
  const render = ({ id }: StoredEvent) => eventObject(parts.store, id);
  const filters = {
    ...pagination,
    expand,
    created: optional(timeRange),
    delivery_success: optional(boolean),
    type: optional(text()),
    types: optional(listOfAtLeastOne(text(), 20)),
  };
  return [
    route('GET', path, filters, (values) => {
      if (values.type !== undefined && values.types)
        throw new ApiError(400, 'You may pass either `type` or `types`, but not both.', { param: 'types' });
      const filter = {
        kind: 'snapshot' as const,
        createdAfter: oldest(),
        created: values.created,
        deliverySuccess: values.delivery_success,
        types: values.type === undefined ? values.types : [values.type],
      };
      return listObject(
        path,
        events.page(
          filter,
          pageFor(values, noun, (id) => events.sequenceOf(id)),
        ),
        render,
      );
    }),
    route('GET', `${path}/{id}`, { expand }, (_, { pathValues }) => render(existing(pathValues['id']))),
    route('POST', `${path}/{id}/retry`, retryParameters, (values, { pathValues }) => {
      const event = existing(pathValues['id']);
      if (values.account !== undefined && values.account !== event.account)
        throw apiErrors.noSuch(noun, event.id);
      if (values.webhook_endpoint !== undefined) resend(parts, event, values.webhook_endpoint);
      else if (values.for_stripecli) parts.publisher.sendToSessions(event);
      else throw apiErrors.missing('webhook_endpoint');
      return render(event);
    }),
  ];
}

const retryParameters = {
  webhook_endpoint: optional(text()),
  for_stripecli: optional(boolean),
  account: optional(text()),
  expand,
};

function resend({ store, publisher }: Parts, event: StoredEvent, endpointId: string): void {
  const endpoint = store.endpoints.get(endpointId);
  if (!endpoint || !isWebhook(endpoint) || payloadOf(endpoint) !== 'snapshot')
    throw apiErrors.noSuch('webhook endpoint', endpointId, 'webhook_endpoint');
  if (endpoint.status === 'disabled')
    throw apiErrors.invalid(
      'webhook_endpoint',
      `The webhook endpoint ${endpointId} is disabled: enable it before sending events to it.`,
    );
  publisher.resend(event, endpoint);
}

/** As Stripe shows it now: the bytes once sent, with the present `pending_webhooks`. */
function eventObject(store: Store, id: string): unknown {
  const body = Buffer.from(store.events.firstRendering(id) ?? []).toString('utf8');
  return { ...(JSON.parse(body) as object), pending_webhooks: store.deliveries.pendingCount(id) };
}

const bounds = ['gt', 'gte', 'lt', 'lte'] as const;

/** A time, or a range of times. */
const timeRange: Reader<TimeRange> = (value, name) => {
  if (typeof value === 'string') return { eq: integer()(value, name) };
  const entries = entriesOf(value) ?? [];
  const range: { -readonly [K in keyof TimeRange]: TimeRange[K] } = {};
  for (const [key, each] of entries) {
    const bound = bounds.find((candidate) => candidate === key);
    if (!bound) throw apiErrors.unknown(`${name}[${key}]`);
    range[bound] = integer()(each, `${name}[${key}]`);
  }
  return range;
};
