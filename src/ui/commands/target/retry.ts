import * as vscode from 'vscode';
import { succeeded } from '../../../delivery/attempt.ts';
import type { FailedNode, TargetsNode } from '../../views/targetNodes.ts';
import { failedDeliveries } from '../../control/failedDeliveries.ts';
import { askPick, only } from '../../host/multiStep.ts';
import { targetOf } from '../../pickers/targets.ts';
import { reportAttempt } from '../event/reportAttempt.ts';
import type { Parts } from '../parts.ts';
import { requireActive } from './requireActive.ts';

type Needs = Pick<Parts, 'deliveries' | 'journal' | 'messages' | 'targets'>;

/** Delivers now what a target did not take: the selected ones, or one that the user picks. */
export async function retryDelivery(
  parts: Needs,
  node?: FailedNode,
  selected?: readonly TargetsNode[],
): Promise<void> {
  const chosen = (selected ?? []).filter((one): one is FailedNode => one.kind === 'failed');
  const nodes = node
    ? chosen.includes(node)
      ? chosen
      : [node]
    : [await pickFailed(parts, vscode.l10n.t('Delivery to make now'))];
  for (const { target, routed } of nodes) {
    requireActive(parts.targets.get(target.id) ?? target);
    const delivered = await parts.deliveries.retryNow(target.id, routed);
    if (!delivered)
      parts.messages.warn(vscode.l10n.t('Event #{0} is no longer in the journal.', routed.receiptId));
    // A success is seen in the tree, where the row goes.
    else if (!succeeded(delivered.attempt)) reportAttempt(parts, target, routed.type, delivered.attempt);
  }
}

/** Asks for one of the deliveries that a target did not take. */
export async function pickFailed(
  parts: Pick<Needs, 'deliveries' | 'journal' | 'targets'>,
  placeholder: string,
): Promise<FailedNode> {
  const target = await targetOf(undefined, parts, vscode.l10n.t('Target whose deliveries failed'));
  const failed = await failedDeliveries(target, await parts.journal.get(), parts.deliveries);
  const items = failed.map((node) => ({
    node,
    label: node.routed.type,
    description: `#${node.routed.receiptId}`,
    detail: node.reason,
  }));
  return only(await askPick(items, placeholder)).node;
}
