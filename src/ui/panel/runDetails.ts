import type { JournalledReceipt } from '../../journal/entry.ts';
import type { Pages } from './pages.ts';
import { rowOf } from './rowOf.ts';
import type { RunDetails } from './shared/messages.ts';

// A run of more is followed by its filter.
const mostEvents = 500;

/** The run that an event belongs to with its events in order; undefined when it belongs to none. */
export async function runDetails(
  pages: Pages,
  { id, run }: Pick<JournalledReceipt, 'id' | 'run'>,
): Promise<RunDetails | undefined> {
  if (!run) return undefined;
  const receipts = await pages.list({ limit: mostEvents, filter: { runs: [run.id] } });
  const events = eachOnce(receipts, id).map((receipt) => ({ row: rowOf(receipt), step: receipt.run?.step }));
  return {
    id: run.id,
    kind: run.kind,
    name: run.name,
    step: run.step,
    steps: run.steps,
    // What has no place in the story comes in the order of arrival.
    events: events.toSorted((a, b) => (a.step ?? 0) - (b.step ?? 0) || a.row.id - b.row.id),
  };
}

/** Of the arrivals of one event, the one that is looked at, or else the first. */
function eachOnce(newestFirst: readonly JournalledReceipt[], shown: number): readonly JournalledReceipt[] {
  const byEvent = new Map<string | number, JournalledReceipt>();
  for (const receipt of newestFirst) {
    const key = receipt.event?.id ?? receipt.id;
    if (byEvent.get(key)?.id !== shown) byEvent.set(key, receipt);
  }
  return [...byEvent.values()];
}
