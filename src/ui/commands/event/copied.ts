import * as vscode from 'vscode';

/** Says for a moment that something is on the clipboard. */
export function copied(sentence: string): void {
  vscode.window.setStatusBarMessage(`$(check) ${sentence}`, 3000);
}
