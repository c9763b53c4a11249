import * as vscode from 'vscode';
import { newSecretOwner, nextOf, type Roll } from '../../stripe/rollState.ts';

/** An endpoint's part in a roll and what happens next, in a few words for the tree: its two endpoints are otherwise alike. */
export function rollText(roll: Roll, endpointId: string): string {
  return [partText(roll, endpointId), nextText(roll)].filter(Boolean).join(' · ');
}

function partText(roll: Roll, endpointId: string): string | undefined {
  if (endpointId !== roll.old.id) return vscode.l10n.t('new');
  // One that is rolled in the Dashboard stays the same endpoint.
  const owner = newSecretOwner(roll);
  return owner === undefined || owner === roll.old.id ? undefined : vscode.l10n.t('old');
}

function nextText(roll: Roll): string {
  const { action, at } = nextOf(roll);
  switch (action) {
    case 'confirm':
      return vscode.l10n.t('rolling: give your app the new secret, then confirm');
    case 'provideSecret':
      return vscode.l10n.t('rolling: paste the new secret');
    case 'retire':
      return at === undefined
        ? vscode.l10n.t('rolling: finish when the old secret is not used any more')
        : vscode.l10n.t('rolling: the old secret ends {0}', new Date(at).toLocaleString());
    case 'undo':
      return vscode.l10n.t('rolling back');
    case 'create':
    case 'prepare':
    case 'switch':
    case 'tidy':
    case 'nothing':
      return vscode.l10n.t('rolling');
  }
}
