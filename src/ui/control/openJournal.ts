import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Retention } from '../../journal/entry.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Messages } from '../host/messages.ts';
import { onSettingChange, readSetting } from '../host/settings.ts';

const DAY = 24 * 60 * 60 * 1000;
const MEGABYTE = 1_000_000;

/** Opens the journal of this workspace, which keeps what the settings say; a damaged file is set aside, and that is said. */
export async function openJournal(directory: string, worker: URL, messages: Messages): Promise<Journal> {
  const { Journal } = await import('../../journal/journal.ts');
  await mkdir(directory, { recursive: true });
  const journal = await Journal.open(join(directory, 'journal.sqlite'), worker);
  if (journal.setAside) messages.setAside(vscode.l10n.t('event journal'), journal.setAside);
  journal.on('setAside', (file) => messages.setAside(vscode.l10n.t('event journal'), file));
  journal.on('failed', (error) => messages.error(error.message));
  journal.retain(retention());
  const settings = onSettingChange(['journal.keepDays', 'journal.maxMegabytes'], () =>
    journal.retain(retention()),
  );
  journal.once('closed', () => {
    settings.dispose();
  });
  return journal;
}

function retention(): Retention {
  const [days, megabytes] = [readSetting('journal.keepDays'), readSetting('journal.maxMegabytes')];
  return {
    ...(days > 0 && { maxAgeMs: days * DAY }),
    ...(megabytes > 0 && { maxBytes: megabytes * MEGABYTE }),
  };
}
