import * as vscode from 'vscode';
import { succeeded } from '../../../delivery/attempt.ts';
import { failedDeliveries } from '../../control/failedDeliveries.ts';
import { withCancellableProgress } from '../../host/progress.ts';
import { targetOf } from '../../pickers/targets.ts';
import type { TargetNode } from '../../views/targetNodes.ts';
import type { Parts } from '../parts.ts';
import { requireActive } from './requireActive.ts';

/** Delivers now everything that a target did not take, the oldest first, and says how much of it was taken. */
export async function retryAllDeliveries(
  parts: Pick<Parts, 'deliveries' | 'journal' | 'messages' | 'targets'>,
  node?: TargetNode,
): Promise<void> {
  const { deliveries, journal, messages } = parts;
  const target = await targetOf(node, parts, vscode.l10n.t('Target to retry for'));
  requireActive(target);
  const failed = await failedDeliveries(target, await journal.get(), deliveries);
  if (failed.length === 0) {
    messages.info(vscode.l10n.t('{0} took everything that was sent to it.', target.name));
    return;
  }
  let taken = 0;
  await withCancellableProgress(vscode.l10n.t('Retrying {0} …', target.name), async (signal) => {
    for (const { routed } of [...failed].reverse()) {
      signal.throwIfAborted();
      const delivered = await deliveries.retryNow(target.id, routed);
      if (delivered && succeeded(delivered.attempt)) taken++;
    }
  });
  const sentence = vscode.l10n.t('{0} took {1} of {2} events.', target.name, taken, failed.length);
  if (taken === failed.length) messages.info(sentence);
  else messages.warn(sentence);
}
