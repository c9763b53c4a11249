/** The journal as the extension host uses it: bundled, see `bundle.ts`. */
import { Journal } from '../../../../src/journal/journal.ts';
import type { ListQuery } from '../../../../src/journal/entry.ts';
import { serve } from '../../child.ts';
import { memory } from '../../receiving/memory.ts';
import { receiptAt } from '../receipts.ts';

let journal: Journal | undefined;

function opened(): Journal {
  if (!journal) throw new Error('The journal is not open.');
  return journal;
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
              target: 'app',
              startedAt: (chunk[id % 1_000]?.receivedAt ?? 0) + 5,
              url: 'http://127.0.0.1:3000/webhook',
              milliseconds: 1 + ((id * 7_919) % 200),
              response: { status: id % 300 === 0 ? 500 : 200, headers: [], body: new Uint8Array(20) },
              error: undefined,
            }),
          ),
      );
    }
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
