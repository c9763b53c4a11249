import * as vscode from 'vscode';
import type { CommandId, Commands } from '../../ids.ts';

/** Runs one of this extension's commands. */
export function executeCommand<K extends CommandId>(id: K, ...args: Commands[K]): Thenable<unknown> {
  return vscode.commands.executeCommand(id, ...args);
}
