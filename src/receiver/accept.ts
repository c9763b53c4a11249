import { judge } from './diagnosis/judge.ts';
import type { EventSource, Receipt } from './receipt.ts';
import type { ReceiverOptions } from './receiver.ts';

/** An event that came another way than by HTTP to the receiver. */
export interface Arrival {
  readonly source: EventSource;
  readonly headers: Receipt['headers'];
  readonly body: Uint8Array;
}

/**
 * Judges and commits an event that a source brought over a connection of its own to Stripe: the same receipt and
 * verdict as for one that comes by HTTP. Only the age of its signature does not matter, since nobody can replay an old
 * one over that connection, and after a sleep a good one may well be old. Rejects when it cannot be committed.
 */
export async function accept<Committed>(
  { source, headers, body }: Arrival,
  { secrets, commit, now = Date.now }: Pick<ReceiverOptions<Committed>, 'secrets' | 'commit' | 'now'>,
): Promise<{ readonly receipt: Receipt; readonly committed: Committed }> {
  const receivedAt = now();
  const signatures = headers.filter(([name]) => name.toLowerCase() === 'stripe-signature');
  const { verdict, event } = judge(
    body,
    signatures.map(([, value]) => value),
    secrets(),
    { toleranceSeconds: Number.POSITIVE_INFINITY, nowSeconds: Math.floor(receivedAt / 1000) },
  );
  const receipt: Receipt = { receivedAt, source, path: '', headers, body, verdict, event };
  return { receipt, committed: await commit(receipt) };
}
