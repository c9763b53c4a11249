import * as vscode from 'vscode';
import { walkthrough } from '../../../ids.ts';

/** Opens the walkthrough. */
export async function getStarted(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', walkthrough, false);
}
