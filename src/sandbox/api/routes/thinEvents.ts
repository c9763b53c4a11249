import type { Clock } from '../../../delivery/clock.ts';
import type { StoredEvent, TimeRange } from '../../state/events.ts';
import type { Store } from '../../state/store.ts';
import { apiErrors } from '../apiError.ts';
import { entriesOf } from '../form.ts';
import { pageObject, pageParameters } from '../pages.ts';
import { listOfAtLeastOne, optional, text, type Reader } from '../parameters.ts';
import { route, type Route } from '../router.ts';
import { eventLifetimeSeconds } from './events.ts';

interface Parts {
  readonly store: Store;
  readonly clock: Clock;
}

const path = '/v2/core/events';

/** Thin events, with their data. Source: https://docs.stripe.com/api/v2/core/events */
export function thinEventRoutes({ store, clock }: Parts): readonly Route[] {
  const { events } = store;
  const oldest = () => Math.floor(clock.now() / 1000) - eventLifetimeSeconds;
  const filters = {
    ...pageParameters,
    created: optional(timeRange),
    object_id: optional(text()),
    types: optional(listOfAtLeastOne(text(), 20)),
  };
  return [
    route('GET', path, filters, (values, request) => {
      const filter = {
        kind: 'thin' as const,
        createdAfter: oldest(),
        created: values.created,
        objectId: values.object_id,
        types: values.types,
      };
      return pageObject(values, request, {
        page: (page) => events.page(filter, page),
        sequenceOf: ({ id }) => events.sequenceOf(id) ?? 0,
        render: ({ id }) => thinEventObject(store, id),
      });
    }),
    route('GET', `${path}/{id}`, {}, (_, { pathValues: { id = '' } }) => {
      const event: StoredEvent | undefined = events.get(id);
      if (event?.kind !== 'thin' || event.created <= oldest()) throw apiErrors.noSuch('event', id);
      return thinEventObject(store, id);
    }),
  ];
}

/** A stored thin event as the API gives it. */
export function thinEventObject(store: Store, id: string): unknown {
  return JSON.parse(Buffer.from(store.events.fetched(id) ?? []).toString('utf8'));
}

const bounds = ['gt', 'gte', 'lt', 'lte'] as const;

/** A range of times. The SDK declares numbers where Stripe's reference has ISO 8601: both are taken. */
const timeRange: Reader<TimeRange> = (value, name) => {
  const entries = entriesOf(value);
  if (!entries) throw apiErrors.invalid(name, 'Invalid hash');
  const range: { -readonly [K in keyof TimeRange]: TimeRange[K] } = {};
  for (const [key, each] of entries) {
    const bound = bounds.find((candidate) => candidate === key);
    if (!bound) throw apiErrors.unknown(`${name}.${key}`);
    range[bound] = timestamp(each, `${name}.${key}`);
  }
  return range;
};

const timestamp: Reader<number> = (value, name) => {
  const given = text()(value, name);
  const seconds = /^\d+$/.test(given) ? Number(given) : Date.parse(given) / 1000;
  if (!Number.isFinite(seconds)) throw apiErrors.invalid(name, `Invalid timestamp: ${given}`);
  return Math.floor(seconds);
};
