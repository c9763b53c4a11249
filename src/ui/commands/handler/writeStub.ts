import * as vscode from 'vscode';
import type { HandlerFinder } from '../../../handlers/finder.ts';
import { pathOf } from '../../control/handlerFiles.ts';
import type { Parts } from '../parts.ts';

type Needs = Pick<Parts, 'handlers'>;

/** Writes a handler for an event type where handlers already are, or into a new unsaved file; undo takes it back. */
export async function writeStub({ handlers }: Needs, type: string): Promise<void> {
  const { bestStubTarget } = await import('../../../handlers/stub.ts');
  const [finder, known] = await Promise.all([handlers.finder(), handlers.all()]);
  const target = bestStubTarget(known);
  if (target && (await extendFile(finder, target, type))) return;
  await openNewFile(type);
}

async function extendFile(finder: HandlerFinder, file: string, type: string): Promise<boolean> {
  const { insertStub } = await import('../../../handlers/stub.ts');
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file));
  const path = pathOf(file);
  await finder.prepare(path, document.getText());
  const stub = insertStub(path, document.getText(), type, finder);
  if (!stub) return false;
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, document.positionAt(stub.offset), stub.newText);
  await vscode.workspace.applyEdit(edit);
  const editor = await vscode.window.showTextDocument(document);
  const position = new vscode.Position(stub.line, stub.column);
  editor.selection = new vscode.Selection(position, position);
  editor.revealRange(
    new vscode.Range(position, position),
    vscode.TextEditorRevealType.InCenterIfOutsideViewport,
  );
  return true;
}

async function openNewFile(type: string): Promise<void> {
  const { newHandlerFile } = await import('../../../handlers/stub.ts');
  const { fileName, text, line } = newHandlerFile(await workspaceLanguage(), type);
  const folder = vscode.workspace.workspaceFolders?.[0];
  const uri = folder
    ? vscode.Uri.joinPath(folder.uri, fileName).with({ scheme: 'untitled' })
    : vscode.Uri.from({ scheme: 'untitled', path: fileName });
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  edit.insert(uri, new vscode.Position(0, 0), text);
  await vscode.workspace.applyEdit(edit);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(line, 0, line, 0) });
}

async function workspaceLanguage(): Promise<'typescript' | 'javascript' | 'python'> {
  const has = async (glob: string) =>
    (await vscode.workspace.findFiles(glob, '**/node_modules/**', 1)).length > 0;
  if (await has('**/tsconfig*.json')) return 'typescript';
  if (await has('**/{requirements*.txt,pyproject.toml,Pipfile}')) return 'python';
  return (await has('**/package.json')) ? 'javascript' : 'typescript';
}
