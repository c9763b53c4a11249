import * as vscode from 'vscode';
import { InstalledSdks, inVersionOf } from '../../../handlers/installedSdk.ts';
import type { Problem } from '../../../handlers/problem.ts';
import type { Parts } from '../../commands/parts.ts';
import { documentationOf, sentenceOf } from './problemText.ts';

type Needs = Pick<Parts, 'catalogue' | 'handlers'>;

/** A problem as the editor shows it. */
export class HandlerDiagnostic extends vscode.Diagnostic {
  readonly problem: Problem;

  constructor(problem: Problem, apiVersion: string) {
    const { line, column, endLine, endColumn, kind } = problem;
    super(
      new vscode.Range(line, column, endLine, endColumn),
      sentenceOf(problem, apiVersion),
      vscode.DiagnosticSeverity.Warning,
    );
    this.problem = problem;
    this.source = 'Stripe Webhooks';
    this.code = { value: kind, target: documentationOf(problem) };
  }
}

const sdks = new InstalledSdks();

/** What is wrong with a document, in the light of the Stripe library that it uses, where that is on disk. */
export async function diagnosticsOf(
  { catalogue, handlers }: Needs,
  document: vscode.TextDocument,
): Promise<readonly HandlerDiagnostic[]> {
  const { uri } = document;
  const [problems, { apiVersion }, sdk] = await Promise.all([
    handlers.inspect(document),
    catalogue.get(),
    uri.scheme === 'file' ? sdks.of(uri.fsPath) : undefined,
  ]);
  const seen = sdk ? inVersionOf(sdk, problems, await handlers.in(document)) : problems;
  return seen.map((problem) => new HandlerDiagnostic(problem, apiVersion));
}

/** The ways out of a problem that are a matter of a few letters. */
export function fixesOf(document: vscode.TextDocument, diagnostic: HandlerDiagnostic): vscode.CodeAction[] {
  return replacements(document, diagnostic).map(({ title, text }, position) => {
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    action.edit = new vscode.WorkspaceEdit();
    action.edit.replace(document.uri, diagnostic.range, text);
    action.diagnostics = [diagnostic];
    action.isPreferred = position === 0;
    return action;
  });
}

function replacements(
  document: vscode.TextDocument,
  { problem, range }: HandlerDiagnostic,
): readonly { readonly title: string; readonly text: string }[] {
  switch (problem.kind) {
    case 'unknownType': {
      const written = document.getText(range);
      return problem.nearest.map((type) => ({
        title: vscode.l10n.t('Change to “{0}”', type),
        text: written.replace(problem.type, type),
      }));
    }
    case 'parsedBody':
      return problem.raw === undefined
        ? []
        : [{ title: vscode.l10n.t('Use the raw body: {0}', problem.raw), text: problem.raw }];
    case 'secret':
      return problem.fromEnvironment === undefined
        ? []
        : [
            {
              title: vscode.l10n.t('Read it from the environment: {0}', problem.fromEnvironment),
              text: problem.fromEnvironment,
            },
          ];
    case 'absentType':
    case 'unverified':
      return [];
  }
}
