import * as vscode from 'vscode';
import { HumanError } from '../../../humanError.ts';
import { confirm } from '../../host/messages.ts';
import type { Parts } from '../parts.ts';
import { withJobProgress } from './jobProgress.ts';

type Needs = Pick<Parts, 'journal' | 'messages'>;

/** Deletes all received events of this workspace after a modal that says so. */
export async function clearJournal(parts: Needs): Promise<void> {
  const journal = await parts.journal.get();
  const count = await journal.count({});
  if (count === 0) throw new HumanError(vscode.l10n.t('The journal is empty already.'), 'not-found');
  await confirm(
    count === 1
      ? vscode.l10n.t('Delete the journalled event?')
      : vscode.l10n.t('Delete all {0} journalled events?', count),
    vscode.l10n.t(
      'What is lost: what this workspace has received, with the attempts to deliver it. Nothing changes at Stripe. Export the events before to keep them.',
    ),
    vscode.l10n.t('Delete'),
  );
  const deleted = await withJobProgress(vscode.l10n.t('Deleting events …'), (options) =>
    journal.clear(options),
  );
  parts.messages.info(
    deleted === 1
      ? vscode.l10n.t('1 event was deleted.')
      : vscode.l10n.t('{0} events were deleted.', deleted),
  );
}
