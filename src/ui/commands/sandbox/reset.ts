import * as vscode from 'vscode';
import { sandboxConnection } from '../../../stripe/connection.ts';
import { confirm } from '../../host/messages.ts';
import type { Parts } from '../parts.ts';

type Needs = Pick<Parts, 'sandbox' | 'secrets' | 'endpoints' | 'endpointList'>;

/** Empties the sandbox after a modal that says what is lost. */
export async function resetSandbox({ sandbox, secrets, endpoints, endpointList }: Needs): Promise<void> {
  await confirm(
    vscode.l10n.t('Reset the sandbox?'),
    vscode.l10n.t(
      'Its endpoints, events and pending deliveries are deleted. Connected accounts and journalled events stay.',
    ),
    vscode.l10n.t('Reset'),
  );
  await sandbox.start();
  // Other workspaces have sandboxes of their own under the same connection: only this one's secrets go.
  const doomed = await endpoints.list(sandboxConnection);
  await sandbox.reset();
  for (const { id } of doomed) await secrets.delete(sandboxConnection.id, id);
  await endpointList.refresh();
}
