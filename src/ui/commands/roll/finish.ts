import * as vscode from 'vscode';
import { confirm } from '../../host/messages.ts';
import { withProgress } from '../../host/progress.ts';
import type { EndpointNode } from '../../views/endpointNodes.ts';
import type { Parts } from '../parts.ts';
import { rollOf } from './rollOf.ts';

type Needs = Pick<Parts, 'rolls' | 'endpointList'>;

/** Does all that is left of a roll at once; the old secret ends. */
export async function finishRoll(parts: Needs, node?: EndpointNode): Promise<void> {
  const roll = await rollOf(parts, node, 'finish', vscode.l10n.t('Roll to finish'));
  const verb = vscode.l10n.t('Finish Now');
  await confirm(
    vscode.l10n.t('{0}: {1}?', verb, roll.old.url),
    vscode.l10n.t('The old secret of {0} ends at once: your app must use the new one.', roll.old.url),
    verb,
  );
  try {
    await withProgress(vscode.l10n.t('Finishing the roll …'), () => parts.rolls.finish(roll.id));
  } finally {
    await parts.endpointList.refresh();
  }
}
