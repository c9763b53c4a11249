import * as vscode from 'vscode';
import { confirm } from '../../host/messages.ts';
import { withProgress } from '../../host/progress.ts';
import type { EndpointNode } from '../../views/endpointNodes.ts';
import type { Parts } from '../parts.ts';
import { rollOf } from './rollOf.ts';

type Needs = Pick<Parts, 'rolls' | 'endpointList'>;

/** Takes a roll back: the old secret stays, the new one ends. */
export async function undoRoll(parts: Needs, node?: EndpointNode): Promise<void> {
  const roll = await rollOf(parts, node, 'undo', vscode.l10n.t('Roll to undo'));
  const verb = vscode.l10n.t('Undo Roll');
  await confirm(
    vscode.l10n.t('{0}: {1}?', verb, roll.old.url),
    vscode.l10n.t('The new secret of {0} ends; the old one stays.', roll.old.url),
    verb,
  );
  try {
    await withProgress(vscode.l10n.t('Undoing the roll …'), () => parts.rolls.undo(roll.id));
  } finally {
    await parts.endpointList.refresh();
  }
}
