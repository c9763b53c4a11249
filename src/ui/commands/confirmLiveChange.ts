import * as vscode from 'vscode';
import type { Connection } from '../../stripe/connection.ts';
import { confirm } from '../host/messages.ts';
import { connectionName } from '../views/liveColor.ts';

/** Before anything changes in a live account: a modal that names the account and the endpoint. */
export async function confirmLiveChange(
  connection: Connection,
  endpoint: string,
  verb: string,
): Promise<void> {
  if (connection.mode !== 'live') return;
  await confirm(
    vscode.l10n.t('{0}: {1} in {2}?', verb, endpoint, connectionName(connection)),
    vscode.l10n.t('This account moves real money. The change takes effect at once.'),
    verb,
  );
}
