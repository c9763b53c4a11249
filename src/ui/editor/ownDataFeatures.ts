import * as vscode from 'vscode';
import type { Lazily } from '../control/lazily.ts';
import type { PayloadTools } from '../control/payloadTools.ts';

const selector: vscode.DocumentSelector = { pattern: '**/.stripe/overrides/*.json' };

/** Completion, hover, checks and a lens in the files of own data; their code is loaded with the first such file. */
export function registerOwnDataFeatures(tools: Lazily<PayloadTools>): vscode.Disposable[] {
  const problems = vscode.languages.createDiagnosticCollection('stripe-webhooks-own-data');
  const waiting = new Map<string, NodeJS.Timeout>();
  const checkSoon = (document: vscode.TextDocument) => {
    if (!vscode.languages.match(selector, document)) return;
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
    vscode.languages.registerCompletionItemProvider(selector, {
      provideCompletionItems: async (document, position) =>
        (await import('./ownDataCompletion.ts')).completions(document, position, tools),
    }),
    vscode.languages.registerHoverProvider(selector, {
      provideHover: async (document, position) =>
        (await import('./ownDataCompletion.ts')).hover(document, position, tools),
    }),
    vscode.languages.registerCodeLensProvider(selector, {
      provideCodeLenses: async (document) => (await import('./ownDataCompletion.ts')).lenses(document),
    }),
  ];
}
