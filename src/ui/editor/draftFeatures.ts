import * as vscode from 'vscode';
import { draftScheme } from '../../ids.ts';
import { executeCommand } from '../host/executeCommand.ts';
import { documents } from './documents.ts';

/** Over a draft: what sending it would do. */
class DraftLenses implements vscode.CodeLensProvider {
  provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
    const top = new vscode.Range(0, 0, 0, 0);
    const lens = (title: string, command: string, ...given: unknown[]) =>
      new vscode.CodeLens(top, { title, command, arguments: given });
    return [
      lens(vscode.l10n.t('$(send) Send (or save)'), 'stripeWebhooks.event.send', uri),
      lens(vscode.l10n.t('Send To …'), 'stripeWebhooks.event.send', uri, 'choose'),
      lens(vscode.l10n.t('New Event ID'), 'stripeWebhooks.event.renewId', uri),
    ];
  }
}

/** Drafts whose text, as it is, was sent. */
const finished = new Set<string>();

/** Tells that a draft was sent as it is: it goes when its last editor is closed, unless it is changed before. */
export function draftSent({ uri }: Pick<vscode.TextDocument, 'uri'>): void {
  if (uri.scheme === draftScheme) finished.add(uri.toString());
}

async function removeFinished(closed: readonly vscode.Tab[]): Promise<void> {
  for (const { input } of closed) {
    if (!(input instanceof vscode.TabInputText) || isOpen(input.uri)) continue;
    if (finished.delete(input.uri.toString())) await vscode.workspace.fs.delete(input.uri);
  }
}

function isOpen(uri: vscode.Uri): boolean {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.some(
    ({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString(),
  );
}

/** Sends drafts when they are saved by hand, says so above them, and removes those that were sent. */
export function registerDraftFeatures(): vscode.Disposable[] {
  const byHand = new Set<string>();
  return [
    vscode.languages.registerCodeLensProvider(documents.draft, new DraftLenses()),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) finished.delete(document.uri.toString());
    }),
    vscode.window.tabGroups.onDidChangeTabs(({ closed }) => void removeFinished(closed)),
    // What the editor saves by itself, while one is still typing, must not be sent.
    vscode.workspace.onWillSaveTextDocument(({ document, reason }) => {
      if (document.uri.scheme === draftScheme && reason === vscode.TextDocumentSaveReason.Manual)
        byHand.add(document.uri.toString());
    }),
    vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      if (byHand.delete(uri.toString())) void executeCommand('stripeWebhooks.event.send', uri);
    }),
  ];
}
