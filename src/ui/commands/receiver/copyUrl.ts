import * as vscode from 'vscode';
import type { Parts } from '../parts.ts';

/** Copies the receiver's URL, the one it has or will have. */
export async function copyReceiverUrl({ receiver }: Pick<Parts, 'receiver'>): Promise<void> {
  await vscode.env.clipboard.writeText(receiver.expectedUrl);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied {0}', receiver.expectedUrl), 3000);
}
