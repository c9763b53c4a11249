import { join } from 'node:path';
import type * as vscode from 'vscode';

/** The folder for this workspace's own data; the one for all of them in a window without a workspace. */
export function storageOf(context: vscode.ExtensionContext): string {
  return (context.storageUri ?? context.globalStorageUri).fsPath;
}

/** The folder for drafts in the folder of a workspace's data. */
export function draftsIn(storage: string): string {
  return join(storage, 'drafts');
}
