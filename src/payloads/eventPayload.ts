/** A snapshot event, as Stripe sends it; plain JSON. */
export interface SnapshotPayload {
  readonly id: string;
  readonly object: 'event';
  readonly account?: string;
  readonly api_version: string | null;
  /** Seconds since the epoch. */
  readonly created: number;
  readonly data: {
    readonly object: Readonly<Record<string, unknown>>;
    readonly previous_attributes?: Readonly<Record<string, unknown>>;
  };
  readonly livemode: boolean;
  readonly pending_webhooks: number;
  readonly request: { readonly id: string | null; readonly idempotency_key: string | null } | null;
  readonly type: string;
}

/** A thin event, as Stripe sends it; plain JSON. */
export interface ThinPayload {
  readonly id: string;
  readonly object: 'v2.core.event';
  /** The account it happened in, for events of connected accounts. */
  readonly context?: string;
  /** ISO 8601. */
  readonly created: string;
  /** Only in the answer of `GET /v2/core/events/{id}`. */
  readonly data?: Readonly<Record<string, unknown>>;
  readonly livemode: boolean;
  readonly reason?: {
    readonly type: 'request';
    readonly request: { readonly id: string; readonly idempotency_key: string };
  };
  readonly related_object?: { readonly id?: string; readonly type: string; readonly url: string };
  /** The snapshot event about the same change. */
  readonly snapshot_event?: string;
  readonly type: string;
}

export type StripeEventPayload = SnapshotPayload | ThinPayload;
