import type {
  Bucket,
  FullReceipt,
  JournalledAttempt,
  JournalledReceipt,
  ListQuery,
  NewAttempt,
  TimeSpan,
} from '../entry.ts';
import type { ReceiptFilter } from '../filter.ts';
import type { ColumnValue } from '../record/columns.ts';

/** What the worker thread is started with. */
export interface WorkerData {
  readonly file: string;
}

/** The questions a journal answers, each with its argument and its answer. */
export interface Questions {
  list: { readonly query: ListQuery; readonly answer: readonly JournalledReceipt[] };
  get: { readonly query: number; readonly answer: FullReceipt | undefined };
  count: { readonly query: ReceiptFilter; readonly answer: number };
  overTime: {
    readonly query: { readonly filter: ReceiptFilter; readonly span: TimeSpan };
    readonly answer: readonly Bucket[];
  };
  recordAttempt: {
    readonly query: { readonly receiptId: number; readonly attempt: NewAttempt };
    /** False when the receipt is no longer there. */
    readonly answer: boolean;
  };
  attemptsOf: { readonly query: number; readonly answer: readonly JournalledAttempt[] };
  latestOf: { readonly query: string; readonly answer: FullReceipt | undefined };
}

/** A batch of receipts to be committed together, laid out so that few objects cross the thread. */
export interface AppendRequest {
  readonly kind: 'append';
  /** The columns of all receipts, one after the other. */
  readonly values: readonly ColumnValue[];
  /** The bodies of all receipts, one after the other, with room to spare; transferred, not copied. */
  readonly bodies: ArrayBuffer;
}

export type Request =
  | AppendRequest
  | { readonly [Q in keyof Questions]: AskRequest<Q> }[keyof Questions]
  | { readonly kind: 'close' };

/** A question with the number that its answer will carry. */
export interface AskRequest<Q extends keyof Questions> {
  readonly kind: 'ask';
  readonly number: number;
  readonly question: Q;
  readonly query: Questions[Q]['query'];
}

/** Ids count up from `firstId`; `duplicates` are positions in the batch. */
export interface AppendedBatch {
  readonly firstId: number;
  readonly duplicates: readonly number[];
}

export type Reply =
  | { readonly kind: 'opened' }
  | { readonly kind: 'failed-to-open'; readonly sentence: string }
  /** A damaged file was moved away, at opening or later. */
  | { readonly kind: 'set-aside'; readonly file: string }
  /** The oldest unanswered batches are durable; their buffers come back to be used again. */
  | {
      readonly kind: 'appended';
      readonly batches: readonly AppendedBatch[];
      readonly buffers: readonly ArrayBuffer[];
    }
  /** Nothing of the oldest `batches` unanswered batches is in the file. */
  | { readonly kind: 'not-appended'; readonly batches: number; readonly sentence: string }
  | { readonly kind: 'answer'; readonly number: number; readonly answer: unknown }
  | { readonly kind: 'no-answer'; readonly number: number; readonly sentence: string }
  | { readonly kind: 'closed' };
