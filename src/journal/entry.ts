import { HumanError } from '../humanError.ts';
import type { Attempt } from '../delivery/attempt.ts';
import type { Receipt } from '../receiver/receipt.ts';
import type { ReceiptFilter } from './filter.ts';

/** A receipt as the journal lists it: all but its headers and its body. */
export interface JournalledReceipt extends Omit<Receipt, 'headers' | 'body'> {
  /** Counts up in the order of arrival; never used again, not even after the entry is gone. */
  readonly id: number;
  /** True when the same event had already been verified and journalled. */
  readonly duplicate: boolean;
  /** Length of the body in bytes. */
  readonly size: number;
  /** When it was imported, in milliseconds since the Unix epoch; undefined when it was received here. */
  readonly importedAt: number | undefined;
  /** What became of it at its targets; undefined when it was never sent to one. */
  readonly delivery: DeliverySummary | undefined;
}

/** The attempts of a receipt in short, by the newest attempt of each target. */
export interface DeliverySummary {
  /** How many there were, of all targets. */
  readonly attempts: number;
  readonly targets: number;
  /** True when every target took the event. */
  readonly delivered: boolean;
  /** True when a target did not take it and no further attempt will be made. */
  readonly dead: boolean;
  /** The status answered in the newest attempt: of a target that did not take the event, if there is one. */
  readonly status?: number;
  /** How long that attempt took. */
  readonly milliseconds: number;
  /** Why it got no answer, in one sentence. */
  readonly error?: string;
}

/** An attempt to be recorded. */
export interface NewAttempt extends Attempt {
  /** Names the target; stays the same when its URL changes. */
  readonly target: string;
  /** No further attempt will be made. */
  readonly dead?: boolean;
}

/** A recorded attempt, without the answer's headers that may carry credentials, e.g. `Set-Cookie`. */
export interface JournalledAttempt extends Attempt {
  /** Counts up in the order of recording. */
  readonly id: number;
  readonly receiptId: number;
  readonly target: string;
  /** True when the target answered 2xx. */
  readonly delivered: boolean;
  readonly dead: boolean;
}

/** A receipt with everything that arrived. */
export interface FullReceipt extends JournalledReceipt {
  /** Without the headers that may carry credentials, e.g. `Authorization` and `Cookie`. */
  readonly headers: Receipt['headers'];
  readonly body: Uint8Array;
}

/** What became of an appended receipt. */
export interface Appended {
  readonly id: number;
  readonly duplicate: boolean;
}

/** Which page of the receipts to list. */
export interface ListQuery {
  readonly limit: number;
  /** Only receipts with a smaller id: the last id of the page before. */
  readonly before?: number;
  /** Only receipts with a larger id. Without `before` the page is the one next to it, not the newest. */
  readonly after?: number;
  readonly filter?: ReceiptFilter;
}

/** A span of time and in how many equal parts to look at it. */
export interface TimeSpan {
  /** Milliseconds since the Unix epoch. */
  readonly from: number;
  /** Milliseconds since the Unix epoch; not part of the span. */
  readonly until: number;
  readonly buckets: number;
}

/** One part of a span of time. */
export interface Bucket {
  readonly from: number;
  readonly until: number;
  /** Receipts that arrived, by the result of the signature check. */
  readonly verified: number;
  readonly rejected: number;
  /** Those of them that were sent to targets, by what became of them. */
  readonly delivered: number;
  readonly failed: number;
  /** Of the attempts started, in milliseconds; undefined when there was none. */
  readonly latency: { readonly median: number; readonly p95: number } | undefined;
}

/** What to keep: receipts beyond it are deleted, the oldest first. */
export interface Retention {
  /** Since they were received, or imported, in milliseconds. */
  readonly maxAgeMs?: number;
  /** Of the file, in bytes; the write-ahead log beside it is not counted. */
  readonly maxBytes?: number;
}

/** What an export came to. */
export interface Exported {
  readonly receipts: number;
  /** True when it was ended before its end: then there is no file. */
  readonly cancelled: boolean;
}

/** What an import came to. */
export interface Imported {
  readonly imported: number;
  /** Left out since they are in the journal already. */
  readonly known: number;
  /** Lines that could not be read. */
  readonly badLines: number;
  /** The first hundred of them. */
  readonly bad: readonly BadLineReport[];
  /** True when it was ended before its end: what was imported until then stays. */
  readonly cancelled: boolean;
}

/** A line that could not be imported. */
export interface BadLineReport {
  /** Counts from 1. */
  readonly line: number;
  /** Why, in one sentence. */
  readonly reason: string;
}

/** How far a consumer of the journal has come, as it is kept over a restart. */
export interface Place {
  /** Names the consumer; stays the same over a restart. */
  readonly consumer: string;
  /** Of receipts up to this id nothing is left to do for it but what waits. */
  readonly upTo: number;
  /** What it has not settled of those, as JSON. */
  readonly waiting: string;
}

/** A consumer's place as an earlier run left it. */
export interface KeptPlace extends Place {
  /** How many receipts after its place are no longer in the journal. */
  readonly gone: number;
}

/** The journal could not do what it was asked to. */
export class JournalError extends HumanError {
  override readonly name = 'JournalError';

  constructor(message: string) {
    super(message, 'journal');
  }
}
