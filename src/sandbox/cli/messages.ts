import type { StoredEvent } from '../state/events.ts';

/**
 * The frames of a listen session's socket. Source: `pkg/websocket` of the open source Stripe CLI.
 */

/** A snapshot event, in the account's default API version (null) or the latest. */
export function webhookEventFrame(
  event: { readonly payload: string; readonly headers: Readonly<Record<string, string>> },
  apiVersion: string | null,
  ids: { readonly conversation: string; readonly webhook: string },
): string {
  return JSON.stringify({
    type: 'webhook_event',
    endpoint: { api_version: apiVersion, application: null },
    event_payload: event.payload,
    http_headers: event.headers,
    webhook_conversation_id: ids.conversation,
    webhook_id: ids.webhook,
  });
}

/** A thin event. */
export function thinEventFrame(
  payload: string,
  headers: Readonly<Record<string, string>>,
  destination: string,
): string {
  return JSON.stringify({ type: 'v2_event', http_headers: headers, payload, destination_id: destination });
}

/** What a client sends back. */
export type ClientMessage =
  | { readonly type: 'event_ack'; readonly eventId: string; readonly conversationId: string }
  | {
      readonly type: 'webhook_response';
      readonly conversationId: string;
      readonly webhookId: string;
      readonly forwardUrl: string;
      readonly status: number;
      readonly headers: readonly (readonly [string, string])[];
      readonly body: string;
    };

/** Reads a client's frame; undefined when it is none of those known. */
export function parseClientMessage(data: string): ClientMessage | undefined {
  const message = objectOf(data);
  const text = (name: string): string => {
    const value = message?.[name];
    return typeof value === 'string' ? value : '';
  };
  switch (message?.['type']) {
    case 'event_ack':
      return {
        type: 'event_ack',
        eventId: text('event_id'),
        conversationId: text('webhook_conversation_id'),
      };
    case 'webhook_response':
      return {
        type: 'webhook_response',
        conversationId: text('webhook_conversation_id'),
        webhookId: text('webhook_id'),
        forwardUrl: text('forward_url'),
        status: typeof message['status'] === 'number' ? message['status'] : 0,
        headers: headersOf(message['http_headers']),
        body: text('body'),
      };
    default:
      return undefined;
  }
}

/** Which feature an event needs a session to have. */
export const featureOf = { snapshot: 'webhooks', thin: 'v2_events' } satisfies Record<
  StoredEvent['kind'],
  string
>;

function objectOf(data: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function headersOf(value: unknown): readonly (readonly [string, string])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).map(([name, each]) => [name, String(each)] as const);
}
