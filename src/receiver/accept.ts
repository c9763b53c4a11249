import { judge } from './diagnosis/judge.ts';
import type { EventRun, EventSource, EventSummary, Receipt } from './receipt.ts';
import type { ReceiverOptions } from './receiver.ts';

/** An event that came another way than by HTTP to the receiver. */
export interface Arrival {
  readonly source: EventSource;
  readonly headers: Receipt['headers'];
  readonly body: Uint8Array;
}

/** What accepting needs; see `ReceiverOptions`. */
interface AcceptOptions<Committed> extends Pick<ReceiverOptions<Committed>, 'secrets' | 'commit' | 'now'> {
  /** What this extension ran that caused an event. */
  readonly runOf?: (event: EventSummary, body: Uint8Array) => EventRun | undefined;
}

/**
 * Judges and commits an event that a source brought over a connection of its own to Stripe: the same receipt and
 * verdict as for one that comes by HTTP. Only the age of its signature does not matter, since nobody can replay an old
 * one over that connection, and after a sleep a good one may well be old. Rejects when it cannot be committed.
 */
export async function accept<Committed>(
  { source, headers, body }: Arrival,
  { secrets, commit, runOf, now = Date.now }: AcceptOptions<Committed>,
): Promise<{ readonly receipt: Receipt; readonly committed: Committed }> {
  const receivedAt = now();
  const signatures = headers.filter(([name]) => name.toLowerCase() === 'stripe-signature');
  const { verdict, event } = judge(
    body,
    signatures.map(([, value]) => value),
    secrets(),
    { toleranceSeconds: Number.POSITIVE_INFINITY, nowSeconds: Math.floor(receivedAt / 1000) },
  );
  const run = event && runOf?.(event, body);
  const receipt: Receipt = { receivedAt, source, path: '', headers, body, verdict, event, run };
  return { receipt, committed: await commit(receipt) };
}
