import type { JournalledReceipt } from '../journal/entry.ts';

/** Whether a receipt is for apps at all: each event once, unless somebody replays it. */
export function isForApps({
  event,
  verdict,
  duplicate,
  source,
}: Pick<JournalledReceipt, 'event' | 'verdict' | 'duplicate' | 'source'>): boolean {
  return event !== undefined && verdict.outcome === 'verified' && (!duplicate || source === 'replay');
}
