import * as vscode from 'vscode';
import type { EndpointNode } from '../../views/endpointNodes.ts';
import { actOnRoll, type RollNeeds } from './actOnRoll.ts';

/** Does all that is left of a roll at once; the old secret ends. */
export function finishRoll(parts: RollNeeds, node?: EndpointNode): Promise<void> {
  return actOnRoll(parts, node, {
    choice: 'finish',
    placeholder: vscode.l10n.t('Roll to finish'),
    verb: vscode.l10n.t('Finish Now'),
    detail: (url) => vscode.l10n.t('The old secret of {0} ends at once: your app must use the new one.', url),
    progress: vscode.l10n.t('Finishing the roll …'),
    act: (rollId) => parts.rolls.finish(rollId),
  });
}
