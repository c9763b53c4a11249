import * as vscode from 'vscode';
import type { Imported } from '../../../journal/entry.ts';
import { views } from '../../../ids.ts';
import { Cancelled } from '../../host/cancelled.ts';
import type { Action } from '../../host/messages.ts';
import type { Parts } from '../parts.ts';
import { withJobProgress } from './jobProgress.ts';
import { sessionFileFilters } from './sessionFiles.ts';

type Needs = Pick<Parts, 'journal' | 'messages' | 'log'>;

/** Adds the events of an exported file to the journal and says what became of every line. */
export async function importJournal(parts: Needs, from?: vscode.Uri): Promise<void> {
  const file = from ?? (await askForFile());
  const journal = await parts.journal.get();
  const result = await withJobProgress(vscode.l10n.t('Importing events …'), (options) =>
    journal.importFrom(file.fsPath, options),
  );
  for (const { line, reason } of result.bad) parts.log.warn(`${file.fsPath}:${line}: ${reason}`);
  const show: Action = {
    title: vscode.l10n.t('Show Events'),
    run: () => vscode.commands.executeCommand(`${views.events}.focus`),
  };
  if (result.badLines === 0) parts.messages.info(summary(result), show);
  else
    parts.messages.warn(`${summary(result)} ${badLines(result)}`, show, {
      title: vscode.l10n.t('Show Log'),
      run: () => parts.log.show(),
    });
}

function summary({ imported, known, cancelled }: Imported): string {
  const sentences = [
    imported === 1
      ? vscode.l10n.t('1 event was imported.')
      : vscode.l10n.t('{0} events were imported.', imported),
  ];
  if (known === 1) sentences.push(vscode.l10n.t('1 is in the journal already.'));
  else if (known > 1) sentences.push(vscode.l10n.t('{0} are in the journal already.', known));
  if (cancelled) sentences.push(vscode.l10n.t('The rest was left out.'));
  return sentences.join(' ');
}

function badLines({ badLines, bad }: Imported): string {
  const [first] = bad;
  if (badLines === 1 && first)
    return vscode.l10n.t('Line {0} could not be read: {1}', first.line, first.reason);
  return vscode.l10n.t('{0} lines could not be read, the first is line {1}.', badLines, first?.line ?? '');
}

async function askForFile(): Promise<vscode.Uri> {
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Import Events'),
    openLabel: vscode.l10n.t('Import'),
    filters: sessionFileFilters(),
  });
  const [file] = chosen ?? [];
  if (!file) throw new Cancelled();
  return file;
}
