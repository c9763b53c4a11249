/** A v1 webhook endpoint or a v2 event destination, in one shape. */
export interface Endpoint {
  /** `we_…` or `ed_…`. */
  readonly id: string;
  readonly connectionId: string;
  readonly api: 'v1' | 'v2';
  readonly url: string;
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
  /** Whether a signing secret of it is stored on this machine. */
  readonly secretKnown: boolean;
}

/** What creating an endpoint takes. */
export interface EndpointInput {
  readonly url: string;
  readonly events: readonly string[];
  readonly description?: string;
  /** Only settable at creation. */
  readonly apiVersion?: string;
  /** Only settable at creation. */
  readonly connect?: boolean;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** What can be changed afterwards. A metadata value of `''` removes its key. */
export type EndpointChange = Partial<Pick<EndpointInput, 'url' | 'events' | 'description' | 'metadata'>>;

/** At most so many endpoints an account. Source: https://docs.stripe.com/webhooks#register-webhook */
export const endpointLimit = 16;
