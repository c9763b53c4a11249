import * as vscode from 'vscode';
import type { CommandId, Commands } from '../../ids.ts';
import type { Messages } from './messages.ts';

/** Registers a command; whatever it throws is shown or logged by `messages`. A cancelled one ends quietly. */
export function registerCommand<K extends CommandId>(
  id: K,
  messages: Messages,
  run: (...args: Commands[K]) => unknown,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (...args: Commands[K]) => {
    messages.ran(id);
    try {
      return await run(...args);
    } catch (error) {
      messages.failure(error, id);
      return undefined;
    }
  });
}
