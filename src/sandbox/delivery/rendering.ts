import type { StoredEvent } from '../state/events.ts';
import { newId } from '../state/ids.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The bytes of an event as Stripe sends them: JSON with two spaces, made once and kept. */
export function bytesOf(event: Fields): Uint8Array {
  return Buffer.from(JSON.stringify(event, null, 2));
}

/**
 * A snapshot event as an endpoint with this API version gets it. A thin event has no version, and is sent without
 * the `data` that the API gives of it.
 */
export function render(event: Fields, apiVersion: string, pendingWebhooks: number): Uint8Array {
  if (event['object'] !== 'event') return bytesOf(without(event, 'data'));
  return bytesOf({ ...event, api_version: apiVersion, pending_webhooks: pendingWebhooks });
}

/** Fills in what an event must have, in the order Stripe gives it, and keeps everything else as it is. */
export function completed(
  event: Fields,
  type: string,
  kind: StoredEvent['kind'],
  nowSeconds: number,
  isTaken: (id: string) => boolean,
): Fields {
  const given = event['id'];
  const id = typeof given === 'string' && given !== '' && !isTaken(given) ? given : newId.event();
  if (kind === 'thin')
    return {
      id,
      object: 'v2.core.event',
      created: new Date(nowSeconds * 1000).toISOString(),
      livemode: false,
      ...without(event, 'id', 'object', 'type', 'livemode'),
      type,
    };
  const created = typeof event['created'] === 'number' ? Math.floor(event['created']) : nowSeconds;
  return {
    id,
    object: 'event',
    api_version: null,
    created,
    data: { object: {} },
    ...without(event, 'id', 'object', 'type', 'created', 'livemode'),
    livemode: false,
    pending_webhooks: 0,
    request: event['request'] ?? { id: null, idempotency_key: null },
    type,
  };
}

/** What the store's columns say of an event. */
export function storedEventOf(event: Fields, kind: StoredEvent['kind']): StoredEvent {
  const account = event[kind === 'thin' ? 'context' : 'account'];
  const created = event['created'];
  const related = event['related_object'] as Fields | null | undefined;
  const objectId = kind === 'thin' ? related?.['id'] : undefined;
  return {
    id: String(event['id']),
    type: String(event['type']),
    kind,
    created: typeof created === 'number' ? created : Math.floor(Date.parse(String(created)) / 1000) || 0,
    account: typeof account === 'string' ? account : null,
    objectId: typeof objectId === 'string' ? objectId : null,
  };
}

function without(event: Fields, ...names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(event).filter(([name]) => !names.includes(name)));
}
