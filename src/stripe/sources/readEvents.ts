import type { Stripe } from 'stripe';
import { accountOf } from './frames.ts';

/** An event as the API gives it. */
export interface ReadEvent {
  readonly id: string;
  /** Seconds since the Unix epoch. */
  readonly created: number;
  /** The connected account it is of. */
  readonly account: string | undefined;
  /** JSON with two spaces, in the manner of Stripe's webhooks. */
  readonly text: string;
}

export type EventKind = 'snapshot' | 'thin';

/** The newest event of a kind there is; undefined when there is none. Throws what the SDK throws. */
export async function newestEvent(client: Stripe, kind: EventKind): Promise<ReadEvent | undefined> {
  const { data } =
    kind === 'snapshot'
      ? await client.events.list({ limit: 1 })
      : await client.v2.core.events.list({ limit: 1 });
  return data[0] && readEvent(data[0]);
}

/**
 * The events created at this time (seconds) or later, newest first: of the account, or of one connected to it.
 * Throws what the SDK throws.
 */
export async function* eventsSince(
  client: Stripe,
  kind: EventKind,
  since: number,
  account?: string,
): AsyncGenerator<ReadEvent> {
  const options = account === undefined ? {} : { stripeAccount: account };
  const events =
    kind === 'snapshot'
      ? client.events.list({ limit: 100, created: { gte: since } }, options)
      : client.v2.core.events.list({ limit: 100, created: { gte: isoTime(since) } }, options);
  for await (const event of events) yield readEvent(event);
}

/** The reference of `/v2/core/events` has times in ISO 8601; the SDK declares numbers. */
function isoTime(seconds: number): number {
  return new Date(seconds * 1000).toISOString() as unknown as number;
}

function readEvent(event: { readonly id: string; readonly created: number | string }): ReadEvent {
  const fields = Object.entries(event);
  const thin = fields.some(([name, value]) => name === 'object' && value === 'v2.core.event');
  // The API gives the data of a thin event, and the SDK adds functions; neither is sent.
  const sent = Object.fromEntries(
    fields.filter(([name, value]) => typeof value !== 'function' && !(thin && name === 'data')),
  );
  return {
    id: event.id,
    created: typeof event.created === 'number' ? event.created : Math.floor(Date.parse(event.created) / 1000),
    account: accountOf(sent),
    text: JSON.stringify(sent, null, 2),
  };
}
