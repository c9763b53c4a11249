import * as vscode from 'vscode';
import type { EndpointNode } from '../../views/endpointNodes.ts';
import { actOnRoll, type RollNeeds } from './actOnRoll.ts';

/** Takes a roll back: the old secret stays, the new one ends. */
export function undoRoll(parts: RollNeeds, node?: EndpointNode): Promise<void> {
  return actOnRoll(parts, node, {
    choice: 'undo',
    placeholder: vscode.l10n.t('Roll to undo'),
    verb: vscode.l10n.t('Undo Roll'),
    detail: (url) => vscode.l10n.t('The new secret of {0} ends; the old one stays.', url),
    progress: vscode.l10n.t('Undoing the roll …'),
    act: (rollId) => parts.rolls.undo(rollId),
  });
}
