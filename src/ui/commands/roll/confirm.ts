import * as vscode from 'vscode';
import type { EndpointNode } from '../../views/endpointNodes.ts';
import { actOnRoll, type RollNeeds } from './actOnRoll.ts';

/** Confirms that the app has the new secret: the new endpoint goes on and the old one off. */
export function confirmSwitch(parts: RollNeeds, node?: EndpointNode): Promise<void> {
  return actOnRoll(parts, node, {
    choice: 'confirm',
    placeholder: vscode.l10n.t('Roll to switch'),
    verb: vscode.l10n.t('Confirm Switch'),
    detail: () =>
      vscode.l10n.t(
        'Your app must already use the new secret. The new endpoint goes on and the old one off.',
      ),
    progress: vscode.l10n.t('Switching …'),
    act: (rollId) => parts.rolls.confirm(rollId),
  });
}
