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
  /** When another look may tell more, in milliseconds since the Unix epoch; undefined when this was all. */
  readonly againAt?: number;
}

interface Read {
  readonly connectionId: string;
  /** In milliseconds since the Unix epoch. */
  readonly at: number;
  readonly undelivered: readonly Stripe.Event[];
  /** Read only when an endpoint is to blame, to see whether it has got well since. */
  delivered?: readonly Stripe.Event[];
}

const daySeconds = 86_400;

/** Finds out which endpoints do not take their events. */
export class DeliveryWatch {
  readonly #connections: Pick<Connections, 'client'>;
  #read: Read | undefined;

  constructor(connections: Pick<Connections, 'client'>) {
    this.#connections = connections;
  }

  /**
   * Which endpoints do not take their events. Stripe's API does not tell deliveries apart by endpoint, only whether an
   * event reached all of them (`delivery_success`, https://docs.stripe.com/api/events/list), so an undelivered event is
   * counted where a single enabled endpoint wants it. Stripe is asked for the undelivered events, and for the delivered
   * ones when an endpoint is to blame; each at most once in `graceMilliseconds`, within which nothing new is judged,
   * unless `anew`. Throws a `HumanError`, for instance when the key may not read events.
   */
  async health(
    connection: Connection,
    endpoints: readonly Endpoint[],
    { now = Date.now(), anew = false, signal }: HealthOptions = {},
  ): Promise<DeliveryHealth> {
    const watched = endpoints.filter((one) => one.status === 'enabled' && one.payload === 'snapshot');
    if (watched.length === 0) return { failing: new Map() };
    const list = (at: number, success: boolean) =>
      call(
        sentence`read the latest events of ${connection.label}`,
        async () => latest(await this.#connections.client(connection), Math.floor(at / 1000), success),
        signal,
      );
    const before = anew ? undefined : this.#read;
    const isKept = before?.connectionId === connection.id && now < before.at + graceMilliseconds(connection);
    const read: Read = isKept
      ? before
      : { connectionId: connection.id, at: now, undelivered: await list(now, false) };
    this.#read = read;
    const isBlamed = read.undelivered.some((event) => onlyWantedBy(watched, event));
    if (isBlamed) read.delivered ??= await list(read.at, true);
    return judge(watched, read, now, graceMilliseconds(connection));
  }
}

interface HealthOptions {
  /** Milliseconds since the Unix epoch. */
  readonly now?: number;
  /** Whether to ask Stripe even when that was done just before. */
  readonly anew?: boolean;
  readonly signal?: AbortSignal;
}

async function latest(stripe: Stripe, now: number, success: boolean): Promise<readonly Stripe.Event[]> {
  const list = await stripe.events.list({
    delivery_success: success,
    created: { gte: now - daySeconds },
    limit: 100,
  });
  return list.data;
}

/**
 * How long an event may be on its way: a delivery may take as long as the app thinks; one on this machine answers
 * sooner.
 */
export function graceMilliseconds(connection: Connection): number {
  return isLocal(connection) ? 3_000 : 60_000;
}

function judge(
  endpoints: readonly Endpoint[],
  { at, undelivered, delivered = [] }: Read,
  now: number,
  grace: number,
): DeliveryHealth {
  const failing = new Map<string, FailingDeliveries>();
  // What happens while the events that were read are still in use shows up afterwards.
  let againAt = at < now ? at + grace : undefined;
  for (const event of undelivered) {
    const wanted = onlyWantedBy(endpoints, event);
    if (!wanted || event.created <= lastTaken(wanted, delivered)) continue;
    // Events tell whole seconds.
    const judgedAt = event.created * 1000 + grace;
    if (judgedAt > now) againAt = Math.max(againAt ?? 0, judgedAt + 1000);
    else failing.set(wanted.id, added(failing.get(wanted.id), event.created));
  }
  return { failing, ...(againAt !== undefined && { againAt }) };
}

function onlyWantedBy(endpoints: readonly Endpoint[], event: Stripe.Event): Endpoint | undefined {
  const [wanted, ...others] = endpoints.filter((endpoint) => wants(endpoint, event));
  return others.length === 0 ? wanted : undefined;
}

/** What failed before an event that arrived is of no interest: the endpoint works again. */
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
