import type { Clock } from '../../../delivery/clock.ts';
import { isRecord } from '../../json/record.ts';
import type { EventMaker } from '../../delivery/maker.ts';
import type { Publisher } from '../../delivery/publisher.ts';
import { newId, randomText } from '../../state/ids.ts';
import type { StripeObject } from '../../state/objects.ts';
import type { Store } from '../../state/store.ts';
import { apiErrors } from '../apiError.ts';
import { listOf } from '../form.ts';
import type { Given } from '../parameters.ts';
import type { ApiRequest, Route } from '../router.ts';

interface Parts {
  readonly store: Store;
  readonly clock: Clock;
  readonly maker: EventMaker;
  readonly publisher: Publisher;
}

/** Where a stream goes; it is authenticated with the token of a session. */
export const meterStreamPath = '/v2/billing/meter_event_stream';
const lifetimeMs = 15 * 60 * 1000;

/**
 * Usage that is reported for meters, alone or as a stream; what cannot be counted is told of by a thin event, at once
 * instead of after minutes. Source: https://docs.stripe.com/api/v2/billing-meter
 */
export function meterEventRoutes(parts: Parts): readonly Route[] {
  const accept = (events: readonly Given[], request: ApiRequest): void => {
    for (const event of events) check(parts, event, request);
  };
  return [
    {
      method: 'POST',
      path: '/v2/billing/meter_event_session',
      run: () => {
        const now = parts.clock.now();
        return {
          id: `mes_test_${randomText(24)}`,
          object: 'v2.billing.meter_event_session',
          authentication_token: parts.store.settings.meterToken(),
          created: new Date(now).toISOString(),
          expires_at: new Date(now + lifetimeMs).toISOString(),
          livemode: false,
        };
      },
    },
    {
      method: 'POST',
      path: meterStreamPath,
      run: ({ events }, request) => {
        const given = listOf(events)?.filter(isRecord);
        if (!given || given.length === 0) throw apiErrors.missing('events');
        accept(given, request);
        return {};
      },
    },
    {
      method: 'POST',
      path: '/v2/billing/meter_events',
      run: (given, request) => {
        if (typeof given['event_name'] !== 'string') throw apiErrors.missing('event_name');
        accept([given], request);
        const created = new Date(parts.clock.now()).toISOString();
        const { event_name, payload } = given;
        const identifier = given['identifier'] ?? newId.request();
        const timestamp = given['timestamp'] ?? created;
        return {
          object: 'v2.billing.meter_event',
          created,
          event_name,
          identifier,
          livemode: false,
          payload,
          timestamp,
        };
      },
    },
  ];
}

/** Tells of an event that no meter counts, or that lacks what its meter needs. */
function check({ store, maker, publisher }: Parts, event: Given, request: ApiRequest): void {
  const name = String(event['event_name']);
  const [meter] = store.objects
    .page(['billing.meter'], request.account, [{ path: 'event_name', operator: '=', value: name }], {
      limit: 1,
    })
    .items.map(({ object }) => object);
  const payload = isRecord(event['payload']) ? event['payload'] : {};
  const type = meter
    ? isCountable(meter, payload)
      ? undefined
      : 'v1.billing.meter.error_report_triggered'
    : 'v1.billing.meter.no_meter_found';
  if (type === undefined) return;
  const related = meter && {
    related_object: { id: meter.id, type: 'billing.meter', url: `/v1/billing/meters/${meter.id}` },
  };
  const { fields } = maker.make({ type, overrides: { ...related } }, store);
  // A failure is in the store and in the `delivered` event; the courier never rejects for one.
  void publisher.publish(fields, 'thin').firstAttempts;
}

function isCountable(meter: StripeObject, payload: Readonly<Record<string, unknown>>): boolean {
  const keyOf = (settings: unknown): string =>
    isRecord(settings) ? String(settings['event_payload_key']) : '';
  const customer = payload[keyOf(meter['customer_mapping'])];
  return typeof customer === 'string' && Number.isFinite(Number(payload[keyOf(meter['value_settings'])]));
}
