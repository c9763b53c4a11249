/** What the extension host and the Events panel's webview say to each other. */
import type { SavedFilter, Vocabulary } from './filter/complete.ts';
import type { Density, Layout } from './columns.ts';
import type { Kept } from './kept.ts';

/** How the newest attempt of a receipt's deliveries went. */
export interface RowDelivery {
  readonly delivered: boolean;
  readonly attempts: number;
  readonly status: number | undefined;
  readonly milliseconds: number;
  readonly error: string | undefined;
}

/** A receipt as a row of the list. */
export interface Row {
  readonly id: number;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  readonly type: string | undefined;
  readonly eventId: string | undefined;
  readonly objectId: string | undefined;
  readonly account: string | undefined;
  readonly endpointId: string | undefined;
  /** Why it was rejected; undefined when it is verified. */
  readonly rejection: string | undefined;
  readonly delivery: RowDelivery | undefined;
  readonly source: string;
  readonly duplicate: boolean;
}

/** Everything about one receipt. Texts are as they came: whoever shows them makes them harmless. */
export interface Details {
  readonly row: Row;
  readonly size: number;
  readonly path: string;
  readonly headers: readonly Header[];
  /** The body as text. */
  readonly body: string;
  /** Whether the body is not valid UTF-8, so that its text is not all there is to it. */
  readonly binary: boolean;
  readonly verdict: VerdictText;
  readonly attempts: readonly AttemptDetails[];
  /** The receipt before it of the same object, if there is one. */
  readonly previous: number | undefined;
  /** The run of a scenario, a fixture or a trigger that caused it. */
  readonly run: RunDetails | undefined;
}

/** A run and the place of the event in it. */
export interface RunDetails {
  readonly id: string;
  readonly kind: 'scenario' | 'fixture' | 'trigger';
  /** The scenario's title or the fixture's file; empty for a trigger. */
  readonly name: string;
  /** Which of how many events it is; undefined where Stripe decides what happens. */
  readonly step: number | undefined;
  readonly steps: number | undefined;
  /** Its events that are in the journal, in order, each once. */
  readonly events: readonly RunEvent[];
}

/** An event of a run. */
export interface RunEvent {
  readonly row: Row;
  readonly step: number | undefined;
}

export type Header = readonly [name: string, value: string];

/** A verdict in words. */
export interface VerdictText {
  readonly verified: boolean;
  readonly explanation: string;
  readonly remedy: string;
  /** How to get at the raw body, when it was changed on the way; the likeliest framework first. */
  readonly fixes: readonly FixText[];
}

/** What to do in one framework. */
export interface FixText {
  readonly name: string;
  readonly fix: string;
  readonly code: string;
  readonly docs: string;
}

/** One delivery to one target. */
export interface AttemptDetails {
  readonly target: string;
  readonly url: string;
  readonly at: number;
  readonly milliseconds: number;
  readonly status: number | undefined;
  readonly error: string | undefined;
  readonly dead: boolean;
  readonly headers: readonly Header[];
  readonly body: string;
}

/** A stretch of time in the picture; latencies in milliseconds. */
export interface ChartBucket {
  readonly delivered: number;
  readonly failed: number;
  readonly rejected: number;
  /** Verified and not sent anywhere. */
  readonly kept: number;
  readonly median: number | undefined;
  readonly p95: number | undefined;
}

/** Events over time, in equal buckets from `from` to `until` (milliseconds since the epoch). */
export interface Chart {
  readonly from: number;
  readonly until: number;
  readonly buckets: readonly ChartBucket[];
}

/** What the user has chosen and keeps. */
export interface Preferences extends Layout {
  readonly density: Density;
  readonly saved: readonly SavedFilter[];
}

/** From the extension host to the webview. */
export type ToWebview =
  | {
      readonly kind: 'init';
      /** Translations of the webview's strings; empty in English. */
      readonly strings: Readonly<Record<string, string>>;
      /** As dates are written, e.g. `de`. */
      readonly locale: string;
      readonly kept: Kept;
    }
  | { readonly kind: 'preferences'; readonly preferences: Preferences }
  | { readonly kind: 'vocabulary'; readonly vocabulary: Vocabulary; readonly endpoints: EndpointNames }
  | ListMessage
  | {
      readonly kind: 'rows';
      readonly generation: number;
      readonly from: number;
      readonly rows: readonly Row[];
    }
  | { readonly kind: 'range'; readonly generation: number; readonly ids: readonly number[] }
  /** Where a receipt is in the list, or else (not `isOwn`) where the next newer one is; no position: nowhere. */
  | {
      readonly kind: 'located';
      readonly generation: number;
      readonly id: number;
      readonly position?: number;
      readonly isOwn?: boolean;
    }
  | { readonly kind: 'details'; readonly id: number; readonly details: Details | undefined }
  | { readonly kind: 'json'; readonly ids: readonly number[]; readonly text: string }
  | { readonly kind: 'chart'; readonly chart: Chart }
  | { readonly kind: 'failed'; readonly sentence: string }
  /** What a command of the extension asks the panel to do. */
  | { readonly kind: 'setFilter'; readonly text: string }
  | { readonly kind: 'reveal'; readonly id: number }
  | { readonly kind: 'focusFilter' }
  | { readonly kind: 'pause'; readonly paused: boolean }
  | { readonly kind: 'clear'; readonly before: number | undefined };

/** Shown instead of an endpoint's id, by id. */
export type EndpointNames = Readonly<Record<string, string>>;

/**
 * The list as it is now. Positions count from the oldest match, so that new events at the end move none. A new
 * generation is another list, whose positions have nothing to do with the one before.
 */
export interface ListMessage {
  readonly kind: 'list';
  readonly generation: number;
  readonly total: number;
  /** False while the newest matches alone are known: how many there are before them is still counted. */
  readonly isCounted: boolean;
  /** This list is the one of an earlier generation, all of whose positions have risen by so many. */
  readonly raised: { readonly generation: number; readonly by: number } | undefined;
  /** Receipts that have changed since the last of these messages; `all` when they are too many to name. */
  readonly changed: readonly number[] | 'all';
  /** How many events an earlier `clear` hides from this list. */
  readonly hidden: number;
}

/** So many events can be dragged at a time. */
export const dragLimit = 100;

/** So many events can be selected by a range, and an action can be about so many. */
export const selectionLimit = 1000;

/** The commands that the webview may run, about the receipts it names or none. */
export const runnable = [
  'stripeWebhooks.event.open',
  'stripeWebhooks.event.compare',
  'stripeWebhooks.event.copyAsJson',
  'stripeWebhooks.event.copyAsCurl',
  'stripeWebhooks.event.copyAsFixture',
  'stripeWebhooks.event.saveAsFixture',
  'stripeWebhooks.event.openInDashboard',
  'stripeWebhooks.event.onlyTheseTypes',
  'stripeWebhooks.event.hideTheseTypes',
  'stripeWebhooks.event.replay',
  'stripeWebhooks.event.editAndResend',
  'stripeWebhooks.event.trigger',
  'stripeWebhooks.event.triggerLike',
  'stripeWebhooks.handler.goTo',
  'stripeWebhooks.diagnosis.run',
  'stripeWebhooks.panel.savedFilters',
  'stripeWebhooks.panel.chooseColumns',
  'stripeWebhooks.panel.export',
  'stripeWebhooks.receiver.start',
] as const;

export type Runnable = (typeof runnable)[number];

/** From the webview to the extension host. */
export type ToHost =
  /** The webview's script runs. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'filter'; readonly text: string; readonly hiddenBefore: number | undefined }
  /** Positions `from` to `to`, the latter not included. */
  | { readonly kind: 'rows'; readonly generation: number; readonly from: number; readonly to: number }
  | { readonly kind: 'range'; readonly generation: number; readonly from: number; readonly to: number }
  | { readonly kind: 'locate'; readonly generation: number; readonly id: number }
  | { readonly kind: 'details'; readonly id: number }
  /** Asks for the payloads as JSON. */
  | { readonly kind: 'json'; readonly ids: readonly number[] }
  | { readonly kind: 'selection'; readonly ids: readonly number[] }
  | { readonly kind: 'chart'; readonly shown: boolean; readonly buckets: number }
  | { readonly kind: 'pause'; readonly paused: boolean }
  /** The last list message has been painted: the next one may come. */
  | { readonly kind: 'painted' }
  /** Asks for the vocabulary as it is now. */
  | { readonly kind: 'vocabulary' }
  | { readonly kind: 'keep'; readonly kept: Kept }
  | { readonly kind: 'copy'; readonly text: string }
  | ({ readonly kind: 'columns' } & Layout)
  | { readonly kind: 'run'; readonly command: Runnable; readonly ids: readonly number[] };
