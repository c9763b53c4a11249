import * as vscode from 'vscode';
import { answered } from '../../host/cancelled.ts';
import { withProgress } from '../../host/progress.ts';
import type { Parts } from '../parts.ts';

/** Writes the events that the Events panel's filter lets through to a file that can be imported again. */
export async function exportEvents({
  eventsView,
  journal,
  messages,
}: Pick<Parts, 'eventsView' | 'journal' | 'messages'>): Promise<void> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const name = `stripe-events-${new Date().toISOString().slice(0, 10)}.ndjson`;
  const file = answered(
    await vscode.window.showSaveDialog({
      title: vscode.l10n.t('Export Events'),
      ...(folder && { defaultUri: vscode.Uri.joinPath(folder.uri, name) }),
      filters: { [vscode.l10n.t('Stripe Events')]: ['ndjson'] },
    }),
  );
  const open = await journal.get();
  const { filter } = eventsView.filter;
  const count = await open.count(filter);
  await withProgress(vscode.l10n.t('Exporting events …'), () => open.exportTo(file.fsPath, filter));
  messages.info(vscode.l10n.t('{0} events were exported to {1}.', count, file.fsPath));
}
