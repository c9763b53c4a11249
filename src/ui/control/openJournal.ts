import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Journal } from '../../journal/journal.ts';
import type { Messages } from '../host/messages.ts';

/** Opens the journal of this workspace; a damaged file is set aside, and that is said. */
export async function openJournal(directory: string, worker: URL, messages: Messages): Promise<Journal> {
  const { Journal } = await import('../../journal/journal.ts');
  await mkdir(directory, { recursive: true });
  const journal = await Journal.open(join(directory, 'journal.sqlite'), worker);
  const { setAside } = journal;
  if (setAside) {
    messages.warn(
      vscode.l10n.t('The event journal was damaged; it is kept as {0} and a new one was started.', setAside),
      {
        title: vscode.l10n.t('Show File'),
        run: () => vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(setAside)),
      },
    );
  }
  return journal;
}
