import type { CommandId, Commands } from '../../ids.ts';
import { eventArguments, isEventMenuContext } from '../panel/menu.ts';
import type { Parts } from './parts.ts';
import { commandTable, type CommandTable } from './table.ts';

/** Runs a command's verb with the arguments that VS Code gave the command. */
export function runCommand<K extends CommandId>(id: K, parts: Parts, args: readonly unknown[]): unknown {
  return (commandTable as CommandTable)[id](parts, ...(unwrapped(id, args) as Commands[K]));
}

/** A context menu of the Events panel gives the command what the row says of itself, in place of arguments. */
function unwrapped(id: CommandId, args: readonly unknown[]): readonly unknown[] {
  const [first] = args;
  return isEventMenuContext(first) ? eventArguments(id, first) : args;
}
