import * as vscode from 'vscode';
import type { Parts } from '../parts.ts';
import { sourceSecret } from './sourceSecret.ts';

/** Copies the secret that the app verifies the source's events with. */
export async function copySourceSecret(parts: Pick<Parts, 'source'>): Promise<void> {
  await vscode.env.clipboard.writeText(await sourceSecret(parts));
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied the signing secret of the event source'), 3000);
}
