import type Stripe from 'stripe';
import { call } from './client/call.ts';
import { isLocal, type Connection } from './connection.ts';
import type { Connections } from './connections.ts';
import type { Endpoint } from './endpoint.ts';
import { matchesEventType } from './eventSets.ts';
import { sentence } from '../sentence.ts';

/** What Stripe could not deliver to an endpoint lately. */
export interface FailingDeliveries {
  /** Events of the last day; at most 100 are looked at. */
  readonly events: number;
  /** When the oldest of them happened, in seconds since the Unix epoch. */
  readonly since: number;
}

/** The endpoints with undelivered events, by id. */
export interface DeliveryHealth {
  readonly failing: ReadonlyMap<string, FailingDeliveries>;
  /** When the youngest event that may still be under way happened, in milliseconds since the Unix epoch. */
  readonly mayBeUnderWaySince?: number;
}

const daySeconds = 86_400;

/**
 * Which endpoints do not take their events. Stripe's API does not tell deliveries apart by endpoint, only whether an
 * event reached all of them (`delivery_success`, https://docs.stripe.com/api/events/list), so an undelivered event is
 * counted where a single enabled endpoint wants it. Throws a `HumanError`, for instance when the key may not read events.
 */
export async function deliveryHealth(
  connections: Connections,
  connection: Connection,
  endpoints: readonly Endpoint[],
  { now = Date.now(), signal }: { readonly now?: number; readonly signal?: AbortSignal } = {},
): Promise<DeliveryHealth> {
  const watched = endpoints.filter((one) => one.status === 'enabled' && one.payload === 'snapshot');
  if (watched.length === 0) return { failing: new Map() };
  const read = (success: boolean) =>
    call(
      sentence`read the latest events of ${connection.label}`,
      async () => latest(await connections.client(connection), Math.floor(now / 1000), success),
      signal,
    );
  const [delivered, undelivered] = await Promise.all([read(true), read(false)]);
  return judge(watched, { delivered, undelivered }, (now - graceMilliseconds(connection)) / 1000);
}

interface LatestEvents {
  readonly delivered: readonly Stripe.Event[];
  readonly undelivered: readonly Stripe.Event[];
}

async function latest(stripe: Stripe, now: number, success: boolean): Promise<readonly Stripe.Event[]> {
  const list = await stripe.events.list({
    delivery_success: success,
    created: { gte: now - daySeconds },
    limit: 100,
  });
  return list.data;
}

/** How long an event may be on its way: a delivery may take as long as the app thinks; one on this machine answers sooner. */
export function graceMilliseconds(connection: Connection): number {
  return isLocal(connection) ? 3_000 : 60_000;
}

function judge(
  endpoints: readonly Endpoint[],
  { delivered, undelivered }: LatestEvents,
  settledBefore: number,
): DeliveryHealth {
  const failing = new Map<string, FailingDeliveries>();
  let youngest: number | undefined;
  for (const event of undelivered) {
    const [wanted, ...others] = endpoints.filter((endpoint) => wants(endpoint, event));
    if (!wanted || others.length > 0) continue;
    if (event.created <= lastTaken(wanted, delivered)) continue;
    if (event.created > settledBefore) youngest = Math.max(youngest ?? 0, event.created);
    else failing.set(wanted.id, added(failing.get(wanted.id), event.created));
  }
  if (youngest === undefined) return { failing };
  return { failing, mayBeUnderWaySince: youngest * 1000 };
}

/** What came before an event that arrived is history: the endpoint works again. */
function lastTaken(endpoint: Endpoint, delivered: readonly Stripe.Event[]): number {
  return Math.max(0, ...delivered.filter((event) => wants(endpoint, event)).map(({ created }) => created));
}

function wants({ events, connect, created }: Endpoint, event: Stripe.Event): boolean {
  if (connect !== (event.account !== undefined) || event.created < created) return false;
  return events.some((pattern) => matchesEventType(pattern, event.type));
}

function added(before: FailingDeliveries | undefined, created: number): FailingDeliveries {
  return { events: (before?.events ?? 0) + 1, since: Math.min(before?.since ?? created, created) };
}
