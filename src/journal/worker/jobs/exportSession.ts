import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import type { Exported } from '../../entry.ts';
import type { ReceiptFilter } from '../../filter.ts';
import { encodeEntry, sessionHeader } from '../../session/line.ts';
import type { Store } from '../store.ts';
import type { IsCancelled, Job } from './job.ts';

/** Receipts that are written in one step. */
const STEP = 50;

/**
 * Writes the receipts that a filter wants to a file, oldest first, one a line. The file appears, or is replaced, when
 * all is written. Throws what the file system throws.
 */
export function* exportSession(
  store: Store,
  file: string,
  filter: ReceiptFilter,
  isCancelled: IsCancelled,
): Job<Exported> {
  const partial = `${file}.partial`;
  const last = store.lastId;
  while (store.followUp(filter.text === undefined ? 'lookup' : 'text')) yield { done: 0, total: last };
  const total = store.count(filter);
  let done = 0;
  const descriptor = openSync(partial, 'w');
  try {
    writeSync(descriptor, `${JSON.stringify({ ...sessionHeader, exportedAt: new Date().toISOString() })}\n`);
    for (let after = 0; !isCancelled();) {
      const page = store.list({ limit: STEP, after, filter }).filter(({ id }) => id <= last);
      const newest = page[0];
      if (!newest) {
        renameSync(partial, file);
        return { receipts: done, cancelled: false };
      }
      for (const { id } of page.toReversed()) {
        const receipt = store.get(id);
        if (receipt) writeSync(descriptor, `${encodeEntry(receipt, store.attemptsOf(id))}\n`);
      }
      after = newest.id;
      done += page.length;
      yield { done, total };
    }
    return { receipts: done, cancelled: true };
  } finally {
    closeSync(descriptor);
    rmSync(partial, { force: true });
  }
}
