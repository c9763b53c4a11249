/** The product's receiver and journal, as the extension host runs them: bundled, see `bundle.ts`. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Journal } from '../../../../src/journal/journal.ts';
import { Receiver } from '../../../../src/receiver/receiver.ts';
import { serve } from '../../child.ts';
import { secret } from '../events.ts';
import { memory } from '../memory.ts';

let journal: Journal | undefined;

// At 1 ms the histogram sees every stall; the millisecond itself is part of each sample.
const delay = monitorEventLoopDelay({ resolution: 1 });

async function start(file: string): Promise<number> {
  const opened = await Journal.open(file, new URL('journal-worker.js', import.meta.url));
  const receiver = new Receiver({
    secrets: () => [{ connectionId: 'bench', endpointId: 'we_bench', secret }],
    commit: (receipt) => opened.append(receipt),
  });
  journal = opened;
  return (await receiver.start(0)).port;
}

serve({
  start,
  memory,
  count: async () => (await journal?.list({ limit: 1 }))?.[0]?.id ?? 0,
  /** Resolves when the journal's filters and full-text search have caught up. */
  settle: () => journal?.count({ text: 'nothing' }),
  watchDelay: () => {
    delay.reset();
    delay.enable();
  },
  /** Milliseconds. */
  delay: () => {
    delay.disable();
    return { p50: delay.percentile(50) / 1e6, p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 };
  },
});
