import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { ReceiptFilter } from '../../../journal/filter.ts';
import { HumanError } from '../../../humanError.ts';
import { Cancelled } from '../../host/cancelled.ts';
import type { Parts } from '../parts.ts';
import { withJobProgress } from './jobProgress.ts';
import { sessionFileFilters } from './sessionFiles.ts';

type Needs = Pick<Parts, 'journal' | 'messages'>;

/** Writes the received events, or those that a filter wants, to a file for a colleague: secrets are left out. */
export async function exportJournal(
  parts: Needs,
  filter: ReceiptFilter = {},
  to?: vscode.Uri,
): Promise<void> {
  const journal = await parts.journal.get();
  if ((await journal.count(filter)) === 0)
    throw new HumanError(vscode.l10n.t('There is no event to export.'), 'not-found');
  const file = to ?? (await askForFile());
  const { receipts, cancelled } = await withJobProgress(vscode.l10n.t('Exporting events …'), (options) =>
    journal.exportTo(file.fsPath, filter, options),
  );
  if (cancelled) return;
  const sentence =
    receipts === 1
      ? vscode.l10n.t('1 event was exported, without secrets and credentials.')
      : vscode.l10n.t('{0} events were exported, without secrets and credentials.', receipts);
  parts.messages.info(
    sentence,
    {
      title: vscode.l10n.t('Open File'),
      run: () => vscode.window.showTextDocument(file),
    },
    {
      title: vscode.l10n.t('Show in Folder'),
      run: () => vscode.commands.executeCommand('revealFileInOS', file),
    },
  );
}

async function askForFile(): Promise<vscode.Uri> {
  const day = new Date().toISOString().slice(0, 10);
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath;
  const name = `stripe-events-${day}.ndjson`;
  const file = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export Events'),
    filters: sessionFileFilters(),
    defaultUri: vscode.Uri.file(folder === undefined ? name : join(folder, name)),
  });
  if (!file) throw new Cancelled();
  if (file.scheme !== 'file')
    throw new HumanError(
      vscode.l10n.t('Events cannot be written to {0}; choose a folder on this machine.', dirname(file.path)),
      'no-workspace',
    );
  return file;
}
