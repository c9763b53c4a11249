import { HumanError } from '../humanError.ts';
import type { EventSummary, Receipt } from '../receiver/receipt.ts';

/** A receipt as the journal lists it: all but its headers and its body. */
export interface JournalledReceipt extends Omit<Receipt, 'headers' | 'body'> {
  /** Counts up in the order of arrival; never used again, not even after the entry is gone. */
  readonly id: number;
  /** True when the same event had already been verified and journalled. */
  readonly duplicate: boolean;
  /** Length of the body in bytes. */
  readonly size: number;
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

/** Which receipts to list, newest first. */
export interface ListQuery {
  readonly limit: number;
  /** Only receipts with a smaller id: the last id of the page before. */
  readonly before?: number;
  readonly eventId?: EventSummary['id'];
  readonly type?: EventSummary['type'];
  readonly outcome?: Receipt['verdict']['outcome'];
}

/** The journal could not do what it was asked to. */
export class JournalError extends HumanError {
  override readonly name = 'JournalError';

  constructor(message: string) {
    super(message, 'journal');
  }
}
