import type { EventSource, EventSummary } from '../receiver/receipt.ts';

/** Which receipts are wanted: those that fulfil every condition given. An empty filter wants all. */
export interface ReceiptFilter {
  /** One of these event types. `*` stands for any run of characters: `customer.*`, `*.failed`. */
  readonly types?: readonly string[];
  /** Result of the signature check. */
  readonly outcome?: 'verified' | 'rejected';
  /**
   * By the newest attempt of each target: `delivered` when all took the event, `failed` when one did not, `dead` when
   * one of the failed ones was given up, `none` when nothing was attempted.
   */
  readonly delivery?: 'delivered' | 'failed' | 'dead' | 'none';
  readonly sources?: readonly EventSource[];
  /** One of these endpoints' secrets matched. */
  readonly endpointIds?: readonly string[];
  /** The connection whose secret matched. */
  readonly connectionId?: string;
  /** The connected account. */
  readonly account?: string;
  readonly objectId?: string;
  readonly objectType?: string;
  readonly eventId?: string;
  /** The API request that caused the event. */
  readonly requestId?: string;
  /** One of these runs, by id. `*` stands for any run of characters: `payment-refunded-*`. */
  readonly runs?: readonly string[];
  readonly kind?: EventSummary['kind'];
  /** Received at this time or later, in milliseconds since the Unix epoch. */
  readonly from?: number;
  /** Received before this time, in milliseconds since the Unix epoch. */
  readonly until?: number;
  /** Journalled up to this id. */
  readonly upTo?: number;
  /**
   * Words that the payload has, in any order and not regarding case; the last letters of a word may be missing.
   * `"in quotes"`: this sequence of whole words. What stands between words (`.`, `-`, `@`, JSON's own signs) is not
   * regarded, so that a piece of JSON in quotes is found too.
   */
  readonly text?: string;
  /** Receipts of events that had already been verified and journalled. */
  readonly duplicates?: 'hide' | 'only';
  /** Receipts that fulfil one of these are not wanted. */
  readonly except?: {
    /** Event types, with `*` as in `types`. What is not an event is of none of them. */
    readonly types?: readonly string[];
    readonly sources?: readonly EventSource[];
    readonly endpointIds?: readonly string[];
  };
}
