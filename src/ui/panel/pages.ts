import type {
  Bucket,
  FullReceipt,
  JournalledAttempt,
  JournalledReceipt,
  ListQuery,
  TimeSpan,
} from '../../journal/entry.ts';
import type { ReceiptFilter } from '../../journal/filter.ts';

/** What the Events panel reads of the journal, a page at a time. */
export interface Pages {
  list(query: ListQuery): Promise<readonly JournalledReceipt[]>;
  count(filter: ReceiptFilter): Promise<number>;
  milestones(filter: ReceiptFilter, step: number): Promise<readonly number[]>;
  runs(limit: number): Promise<readonly string[]>;
  get(id: number): Promise<FullReceipt | undefined>;
  attemptsOf(id: number): Promise<readonly JournalledAttempt[]>;
  overTime(filter: ReceiptFilter, span: TimeSpan): Promise<readonly Bucket[]>;
}
