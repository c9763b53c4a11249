import type { Fault } from './faults.ts';
import type { Routable, RoutedReceipt } from './deliverable.ts';

/** A delivery that is not settled: waiting for its turn or for its next try. */
export interface PendingDelivery extends Routable {
  readonly targetId: string;
  /** Tries that failed so far. */
  readonly attempts: number;
  /** Of its next try, in milliseconds since the Unix epoch; undefined: as soon as possible. */
  readonly dueAt?: number | undefined;
  readonly fault?: Fault | undefined;
}

/** What there is still to do for a target. */
export interface TargetPlace {
  /** The target's id. */
  readonly consumer: string;
  /** Of receipts up to this one it has got everything but what waits. */
  readonly upTo: number;
  readonly waiting: readonly PendingDelivery[];
  readonly idle: boolean;
}

/** Keeps over a restart what there is still to do: `Places` of the journal. */
export interface PendingStore {
  /** What an earlier run had not settled, and what came until a receipt that it did not see. */
  takeUp(
    targetId: string,
    wish: { readonly since: number | undefined; readonly until: number },
  ): Promise<{ readonly waiting: readonly unknown[]; readonly missed: AsyncIterable<RoutedReceipt> }>;
  /** Says that something changed; `read` is called when it is written. */
  changed(read: () => readonly TargetPlace[]): void;
  forget(targetId: string): Promise<void>;
  /** Resolves when this is written; it is the last. */
  close(last: readonly TargetPlace[]): Promise<void>;
}
