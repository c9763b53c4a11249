import { routableOf } from '../../delivery/deliverable.ts';
import type { Target } from '../../delivery/target.ts';
import type { Journal, JournalledReceipt } from '../../journal/journal.ts';
import { attemptText } from '../views/attemptText.ts';
import { excerpt } from '../views/eventLine.ts';
import type { FailedNode } from '../views/targetNodes.ts';
import type { Deliveries } from './deliveries.ts';

// The newest ones are what somebody at work wants to see; the Events panel has them all.
const scanned = 100;

/** The newest receipts that a target did not take, the newest first. */
export async function failedDeliveries(
  target: Target,
  journal: Journal,
  deliveries: Deliveries,
): Promise<readonly FailedNode[]> {
  const receipts = await journal.list({ limit: scanned, filter: { delivery: 'failed' } });
  const pending = new Map(deliveries.pendingOf(target.id).map((one) => [one.receiptId, one]));
  const nodes = await Promise.all(receipts.map((receipt) => failedNode(receipt, target, journal)));
  return nodes
    .filter((node) => node !== undefined)
    .map((node) => ({ ...node, retryAt: pending.get(node.routed.receiptId)?.dueAt }));
}

async function failedNode(
  receipt: JournalledReceipt,
  target: Target,
  journal: Journal,
): Promise<FailedNode | undefined> {
  const attempts = await journal.attemptsOf(receipt.id);
  const newest = attempts.findLast((attempt) => attempt.target === target.id);
  if (!newest || newest.delivered) return undefined;
  return {
    kind: 'failed',
    target,
    routed: routableOf(receipt),
    retryAt: undefined,
    reason: attemptText(newest),
    answer: newest.response ? excerpt(newest.response.body) : '',
    failedAt: newest.startedAt,
  };
}
