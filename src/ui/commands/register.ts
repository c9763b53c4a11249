import type * as vscode from 'vscode';
import type { CommandId, Commands } from '../../ids.ts';
import { registerCommand } from '../host/registerCommand.ts';
import { eventArguments, isEventMenuContext } from '../panel/menu.ts';
import type { Parts } from './parts.ts';
import type { CommandTable } from './table.ts';

/** The part of `package.json` that says which commands there are; a test holds it against the table. */
export interface CommandManifest {
  readonly contributes: { readonly commands: readonly { readonly command: CommandId }[] };
}

/** Registers every command. Their code is loaded when the first of them is run, which keeps activation short. */
export function registerCommands(parts: Parts, { contributes }: CommandManifest): vscode.Disposable[] {
  return contributes.commands.map(({ command }) => register(command, parts));
}

function register<K extends CommandId>(id: K, parts: Parts): vscode.Disposable {
  return registerCommand(id, parts.messages, async (...args: Commands[K]) => {
    const { commandTable } = await import('./table.ts');
    return (commandTable as CommandTable)[id](parts, ...unwrapped(id, args));
  });
}

/** A context menu of the Events panel gives the command what the row says of itself, in place of arguments. */
function unwrapped<K extends CommandId>(id: K, args: Commands[K]): Commands[K] {
  const [first]: readonly unknown[] = args;
  return isEventMenuContext(first) ? (eventArguments(id, first) as Commands[K]) : args;
}
