import * as vscode from 'vscode';
import { prefix, type Settings } from '../../ids.ts';

/** Shows a setting where the user can set it: those of a remote machine are not among the user's own. */
export async function openSetting(key: keyof Settings): Promise<void> {
  const query = `${prefix}.${key}`;
  if (vscode.env.remoteName === undefined)
    await vscode.commands.executeCommand('workbench.action.openSettings', query);
  else await vscode.commands.executeCommand('workbench.action.openRemoteSettings', { query });
}
