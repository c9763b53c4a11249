import { randomBytes } from 'node:crypto';
import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import * as vscode from 'vscode';
import { HumanError } from '../../../humanError.ts';

/** Gives the event in a document a new id, so that an app which has seen the old one does not take it for a duplicate. */
export async function renewEventId(_parts: unknown, uri?: vscode.Uri): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const document =
    uri instanceof vscode.Uri ? await vscode.workspace.openTextDocument(uri) : editor?.document;
  const tree = document && parseTree(document.getText());
  const id = tree && findNodeAtLocation(tree, ['id']);
  if (!document || typeof id?.value !== 'string')
    throw new HumanError(vscode.l10n.t('This is not an event: it has no id of its own.'), 'input');
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(id.offset), document.positionAt(id.offset + id.length));
  edit.replace(document.uri, range, JSON.stringify(`evt_${randomBytes(12).toString('hex')}`));
  await vscode.workspace.applyEdit(edit);
}
