import * as vscode from 'vscode';
import type { ToolName, Tools } from '../../ids.ts';
import type { Parts } from '../commands/parts.ts';
import type { Lazily } from '../control/lazily.ts';
import type { ToolTable } from './table.ts';

/** The part of `package.json` that says which tools there are; a test holds it against the table. */
export interface ToolManifest {
  readonly contributes: { readonly languageModelTools: readonly { readonly name: ToolName }[] };
}

/** Registers every language model tool. Parts and code are loaded when the first of them is used. */
export function registerTools(parts: Lazily<Parts>, { contributes }: ToolManifest): vscode.Disposable[] {
  return contributes.languageModelTools.map(({ name }) => register(name, parts));
}

function register<K extends ToolName>(name: K, parts: Lazily<Parts>): vscode.Disposable {
  return vscode.lm.registerTool<Tools[K]>(name, {
    prepareInvocation: async ({ input }) => {
      const [loaded, { toolTable }, { prepareTool }] = await load(parts);
      return prepareTool((toolTable as ToolTable)[name], loaded, input);
    },
    invoke: async (options, token) => {
      const [loaded, { toolTable }, { runTool }] = await load(parts);
      return runTool(name, (toolTable as ToolTable)[name], loaded, options, token);
    },
  });
}

function load(parts: Lazily<Parts>) {
  return Promise.all([parts.get(), import('./table.ts'), import('./run.ts')]);
}
