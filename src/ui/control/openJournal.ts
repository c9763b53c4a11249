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
  if (journal.setAside) messages.setAside(vscode.l10n.t('event journal'), journal.setAside);
  journal.on('setAside', (file) => messages.setAside(vscode.l10n.t('event journal'), file));
  journal.on('failed', (error) => messages.error(error.message));
  return journal;
}
