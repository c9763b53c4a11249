import type { Retention } from '../../entry.ts';
import type { Store } from '../store.ts';
import type { IsCancelled, Job } from './job.ts';

/** Receipts that are deleted in one transaction. */
const STEP = 100;

/** Deletes the oldest receipts as long as they are too old or the journal is too large; gives their number. */
export function* prune(
  store: Store,
  { maxAgeMs, maxBytes }: Retention,
  isCancelled: IsCancelled,
): Job<number> {
  const oldest = maxAgeMs === undefined ? undefined : Date.now() - maxAgeMs;
  let removed = 0;
  for (let step = 1; step > 0 && !isCancelled(); removed += step) {
    const tooLarge = maxBytes !== undefined && store.size > maxBytes;
    step = store.deleteOldest(STEP, tooLarge ? {} : { journalledBefore: oldest ?? -Infinity });
    yield { done: removed + step, total: removed + step };
  }
  return removed;
}

/** Deletes every receipt that there is at the beginning and gives their space back to the disk; gives their number. */
export function* clear(store: Store, isCancelled: IsCancelled): Job<number> {
  const last = store.lastId;
  const total = store.countAll();
  let removed = 0;
  for (let step = 1; step > 0 && !isCancelled(); removed += step) {
    step = store.deleteOldest(STEP, { upTo: last });
    yield { done: removed + step, total };
  }
  if (!isCancelled()) store.vacuum();
  return removed;
}
