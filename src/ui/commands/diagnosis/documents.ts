import * as vscode from 'vscode';
import { diagnosisScheme as scheme, type CommandId } from '../../../ids.ts';
import { reportText, type Diagnosis } from './report.ts';

/** How many reports are kept for documents that are still open. */
const KEPT = 50;

/** Reports as read-only Markdown documents, with what can be done next above them. */
export class DiagnosisDocuments
  implements vscode.TextDocumentContentProvider, vscode.CodeLensProvider, vscode.Disposable
{
  readonly #reports = new Map<string, { readonly text: string; readonly receiptId: number | undefined }>();
  readonly #registrations = [
    vscode.workspace.registerTextDocumentContentProvider(scheme, this),
    vscode.languages.registerCodeLensProvider({ scheme }, this),
  ];
  #count = 0;

  /** Shows a report in an editor. */
  async show(diagnosis: Diagnosis): Promise<void> {
    const receiptId = diagnosis.request.receipt?.id;
    const number = ++this.#count;
    const name =
      receiptId === undefined ? vscode.l10n.t('Diagnosis') : vscode.l10n.t('Diagnosis of #{0}', receiptId);
    const uri = vscode.Uri.from({ scheme, path: `/${number}/${name}.md` });
    this.#reports.set(uri.toString(), { text: reportText(diagnosis), receiptId });
    const [oldest] = this.#reports.keys();
    if (this.#reports.size > KEPT && oldest !== undefined) this.#reports.delete(oldest);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(document, 'markdown');
    await vscode.window.showTextDocument(document, { preview: true });
  }

  dispose(): void {
    vscode.Disposable.from(...this.#registrations).dispose();
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return (
      this.#reports.get(uri.toString())?.text ??
      vscode.l10n.t('This diagnosis is gone; run Diagnose Signature again.')
    );
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const top = new vscode.Range(0, 0, 0, 0);
    const command = 'markdown.showPreview';
    const page = { title: vscode.l10n.t('Show as Page'), command, arguments: [document.uri] };
    return [...this.#nextSteps(document.uri, top), new vscode.CodeLens(top, page), ...fixLenses(document)];
  }

  #nextSteps(uri: vscode.Uri, top: vscode.Range): vscode.CodeLens[] {
    const receiptId = this.#reports.get(uri.toString())?.receiptId;
    const lens = (title: string, command: CommandId, ...args: unknown[]) =>
      new vscode.CodeLens(top, { title, command, arguments: args });
    if (receiptId === undefined)
      return [lens(vscode.l10n.t('Diagnose Another Request'), 'stripeWebhooks.diagnosis.run')];
    return [
      lens(vscode.l10n.t('Open Event'), 'stripeWebhooks.event.open', receiptId),
      lens(
        vscode.l10n.t('Diagnose with the App’s Secret…'),
        'stripeWebhooks.diagnosis.run',
        receiptId,
        'ask',
      ),
    ];
  }
}

/** Over each block of code: what copies it. */
function fixLenses(document: vscode.TextDocument): vscode.CodeLens[] {
  return [...document.getText().matchAll(/^```\w+\n([^]*?)\n```$/gm)].map(({ index, 1: code = '' }) => {
    const at = document.positionAt(index);
    const command: CommandId = 'stripeWebhooks.diagnosis.copyFix';
    return new vscode.CodeLens(new vscode.Range(at, at), {
      title: vscode.l10n.t('Copy Fix'),
      command,
      arguments: [code],
    });
  });
}
