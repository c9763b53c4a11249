import type { App, StripeEvent } from '../../api/stripe-webhooks.d.ts';
import { scrubPayload } from '../stripe/scrub.ts';
import type { AppReceipt, RunnableApp } from './app.ts';
import { payloadOf } from './fields/payload.ts';

/** What keeps a contributed app from being registered, for its author; undefined when nothing does. */
export function problemOf(app: App): string | undefined {
  const { id, name, description, events, config = [], run } = app;
  if (typeof id !== 'string' || !/^[\w.-]+(\/[\w.-]+)+$/.test(id))
    return 'An app’s id has the form publisher.extension/name.';
  if (typeof name !== 'string' || name === '' || typeof description !== 'string')
    return `The app ${id} needs a name and a description.`;
  if (!Array.isArray(events) || events.length === 0 || !events.every((type) => typeof type === 'string'))
    return `The app ${id} must say which event types it wants.`;
  if (typeof run !== 'function') return `The app ${id} has no run function.`;
  const keys = config.map(({ key }) => key);
  return new Set(keys).size < keys.length
    ? `The app ${id} has two config fields of the same key.`
    : undefined;
}

/** A contributed app as the runner takes it: it gets copies with secrets masked, and nothing else. */
export function contributedApp(app: App): RunnableApp {
  const { id, name, description, icon = 'extensions', events, config = [] } = app;
  return {
    id,
    name,
    description,
    icon,
    events: [...events],
    config: [...config],
    needsTrust: true,
    run: (receipt, { config: values, signal, attempt, log }) =>
      app.run(publishedEvent(receipt), { config: values, signal, attempt, log }),
  };
}

/** A kept event as the API gives it. */
export function publishedEvent(
  receipt: Pick<AppReceipt, 'id' | 'receivedAt' | 'duplicate' | 'event' | 'body'>,
): StripeEvent {
  const { id, type, kind, created, livemode, apiVersion, account, objectId, objectType } = receipt.event;
  return {
    receiptId: receipt.id,
    id,
    type,
    kind,
    created,
    livemode,
    receivedAt: receipt.receivedAt,
    duplicate: receipt.duplicate,
    ...(apiVersion !== undefined && { apiVersion }),
    ...(account !== undefined && { account }),
    ...(objectId !== undefined && { objectId }),
    ...(objectType !== undefined && { objectType }),
    payload: masked(payloadOf(receipt.body)) as StripeEvent['payload'],
  };
}

const secretNames = /(^|_)secret$/;

/** The same JSON with what is secret in Stripe's objects replaced: client secrets, signing secrets and keys. */
function masked(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return secretNames.test(name) ? '…' : scrubPayload(value);
  if (Array.isArray(value)) return value.map((each) => masked(each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, masked(each, key)]));
}
