import * as vscode from 'vscode';
import { HumanError } from '../../../humanError.ts';
import type { Parts } from '../parts.ts';

/** Copies the secret that the app verifies the source's events with. */
export async function copySourceSecret({ source }: Pick<Parts, 'source'>): Promise<void> {
  const secret = await source.secret();
  if (secret === undefined)
    throw new HumanError(
      vscode.l10n.t('The event source has no signing secret yet; start it, or wait for its first event.'),
      'not-found',
    );
  await vscode.env.clipboard.writeText(secret);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied the signing secret of the event source'), 3000);
}
