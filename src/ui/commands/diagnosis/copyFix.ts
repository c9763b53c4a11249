import * as vscode from 'vscode';

/** Copies the lines that a report offers as the fix for a framework. */
export async function copyFix(_parts: unknown, code: string): Promise<void> {
  await vscode.env.clipboard.writeText(code);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied the fix'), 3000);
}
