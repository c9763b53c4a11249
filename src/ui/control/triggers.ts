import type { Attempt } from '../../delivery/attempt.ts';
import { beginRun } from '../../receiver/eventRun.ts';
import type { EventRun } from '../../receiver/receipt.ts';
import type { StripeEventPayload } from '../../payloads/eventPayload.ts';
import type { Parts } from '../commands/parts.ts';
import type { Received } from './receiverControl.ts';

type Needs = Pick<Parts, 'receiver' | 'sandbox' | 'secrets'>;

/** What became of an event that was sent. */
export interface Sent {
  readonly type: string;
  /** One for each place it went to; none when no endpoint wants it. */
  readonly attempts: readonly Attempt[];
  /** Its arrival at this extension's receiver, if it went there. */
  readonly received: Received | undefined;
}

/** An event to send: of a type, made by the sandbox, or a ready one. */
export interface Outgoing {
  readonly type: string;
  readonly payload?: StripeEventPayload;
  /** Whether it was sent before in this run, as Stripe does when it waits for an answer in vain. */
  readonly duplicate?: boolean;
  /** What it is sent as a part of. */
  readonly run?: EventRun;
}

/** Sends events to one place. */
export interface EventSender {
  send(event: Outgoing): Promise<Sent>;
}

// As long as Stripe is known to wait.
const timeoutMs = 30_000;

/** Through the sandbox, which stores the event and delivers it to its endpoints: the given ones, or all that want it. */
export function sandboxSender(parts: Needs, endpointIds?: readonly string[]): EventSender {
  const bodies = new Map<string, readonly Delivered[]>();
  return {
    send: ({ type, payload, duplicate, run }) =>
      withReceipt(parts, type, async () => {
        const before = payload && bodies.get(payload.id);
        if (duplicate && before) return Promise.all(before.map((each) => once(parts, each, run)));
        const sandbox = await parts.sandbox.access();
        const { deliveries } = await sandbox.trigger({
          type,
          onHappened: (ids) => announce(parts, ids, run),
          ...(endpointIds && { endpointIds }),
          ...(payload && { event: { ...payload } }),
        });
        if (payload) bodies.set(payload.id, deliveries);
        return deliveries;
      }),
  };
}

/** Straight to a URL, signed with the given secrets. */
export function directSender(
  parts: Needs,
  url: string,
  secrets: readonly string[],
  headers: Readonly<Record<string, string>> = {},
): EventSender {
  return {
    send: ({ type, payload, run }) =>
      withReceipt(parts, type, async () => {
        if (!payload) throw new Error('An event that is sent directly must be built first.');
        const body = Buffer.from(JSON.stringify(payload, null, 2));
        return [{ eventId: payload.id, attempt: await post(parts, { url, body, secrets, headers, run }) }];
      }),
  };
}

interface Delivered {
  readonly endpointId: string;
  readonly eventId: string;
  readonly body: Uint8Array;
  readonly attempt: Attempt;
}

/** What is about to arrive. An event that happens with its thin counterpart is told together with it. */
function announce({ receiver }: Needs, eventIds: readonly string[], run: EventRun | undefined): void {
  if (run || eventIds.length < 2) return receiver.ownSends.triggered(eventIds, run);
  const trigger = beginRun('trigger');
  for (const [index, id] of eventIds.entries())
    receiver.ownSends.triggered([id], { ...trigger, step: index + 1, steps: eventIds.length });
}

/** The same bytes to the same endpoint, signed anew. */
async function once(parts: Needs, delivered: Delivered, run: EventRun | undefined): Promise<Delivered> {
  const secrets = await parts.secrets.getAll('sandbox', delivered.endpointId);
  const { attempt, body } = delivered;
  return { ...delivered, attempt: await post(parts, { url: attempt.url, body, secrets, run }) };
}

interface Post {
  readonly url: string;
  readonly body: Uint8Array;
  readonly secrets: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly run: EventRun | undefined;
}

async function post(
  { receiver }: Needs,
  { url, body, secrets, headers: additional, run }: Post,
): Promise<Attempt> {
  const [{ deliver }, { webhookHeaders }] = await Promise.all([
    import('../../delivery/deliver.ts'),
    import('../../delivery/webhookHeaders.ts'),
  ]);
  const headers = { ...additional, ...webhookHeaders(body, secrets, Date.now()) };
  if (url === receiver.url) receiver.ownSends.signed(headers['Stripe-Signature'] ?? '', 'trigger', run);
  return deliver({ url, body, headers, timeoutMs });
}

/** Sends, and finds the receipt when the event came to this extension's own receiver. */
async function withReceipt(
  { receiver }: Needs,
  type: string,
  send: () => Promise<readonly Pick<Delivered, 'eventId' | 'attempt'>[]>,
): Promise<Sent> {
  const arrived = new Map<string, Received>();
  let wake: (() => void) | undefined;
  const subscription = receiver.onDidReceive((received) => {
    if (received.receipt.event) arrived.set(received.receipt.event.id, received);
    wake?.();
  });
  try {
    const delivered = await send();
    const here = delivered.find(({ attempt }) => attempt.url === receiver.url && attempt.response);
    // The receipt is announced with the answer, by another connection's event: either may come first.
    if (here && !arrived.has(here.eventId))
      await Promise.race([new Promise<void>((go) => (wake = go)), soon()]);
    const received = delivered.map(({ eventId }) => arrived.get(eventId)).find((one) => one !== undefined);
    return { type, attempts: delivered.map(({ attempt }) => attempt), received };
  } finally {
    subscription.dispose();
  }
}

function soon(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1000).unref());
}

/** Whether an event was taken everywhere it went. */
export function isTaken({ attempts }: Sent): boolean {
  return attempts.length > 0 && attempts.every(takes);
}

/** Whether an attempt was answered with success. */
export function takes({ response }: Attempt): boolean {
  return response !== undefined && response.status >= 200 && response.status <= 299;
}
