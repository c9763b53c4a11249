/** The journal as the extension host uses it: bundled, see `bundle.ts`. */
import { Journal } from '../../../../src/journal/journal.ts';
import type { ListQuery, NewAttempt } from '../../../../src/journal/entry.ts';
import type { Receipt } from '../../../../src/receiver/receipt.ts';
import { serve } from '../../child.ts';
import { memory } from '../../receiving/memory.ts';
import { beginning, receiptAt } from '../receipts.ts';

let journal: Journal | undefined;

function opened(): Journal {
  if (!journal) throw new Error('The journal is not open.');
  return journal;
}

function attemptAt(startedAt: number, status = 200): NewAttempt {
  return {
    target: 'app',
    startedAt,
    url: 'http://127.0.0.1:3000/webhook',
    milliseconds: 12,
    response: { status, headers: [], body: new Uint8Array(20) },
    error: undefined,
  };
}

/** How often a second `work` is done, `count` times, `underWay` at a time. */
async function perSecond(
  count: number,
  underWay: number,
  work: (index: number) => Promise<void>,
): Promise<number> {
  const started = performance.now();
  let next = 0;
  const worker = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: underWay }, worker));
  return (count / (performance.now() - started)) * 1000;
}

serve({
  memory,
  open: async (file: string) => {
    journal = await Journal.open(file, new URL('journal-worker.js', import.meta.url));
  },
  close: () => opened().close(),
  /** Receipts, every second with an attempt, of which few failed. */
  fill: async (count: number) => {
    for (let index = 0; index < count;) {
      const chunk = Array.from({ length: Math.min(1_000, count - index) }, () => receiptAt(index++));
      const appended = await Promise.all(chunk.map((receipt) => opened().append(receipt)));
      await Promise.all(
        appended
          .filter(({ id }) => id % 2 === 0)
          .map(({ id }) =>
            opened().recordAttempt(id, {
              ...attemptAt((chunk[id % 1_000]?.receivedAt ?? 0) + 5, id % 300 === 0 ? 500 : 200),
              milliseconds: 1 + ((id * 7_919) % 200),
            }),
          ),
      );
    }
  },
  /** So many receipts with an attempt each, so many under way at a time: how many of either were committed a second. */
  forward: async ({ count, underWay }: { count: number; underWay: number }) => {
    const receipts = Array.from({ length: count }, (_, index) => receiptAt(index));
    const ids: number[] = [];
    const appended = await perSecond(count, underWay, async (index) => {
      ids[index] = (await opened().append(receipts[index] as Receipt)).id;
    });
    const attempted = await perSecond(count, underWay, (index) =>
      opened().recordAttempt(ids[index] as number, attemptAt(beginning + index)),
    );
    return { appended, attempted };
  },
  /** Milliseconds until filters and full-text search have caught up. */
  settle: async () => {
    const started = performance.now();
    await opened().count({ text: 'nothing_has_this_word' });
    return performance.now() - started;
  },
  /** Milliseconds of each of some runs of a page, and its length. */
  list: async ({ query, runs }: { query: ListQuery; runs: number }) => {
    const times: number[] = [];
    let found = 0;
    for (let run = 0; run < runs; run++) {
      const started = performance.now();
      found = (await opened().list(query)).length;
      times.push(performance.now() - started);
    }
    return { times, found };
  },
  /** Milliseconds of the picture of all events over time. */
  overTime: async (span: { from: number; until: number; buckets: number }) => {
    const started = performance.now();
    await opened().overTime({}, span);
    return performance.now() - started;
  },
});
