import * as vscode from 'vscode';
import { confirm } from '../../host/messages.ts';
import { withProgress } from '../../host/progress.ts';
import type { EndpointNode } from '../../views/endpointNodes.ts';
import type { Parts } from '../parts.ts';
import { rollOf } from './rollOf.ts';

type Needs = Pick<Parts, 'rolls' | 'endpointList'>;

/** Confirms that the app has the new secret: the new endpoint goes on and the old one off. */
export async function confirmSwitch(parts: Needs, node?: EndpointNode): Promise<void> {
  const roll = await rollOf(parts, node, 'confirm', vscode.l10n.t('Roll to switch'));
  const verb = vscode.l10n.t('Confirm Switch');
  await confirm(
    vscode.l10n.t('{0}: {1}?', verb, roll.old.url),
    vscode.l10n.t(
      'Your app must already use the new secret. The new endpoint goes on and the old one off.',
      roll.old.url,
    ),
    verb,
  );
  try {
    await withProgress(vscode.l10n.t('Switching …'), () => parts.rolls.confirm(roll.id));
  } finally {
    await parts.endpointList.refresh();
  }
}
