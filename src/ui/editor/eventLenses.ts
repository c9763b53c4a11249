import * as vscode from 'vscode';
import type { Parts } from '../commands/parts.ts';
import type { Lazily } from '../control/lazily.ts';
import { receiptIdOf, receiptOf } from './eventDocuments.ts';

/** Over an event document: its verdict, and the way to its handler. */
export class EventLenses implements vscode.CodeLensProvider {
  readonly #parts: Lazily<Pick<Parts, 'journal'>>;

  constructor(parts: Lazily<Pick<Parts, 'journal'>>) {
    this.#parts = parts;
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const id = receiptIdOf(document.uri);
    const receipt = id === undefined ? undefined : await receiptOf(this.#parts, id);
    if (!receipt) return [];
    const { verdict, event, receivedAt, source } = receipt;
    const when = new Date(receivedAt).toLocaleTimeString();
    const title =
      verdict.outcome === 'verified'
        ? vscode.l10n.t('$(verified) Verified by {0} at {1} ({2})', verdict.secret.endpointId, when, source)
        : vscode.l10n.t('$(error) Rejected at {0}: {1}', when, verdict.explanation);
    const top = new vscode.Range(0, 0, 0, 0);
    const lenses = [new vscode.CodeLens(top, { title, command: 'stripeWebhooks.event.showOutput' })];
    lenses.push(
      new vscode.CodeLens(top, {
        title:
          verdict.outcome === 'verified'
            ? vscode.l10n.t('Rejected by Your App?')
            : vscode.l10n.t('Diagnose Signature'),
        command: 'stripeWebhooks.diagnosis.run',
        arguments: [receipt.id],
      }),
    );
    if (event) {
      lenses.push(
        new vscode.CodeLens(top, {
          title: vscode.l10n.t('Go to Handler'),
          command: 'stripeWebhooks.handler.goTo',
          arguments: [event.type],
        }),
      );
    }
    return lenses;
  }
}
