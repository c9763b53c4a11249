import type { AppAnswer } from '../eventSource.ts';

/**
 * The frames of a listen session's socket. Source: `pkg/websocket` and `pkg/proxy` of the open source Stripe CLI.
 */

/** An event in a frame, with what an answer must refer to. */
export interface EventFrame {
  readonly kind: 'snapshot' | 'thin';
  /** Of a snapshot event: null for the account's default version, otherwise the latest. */
  readonly apiVersion: string | null;
  /** The text that was signed. */
  readonly payload: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Empty for thin events. */
  readonly conversationId: string;
  readonly webhookId: string;
}

/** At most so many bytes of an app's answer are reported. */
const reportedBytes = 5000;

/** Reads a frame; undefined when it is none with an event. */
export function readFrame(text: string): EventFrame | undefined {
  const frame = fieldsOf(parsed(text));
  switch (frame?.['type']) {
    case 'webhook_event':
      return frameOf('snapshot', frame, 'event_payload', 'webhook_id');
    case 'v2_event':
      return frameOf('thin', frame, 'payload', 'destination_id');
    default:
      return undefined;
  }
}

function frameOf(
  kind: EventFrame['kind'],
  frame: Readonly<Record<string, unknown>>,
  payloadName: string,
  ownerName: string,
): EventFrame | undefined {
  const payload = frame[payloadName];
  if (typeof payload !== 'string') return undefined;
  const version = fieldsOf(frame['endpoint'])?.['api_version'];
  return {
    kind,
    apiVersion: typeof version === 'string' ? version : null,
    payload,
    headers: Object.entries(fieldsOf(frame['http_headers']) ?? {}).map(([name, value]) => [
      name,
      String(value),
    ]),
    conversationId: textOf(frame['webhook_conversation_id']),
    webhookId: textOf(frame[ownerName]),
  };
}

/** Says that an event has arrived. */
export function ackFrame({ conversationId, webhookId }: EventFrame, eventId: string): string {
  return JSON.stringify({
    type: 'event_ack',
    event_id: eventId,
    webhook_conversation_id: conversationId,
    webhook_id: webhookId,
  });
}

/** Reports what the app answered to it. */
export function responseFrame(frame: EventFrame, eventId: string, answer: AppAnswer): string {
  return JSON.stringify({
    type: 'webhook_response',
    webhook_id: frame.webhookId,
    webhook_conversation_id: frame.conversationId,
    forward_url: answer.url,
    status: answer.status,
    http_headers: Object.fromEntries(answer.headers),
    body: Buffer.from(answer.body).subarray(0, reportedBytes).toString('utf8'),
    request_headers: Object.fromEntries(frame.headers),
    request_body: frame.payload,
    notification_id: eventId,
  });
}

/** The fields of an event's JSON that a source looks at; undefined when it is no event. */
export function eventIn(
  payload: string,
): { readonly id: string; readonly account: string | undefined } | undefined {
  const event = fieldsOf(parsed(payload));
  if (typeof event?.['id'] !== 'string') return undefined;
  return { id: event['id'], account: accountOf(event) };
}

/** The connected account that an event is of; undefined for the account's own. */
export function accountOf(event: Readonly<Record<string, unknown>>): string | undefined {
  const account = event['object'] === 'v2.core.event' ? event['context'] : event['account'];
  return typeof account === 'string' && account !== '' ? account : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
