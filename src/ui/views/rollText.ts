import * as vscode from 'vscode';
import { nextOf, type Roll } from '../../stripe/rollState.ts';

/** What happens next in a roll, and when, in a few words for the tree. */
export function rollText(roll: Roll): string {
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
