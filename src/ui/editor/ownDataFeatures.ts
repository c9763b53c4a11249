import * as vscode from 'vscode';
import type { Parts } from '../commands/parts.ts';
import { Lazily } from '../control/lazily.ts';
import type { PayloadTools } from '../control/payloadTools.ts';
import { documents } from './documents.ts';

/** Completion, hover, checks and a lens in the files of own data; their code is loaded with the first such file. */
export function registerOwnDataFeatures(parts: Lazily<Pick<Parts, 'payloads'>>): vscode.Disposable[] {
  const tools = new Lazily<PayloadTools>(async () => (await parts.get()).payloads.get());
  const problems = vscode.languages.createDiagnosticCollection('stripe-webhooks-own-data');
  const waiting = new Map<string, NodeJS.Timeout>();
  const checkSoon = (document: vscode.TextDocument) => {
    if (!vscode.languages.match(documents.ownData, document)) return;
    const key = document.uri.toString();
    clearTimeout(waiting.get(key));
    waiting.set(
      key,
      setTimeout(() => {
        waiting.delete(key);
        void check(document);
      }, 300),
    );
  };
  const check = async (document: vscode.TextDocument) => {
    const { problemsOf } = await import('./ownDataProblems.ts');
    const { version } = document;
    const found = await problemsOf(document, tools);
    if (!document.isClosed && document.version === version) problems.set(document.uri, found);
  };
  vscode.workspace.textDocuments.forEach(checkSoon);
  return [
    problems,
    new vscode.Disposable(() => waiting.forEach((timer) => clearTimeout(timer))),
    vscode.workspace.onDidOpenTextDocument(checkSoon),
    vscode.workspace.onDidChangeTextDocument(({ document }) => checkSoon(document)),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => problems.delete(uri)),
    // Without trigger characters: a list that is open goes on when a quote is typed, and one that a quote opened anew
    // would take the brace behind it for its own.
    vscode.languages.registerCompletionItemProvider(documents.ownData, {
      provideCompletionItems: async (document, position) =>
        (await import('./ownDataCompletion.ts')).completions(document, position, tools),
    }),
    vscode.languages.registerHoverProvider(documents.ownData, {
      provideHover: async (document, position) =>
        (await import('./ownDataCompletion.ts')).hover(document, position, tools),
    }),
    vscode.languages.registerCodeLensProvider(documents.ownData, {
      provideCodeLenses: async (document) => (await import('./ownDataCompletion.ts')).lenses(document),
    }),
  ];
}
