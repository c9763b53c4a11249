import * as vscode from 'vscode';
import { HumanError } from '../../../humanError.ts';
import { newSecretOwner, type Roll } from '../../../stripe/rollState.ts';
import type { Parts } from '../parts.ts';

/** Copies the secret that a roll has made. */
export async function copyNewSecret({ secrets }: Pick<Parts, 'secrets'>, roll: Roll): Promise<void> {
  const owner = newSecretOwner(roll);
  const secret = owner === undefined ? undefined : await secrets.get(roll.connectionId, owner);
  if (!secret) {
    throw new HumanError(vscode.l10n.t('The roll of {0} has no new secret yet.', roll.old.url), 'not-found');
  }
  await vscode.env.clipboard.writeText(secret);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied the signing secret of {0}', owner ?? ''), 3000);
}
