import * as vscode from 'vscode';
import type { CommandId } from '../../ids.ts';
import type { Lazily } from '../control/lazily.ts';
import type { Messages } from '../host/messages.ts';
import type { Parts } from './parts.ts';

/** The part of `package.json` that says which commands there are; a test holds it against the table. */
export interface CommandManifest {
  readonly contributes: { readonly commands: readonly { readonly command: CommandId }[] };
}

/**
 * Registers every command. Parts and code are loaded when the first of them is run, which keeps activation short.
 * Whatever a command throws is shown or logged by `messages`; a cancelled one ends quietly.
 */
export function registerCommands(
  parts: Lazily<Parts>,
  messages: Messages,
  { contributes }: CommandManifest,
): vscode.Disposable[] {
  return contributes.commands.map(({ command }) =>
    vscode.commands.registerCommand(command, async (...args: readonly unknown[]) => {
      messages.ran(command);
      try {
        const [loaded, { runCommand }] = await Promise.all([parts.get(), import('./run.ts')]);
        return await runCommand(command, loaded, args);
      } catch (error) {
        messages.failure(error, command);
        return undefined;
      }
    }),
  );
}
