import type { Translations } from '../../sentence.ts';
import type {
  Bucket,
  Exported,
  FullReceipt,
  Imported,
  JournalledAttempt,
  JournalledReceipt,
  KeptPlace,
  ListQuery,
  NewAttempt,
  Place,
  Retention,
  TimeSpan,
} from '../entry.ts';
import type { ReceiptFilter } from '../filter.ts';
import type { ColumnValue } from '../record/columns.ts';
import type { Progress } from './jobs/job.ts';

/** What the worker thread is started with. */
export interface WorkerData {
  readonly file: string;
  /** For what it says to a person. */
  readonly translations: Translations | undefined;
}

/** The questions a journal answers, each with its argument and its answer. */
export interface Questions {
  list: { readonly query: ListQuery; readonly answer: readonly JournalledReceipt[] };
  get: { readonly query: number; readonly answer: FullReceipt | undefined };
  count: { readonly query: ReceiptFilter; readonly answer: number };
  milestones: {
    readonly query: { readonly filter: ReceiptFilter; readonly step: number };
    readonly answer: readonly number[];
  };
  overTime: {
    readonly query: { readonly filter: ReceiptFilter; readonly span: TimeSpan };
    readonly answer: readonly Bucket[];
  };
  runs: { readonly query: number; readonly answer: readonly string[] };
  types: { readonly query: undefined; readonly answer: readonly string[] };
  attemptsOf: { readonly query: number; readonly answer: readonly JournalledAttempt[] };
  latestOf: { readonly query: string; readonly answer: FullReceipt | undefined };
  holdPlaces: { readonly query: undefined; readonly answer: boolean };
  placeOf: { readonly query: string; readonly answer: KeptPlace | undefined };
  keepPlaces: { readonly query: readonly Place[]; readonly answer: undefined };
  forgetPlace: { readonly query: string; readonly answer: undefined };
}

/** Long work, each kind with its argument and its result; its progress is told, and it can be cancelled. */
export interface Jobs {
  prune: { readonly query: Retention; readonly answer: number };
  clear: { readonly query: undefined; readonly answer: number };
  exportTo: {
    readonly query: { readonly file: string; readonly filter: ReceiptFilter };
    readonly answer: Exported;
  };
  importFrom: { readonly query: string; readonly answer: Imported };
}

/** An attempt and the receipt that it was to deliver. */
export interface AttemptEntry {
  readonly receiptId: number;
  readonly attempt: NewAttempt;
}

/** A batch of receipts and attempts to be committed together, laid out so that few objects cross the thread. */
export interface AppendRequest {
  readonly kind: 'append';
  /** The columns of all receipts, one after the other. */
  readonly values: readonly ColumnValue[];
  /** The bodies of all receipts, one after the other, with room to spare; transferred, not copied. */
  readonly bodies: ArrayBuffer;
  /** Of receipts that were committed before. */
  readonly attempts: readonly AttemptEntry[];
}

export type Request =
  | AppendRequest
  | { readonly [Q in keyof Questions]: AskRequest<Q> }[keyof Questions]
  | { readonly [J in keyof Jobs]: JobRequest<J> }[keyof Jobs]
  /** Ends the job of this number early. */
  | { readonly kind: 'cancel'; readonly number: number }
  /** From now on, keep no more than this. */
  | { readonly kind: 'retain'; readonly retention: Retention }
  /** From now on, tell what other processes change. */
  | { readonly kind: 'watch' }
  | { readonly kind: 'close' };

/** A job with the number that its answer will carry. */
export interface JobRequest<J extends keyof Jobs> {
  readonly kind: 'job';
  readonly number: number;
  readonly job: J;
  readonly query: Jobs[J]['query'];
}

/** A question with the number that its answer will carry. */
export interface AskRequest<Q extends keyof Questions> {
  readonly kind: 'ask';
  readonly number: number;
  readonly question: Q;
  readonly query: Questions[Q]['query'];
}

/** Ids of receipts count up from `firstId`; `duplicates` are positions among them. */
export interface AppendedBatch {
  readonly firstId: number;
  /** How many. */
  readonly receipts: number;
  readonly duplicates: readonly number[];
  /** In the order of the attempts; undefined where the receipt is no longer there. */
  readonly attemptIds: readonly (number | undefined)[];
}

export type Reply =
  /** With the id of the newest receipt there has been until now. */
  | { readonly kind: 'opened'; readonly lastId: number }
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
  | { readonly kind: 'progress'; readonly number: number; readonly progress: Progress }
  /** Receipts that came or whose attempts changed, by other processes or by an import. */
  | { readonly kind: 'changed'; readonly receiptIds: readonly number[] }
  /** Receipts were deleted, here or by another process. */
  | { readonly kind: 'removed' }
  | { readonly kind: 'closed' };
