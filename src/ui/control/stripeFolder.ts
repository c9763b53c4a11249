import * as vscode from 'vscode';
import { HumanError } from '../../humanError.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A file below the workspace's `.stripe` folder, which a team can commit. Throws a `HumanError` without a folder. */
export function stripeFile(...path: readonly string[]): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) {
    throw new HumanError(
      vscode.l10n.t(
        'Own data and scenarios are kept in the workspace’s .stripe folder: open a folder first.',
      ),
      'no-workspace',
    );
  }
  return vscode.Uri.joinPath(folder.uri, '.stripe', ...path);
}

/** The file's text as it stands in an open editor or else on disk; undefined when there is none. */
export async function readText(uri: vscode.Uri): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open) return open.getText();
  try {
    return decoder.decode(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return undefined;
    throw error;
  }
}

/** Writes a file, with the folders to it. */
export async function writeText(uri: vscode.Uri, text: string): Promise<void> {
  await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(uri, '..'));
  await vscode.workspace.fs.writeFile(uri, encoder.encode(text));
}

/** The names of the files in a folder; none when there is no such folder. */
export async function filesIn(folder: vscode.Uri): Promise<readonly string[]> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(folder);
    return entries.filter(([, type]) => type & vscode.FileType.File).map(([name]) => name);
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return [];
    throw error;
  }
}

/** A file's path as a person reads it, from the workspace folder. */
export function relativePath(uri: vscode.Uri): string {
  return vscode.workspace.asRelativePath(uri, false);
}
