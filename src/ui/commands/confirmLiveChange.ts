import * as vscode from 'vscode';
import type { Connection } from '../../stripe/connection.ts';
import { confirm } from '../host/messages.ts';

/** How a question names an account; a live one stands out. */
export function accountName({ mode, label }: Connection): string {
  return mode === 'live' ? vscode.l10n.t('the LIVE account {0}', label) : label;
}

/** Before anything changes in a live account: a modal that names the account and the endpoint. */
export async function confirmLiveChange(
  connection: Connection,
  endpoint: string,
  verb: string,
): Promise<void> {
  if (connection.mode !== 'live') return;
  await confirm(
    vscode.l10n.t('{0}: {1} in {2}?', verb, endpoint, accountName(connection)),
    vscode.l10n.t('This account moves real money. The change takes effect at once.'),
    verb,
  );
}
