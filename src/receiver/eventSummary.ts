import type { EventSummary } from './receipt.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * In characters; also of types and versions. Lists, lines and indexes hold what a summary says, and what cannot be
 * verified says what it likes, up to a whole body's length.
 * Source: https://docs.stripe.com/upgrades#what-changes-does-stripe-consider-to-be-backwards-compatible
 */
const LONGEST_ID = 255;

/** The last moment that a `Date` can be, in seconds since the Unix epoch. */
const LAST_MOMENT = 8.64e12;

/**
 * What a body says of itself, or undefined when it is not a Stripe event: a JSON object whose `object` is
 * `event` (snapshot) or `v2.core.event` (thin), with an id and a type. What is longer than Stripe's ids are is left out.
 */
export function summarize(body: Uint8Array): EventSummary | undefined {
  const event = parsed(body);
  if (!event) return undefined;
  const { object } = event;
  const [id, type] = [text(event['id']), text(event['type'])];
  if (!id || !type) return undefined;
  if (object === 'event') return snapshot(event, id, type);
  return object === 'v2.core.event' ? thin(event, id, type) : undefined;
}

/** What an event says caused it; undefined when it names no request. Fields as in a snapshot event's `request`. */
export function causeOf(body: Uint8Array): EventCause | undefined {
  const event = parsed(body);
  const request = fields(fields(event?.['reason'])?.['request'] ?? event?.['request']);
  if (!request) return undefined;
  return { id: text(request['id']) ?? null, idempotency_key: text(request['idempotency_key']) ?? null };
}

/** The API request that caused an event. */
export interface EventCause {
  readonly id: string | null;
  readonly idempotency_key: string | null;
}

function snapshot(event: Fields, id: string, type: string): EventSummary {
  const object = fields(fields(event['data'])?.['object']);
  return {
    id,
    type,
    kind: 'snapshot',
    created: secondsOf(event['created']),
    livemode: event['livemode'] === true,
    apiVersion: text(event['api_version']),
    objectId: text(object?.['id']),
    objectType: text(object?.['object']),
    account: text(event['account']),
    // API versions before 2017-05-25 give the id alone.
    requestId: text(fields(event['request'])?.['id'] ?? event['request']),
  };
}

function thin(event: Fields, id: string, type: string): EventSummary {
  const related = fields(event['related_object']);
  return {
    id,
    type,
    kind: 'thin',
    created: secondsOf(event['created']),
    livemode: event['livemode'] === true,
    apiVersion: undefined,
    objectId: text(related?.['id']),
    objectType: text(related?.['type']),
    account: text(event['context']),
    requestId: text(fields(fields(event['reason'])?.['request'])?.['id']),
  };
}

function parsed(body: Uint8Array): Fields | undefined {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  try {
    return fields(JSON.parse(bytes.toString('utf8')));
  } catch {
    return undefined;
  }
}

function fields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.length <= LONGEST_ID ? value : undefined;
}

function secondsOf(created: unknown): number {
  const seconds = typeof created === 'string' ? Date.parse(created) / 1000 : created;
  return typeof seconds === 'number' && Math.abs(seconds) <= LAST_MOMENT ? seconds : 0;
}
