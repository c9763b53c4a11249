import type { Verdict } from './verdict.ts';

/**
 * Where an event came from. What is `polling` was read from Stripe's API, which gives no signature: it carries one made
 * on this machine, and its verdict stands for the authenticated request by which it was read.
 */
export type EventSource = 'http' | 'listen' | 'polling' | 'sandbox' | 'trigger' | 'replay';

/** What makes several events belong together: one run of a scenario, of a fixture file, or one trigger of several. */
export type RunKind = 'scenario' | 'fixture' | 'trigger';

/** The run that caused an event. */
export interface EventRun {
  /** Readable, and the same for all events of the run, e.g. `payment-refunded-1f3a9c20`. */
  readonly id: string;
  readonly kind: RunKind;
  /** The scenario's title or the fixture's file; empty for a trigger. */
  readonly name: string;
  /** Which of the run's events it is, counted from 1; undefined where Stripe decides what happens. */
  readonly step?: number;
  /** How many events the run is to have; undefined where that is not known. */
  readonly steps?: number;
}

/** Where an event came from, and what this extension ran that caused it. */
export interface Origin {
  readonly source: EventSource;
  readonly run?: EventRun | undefined;
}

/** One arrival of an event at the receiver. */
export interface Receipt {
  /** Milliseconds since the Unix epoch. */
  readonly receivedAt: number;
  readonly source: EventSource;
  /** The request's path with its query, e.g. `/webhook?version=2`. */
  readonly path: string;
  /** Raw header pairs in the order and spelling received. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The exact bytes received. */
  readonly body: Uint8Array;
  readonly verdict: Verdict;
  /** What the body says of itself; undefined when it is not a Stripe event. */
  readonly event: EventSummary | undefined;
  /** What this extension ran that caused it, as far as it knows of that. */
  readonly run?: EventRun | undefined;
}

/** The fields of an event that lists and filters need. */
export interface EventSummary {
  readonly id: string;
  readonly type: string;
  readonly kind: 'snapshot' | 'thin';
  /** Seconds since the Unix epoch (snapshot), or the thin event's ISO time converted to that. */
  readonly created: number;
  readonly livemode: boolean;
  readonly apiVersion: string | undefined;
  /** `data.object.id`, or `related_object.id` of a thin event. */
  readonly objectId: string | undefined;
  /** `data.object.object`, or `related_object.type`. */
  readonly objectType: string | undefined;
  /** The connected account (`account`, or `context` of a thin event). */
  readonly account: string | undefined;
  /** The API request that caused the event (`req_…`); undefined when none did, e.g. for a renewal. */
  readonly requestId: string | undefined;
}
