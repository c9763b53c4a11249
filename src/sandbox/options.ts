import type { Attempt } from '../delivery/attempt.ts';
import type { Clock } from '../delivery/clock.ts';
import type { SchemaCatalogue } from '../stripe/catalogue.ts';
import type { OperationCatalogue } from '../stripe/operations.ts';

/** The part of the event catalogue that the sandbox needs. */
export interface EventCatalogueLike {
  readonly apiVersion: string;
  readonly apiVersions: readonly string[];
  readonly eventTypes: readonly {
    readonly type: string;
    readonly kind: 'snapshot' | 'thin';
    /** The schemas of the objects that it may carry. */
    readonly schemas?: readonly string[];
  }[];
}

/** Builds a realistic event of a type; `created` is in seconds since the Unix epoch. */
export type EventBuilder = (
  type: string,
  options: {
    readonly created: number;
    readonly apiVersion: string;
    readonly overrides?: Record<string, unknown>;
    /** Thin events only: with the `data` that the API gives of it and a delivery does not. */
    readonly withData?: boolean;
  },
) => object;

export interface SandboxOptions {
  /** Where the state is kept (SQLite); in memory when undefined. */
  readonly dataFile?: string;
  readonly catalogue: EventCatalogueLike;
  /** Without it, an event's object holds nothing but the overrides. */
  readonly buildEvent?: EventBuilder;
  /** What the calls of API v1 take and give; without it there are endpoints, events and listen sessions alone. */
  readonly resources?: {
    readonly schemas: SchemaCatalogue;
    readonly operations: OperationCatalogue;
  };
  readonly clock?: Clock;
  /** How often a listen session redials, in seconds. */
  readonly reconnectDelaySeconds?: number;
}

/** What to cause, and for whom. */
export interface TriggerRequest {
  readonly type: string;
  /**
   * Deliver to these endpoints alone, whatever types they chose; otherwise to every enabled one that wants it. A
   * thin destination gets a snapshot event's thin counterpart.
   */
  readonly endpointIds?: readonly string[];
  /** Passed to the builder. */
  readonly overrides?: Record<string, unknown>;
  /** The event itself, instead of a built one; its id is replaced when the sandbox already has an event with it. */
  readonly event?: Record<string, unknown>;
  /** Told the ids of the events that happen, before the first delivery. */
  readonly onHappened?: (eventIds: readonly string[]) => void;
}

/** The event that was caused, and how its first deliveries went. */
export interface TriggerResult {
  readonly event: Readonly<Record<string, unknown>>;
  /** The exact bytes, rendered in the account's default API version. */
  readonly body: Uint8Array;
  readonly deliveries: readonly SandboxDelivery[];
}

/** One attempt to deliver an event to an endpoint. */
export interface SandboxDelivery {
  readonly eventId: string;
  readonly eventType: string;
  readonly endpointId: string;
  /** The exact bytes sent, rendered in the endpoint's API version. */
  readonly body: Uint8Array;
  readonly attempt: Attempt;
  /** Milliseconds since the Unix epoch; undefined when it succeeded or Stripe would give up. */
  readonly nextAttemptAt: number | undefined;
}
