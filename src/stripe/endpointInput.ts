import type { Connection } from './connection.ts';
import { isLocal, isLoopbackHost } from './connection.ts';
import type { Endpoint, EndpointChange, EndpointInput, EndpointPayload } from './endpoint.ts';
import { sentence } from '../sentence.ts';

/** Longest description. Source: `description` of `POST /v1/webhook_endpoints` in Stripe's OpenAPI file. */
const descriptionLimit = 5000;

/** Limits of metadata. Source: https://docs.stripe.com/api/metadata */
export const metadataLimits = { keys: 50, keyLength: 40, valueLength: 500 } as const;

/** Checks the URL that events shall go to, for this connection. Gives one sentence, or undefined when it is right. */
export function validateUrl(
  text: string,
  connection: Pick<Connection, 'kind' | 'mode' | 'apiBase'>,
): string | undefined {
  if (text.trim() === '') return sentence`Enter the URL that events shall be sent to.`;
  if (/\s/.test(text.trim())) return sentence`The URL has white space in it; remove it.`;
  const url = URL.parse(text.trim());
  if (!url || !/^https?:\/\/[^/]/i.test(text.trim()))
    return sentence`This is not a complete URL; it looks like https://example.com/webhook.`;
  if (url.username || url.password)
    return sentence`The URL holds a user name or password; Stripe does not send them, so remove them.`;
  if (connection.mode === 'live' && url.protocol !== 'https:')
    return sentence`Live mode needs a URL that starts with https://.`;
  if (!isLocal(connection) && isLoopbackHost(url.hostname))
    return sentence`Stripe cannot reach ${url.hostname} on your machine; enter a public URL, or create the endpoint in the sandbox, which can.`;
  return undefined;
}

/** Checks the event types of an endpoint. Gives one sentence, or undefined. */
export function validateEvents(
  events: readonly string[],
  payload: EndpointPayload = 'snapshot',
): string | undefined {
  if (events.length === 0) return sentence`Choose at least one event type.`;
  if (events.some((type) => type.trim() === '')) return sentence`One of the event types is empty; remove it.`;
  if (events.includes('*') && events.length > 1)
    return sentence`"*" already means all event types; choose either it or single types.`;
  if (events.includes('*') && payload === 'thin')
    return sentence`Stripe sends thin events only of types that are named; choose them instead of "*".`;
  return undefined;
}

/** Checks the name of an event destination. Gives one sentence, or undefined. */
function validateName(text: string): string | undefined {
  return text.trim() === '' ? sentence`Enter a name for the event destination.` : undefined;
}

/** Checks the description's length. Gives one sentence, or undefined. */
export function validateDescription(text: string): string | undefined {
  if (text.length <= descriptionLimit) return undefined;
  return sentence`The description has ${text.length} characters; Stripe takes at most ${descriptionLimit}.`;
}

/** Checks the number and length of metadata. Gives one sentence, or undefined. */
export function validateMetadata(metadata: Readonly<Record<string, string>>): string | undefined {
  const entries = Object.entries(metadata);
  if (entries.length > metadataLimits.keys)
    return sentence`There are ${entries.length} metadata keys; Stripe takes at most ${metadataLimits.keys}.`;
  for (const [key, value] of entries) {
    if (key === '' || key.length > metadataLimits.keyLength || /[[\]]/.test(key))
      return sentence`The metadata key "${key}" must have 1 to ${metadataLimits.keyLength} characters and no square brackets.`;
    if (value.length > metadataLimits.valueLength)
      return sentence`The metadata value of "${key}" has ${value.length} characters; Stripe takes at most ${metadataLimits.valueLength}.`;
  }
  return undefined;
}

/** Checks all given fields; the first problem in one sentence, or undefined. */
export function validateEndpoint(
  input: EndpointChange,
  connection: Pick<Connection, 'kind' | 'mode' | 'apiBase'>,
): string | undefined {
  return (
    (input.url === undefined ? undefined : validateUrl(input.url, connection)) ??
    (input.events === undefined ? undefined : validateEvents(input.events)) ??
    (input.description === undefined ? undefined : validateDescription(input.description)) ??
    (input.metadata === undefined ? undefined : validateMetadata(input.metadata)) ??
    (input.name === undefined ? undefined : validateName(input.name))
  );
}

/** Checks what an endpoint shall be created from; the first problem in one sentence, or undefined. */
export function validateInput(
  input: EndpointInput,
  connection: Pick<Connection, 'kind' | 'mode' | 'apiBase'>,
): string | undefined {
  const problem = validateEndpoint(input, connection) ?? validateEvents(input.events, input.payload);
  if (problem !== undefined) return problem;
  if (input.api === 'v1' && needsV2(input))
    return sentence`Only an event destination (v2) takes thin events, a name and a choice of whose events it gets; create one instead.`;
  return undefined;
}

/** Which API creates this: the wanted one, or `v2` for what `v1` has no parameter for. */
export function apiOfInput(input: EndpointInput): Endpoint['api'] {
  return input.api ?? (needsV2(input) ? 'v2' : 'v1');
}

function needsV2({ payload, name, eventsFrom }: EndpointInput): boolean {
  return payload === 'thin' || name !== undefined || eventsFrom !== undefined;
}

/** What creating an endpoint again takes: everything but its id and its signing secret, which will be new ones. */
export function inputOf(endpoint: Endpoint): EndpointInput {
  const { url, events, description, apiVersion, metadata, name, eventsFrom } = endpoint;
  return {
    api: endpoint.api,
    payload: endpoint.payload,
    url,
    events,
    metadata,
    connect: endpoint.connect,
    ...(description === undefined ? {} : { description }),
    ...(apiVersion === undefined ? {} : { apiVersion }),
    ...(name === undefined ? {} : { name }),
    ...(eventsFrom === undefined ? {} : { eventsFrom }),
    ...(endpoint.status === 'disabled' ? { disabled: true } : {}),
  };
}

/** Whether an endpoint can be created again from here; event buses are set up with their cloud, in the Dashboard. */
export function canRecreate(endpoint: Endpoint): boolean {
  return endpoint.kind === 'webhook';
}
