import type { HumanError } from '../humanError.ts';

/** How an endpoint gets its events: over HTTP, or through a cloud's event bus. `other` is what is newer than this code. */
export type EndpointKind = 'webhook' | 'eventBridge' | 'eventGrid' | 'other';

/** `snapshot` events carry the object as it was; `thin` ones only name it. */
export type EndpointPayload = 'snapshot' | 'thin';

/** A v1 webhook endpoint or a v2 event destination, in one shape. */
export interface Endpoint {
  /** `we_…` or `ed_…`. */
  readonly id: string;
  readonly connectionId: string;
  readonly api: 'v1' | 'v2';
  readonly kind: EndpointKind;
  readonly payload: EndpointPayload;
  /** Where events are sent; empty unless `kind` is `webhook`. */
  readonly url: string;
  /** What gets the events, as it may be shown: the URL, or the event bus by its kind and name. Never empty. */
  readonly target: string;
  /** A v2 destination's own name; v1 endpoints have none. */
  readonly name?: string;
  /** Event types, or `['*']` for all that need no explicit selection. */
  readonly events: readonly string[];
  readonly status: 'enabled' | 'disabled';
  readonly description?: string;
  /** The version events are rendered in; undefined means the account's default. */
  readonly apiVersion?: string;
  /** Seconds since the Unix epoch. */
  readonly created: number;
  readonly metadata: Readonly<Record<string, string>>;
  /** Whether it gets the events of connected accounts. */
  readonly connect: boolean;
  /** Whose events a v2 destination gets, e.g. `['@self', '@accounts']`, when Stripe says so. */
  readonly eventsFrom?: readonly string[];
  /** Why Stripe disabled a v2 destination, e.g. `no_aws_event_source_exists`; `user` when a person did. */
  readonly disabledReason?: string;
  /** Whether a signing secret of it is stored on this machine. */
  readonly secretKnown: boolean;
}

/** What creating an endpoint takes. */
export interface EndpointInput {
  readonly url: string;
  readonly events: readonly string[];
  readonly description?: string;
  /** Only settable at creation; thin events have none. */
  readonly apiVersion?: string;
  /** Only settable at creation. */
  readonly connect?: boolean;
  readonly metadata?: Readonly<Record<string, string>>;
  /** Which API to create it with; `v1` unless only `v2` can make it. Only settable at creation. */
  readonly api?: Endpoint['api'];
  /** `snapshot` unless given. Only settable at creation. */
  readonly payload?: EndpointPayload;
  /** The name of a v2 destination; its URL's host unless given. */
  readonly name?: string;
  /** Exactly whose events a v2 destination gets, instead of what `connect` says. Only settable at creation. */
  readonly eventsFrom?: readonly string[];
  /** Paused as soon as it is created; Stripe has no way to create it paused. */
  readonly disabled?: boolean;
}

/** What can be changed afterwards. A metadata value of `''` removes its key; only v2 destinations have a name. */
export type EndpointChange = Partial<
  Pick<EndpointInput, 'url' | 'events' | 'description' | 'metadata' | 'name'>
>;

/** All endpoints that could be listed. */
export interface EndpointListing {
  /** v1 endpoints and v2 destinations together, the newest first. */
  readonly endpoints: readonly Endpoint[];
  /** Why some are missing: the key may not read one of the two APIs. */
  readonly incomplete?: HumanError;
}

/** The list as it was when it was last read. */
export interface KnownEndpoints {
  readonly endpoints: readonly Endpoint[];
  /** When it was read, in milliseconds since the Unix epoch. */
  readonly at: number;
}

/** Which API an endpoint's id belongs to. */
export function apiOfId(id: string): Endpoint['api'] {
  return id.startsWith('ed_') ? 'v2' : 'v1';
}

/** At most so many endpoints an account. Source: https://docs.stripe.com/webhooks#register-webhook */
export const endpointLimit = 16;
