import * as vscode from 'vscode';
import { confirm } from '../../host/messages.ts';
import { selectedTargets, targetOf } from '../../pickers/targets.ts';
import type { TargetNode, TargetsNode } from '../../views/targetNodes.ts';
import type { Parts } from '../parts.ts';

/** Removes targets after a modal that says what goes with them. */
export async function removeTarget(
  parts: Pick<Parts, 'targets' | 'deliveries'>,
  node?: TargetNode,
  selected?: readonly TargetsNode[],
): Promise<void> {
  const chosen = selectedTargets(node, selected).map(({ target }) => target);
  const all = chosen.length > 0 ? chosen : [await targetOf(node, parts, vscode.l10n.t('Target to remove'))];
  const names = all.map(({ name }) => name).join(vscode.l10n.t(' and '));
  const waiting = all.reduce((sum, { id }) => sum + parts.deliveries.pendingOf(id).length, 0);
  await confirm(
    vscode.l10n.t('Remove the target {0}?', names),
    waiting > 0
      ? vscode.l10n.t('{0} deliveries that wait for it are dropped. The events stay in the journal.', waiting)
      : vscode.l10n.t('The events that it got stay in the journal.'),
    vscode.l10n.t('Remove'),
  );
  for (const { id } of all) await parts.targets.remove(id);
}
