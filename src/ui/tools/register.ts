import * as vscode from 'vscode';
import type { ToolName, Tools } from '../../ids.ts';
import type { Parts } from '../commands/parts.ts';
import type { ToolTable } from './table.ts';

/** The part of `package.json` that says which tools there are; a test holds it against the table. */
export interface ToolManifest {
  readonly contributes: { readonly languageModelTools: readonly { readonly name: ToolName }[] };
}

/** Registers every language model tool. Their code is loaded when the first of them is used. */
export function registerTools(parts: Parts, { contributes }: ToolManifest): vscode.Disposable[] {
  return contributes.languageModelTools.map(({ name }) => register(name, parts));
}

function register<K extends ToolName>(name: K, parts: Parts): vscode.Disposable {
  return vscode.lm.registerTool<Tools[K]>(name, {
    prepareInvocation: async ({ input }) => {
      const [{ toolTable }, { prepareTool }] = await load();
      return prepareTool((toolTable as ToolTable)[name], parts, input);
    },
    invoke: async (options, token) => {
      const [{ toolTable }, { runTool }] = await load();
      return runTool(name, (toolTable as ToolTable)[name], parts, options, token);
    },
  });
}

function load() {
  return Promise.all([import('./table.ts'), import('./run.ts')]);
}
