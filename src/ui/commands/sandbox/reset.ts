import * as vscode from 'vscode';
import { sandboxConnectionId } from '../../../stripe/connection.ts';
import { confirm } from '../../host/messages.ts';
import type { Parts } from '../parts.ts';

type Needs = Pick<Parts, 'sandbox' | 'secrets' | 'endpointList'>;

/** Empties the sandbox after a modal that says what is lost. */
export async function resetSandbox({ sandbox, secrets, endpointList }: Needs): Promise<void> {
  await confirm(
    vscode.l10n.t('Reset the sandbox?'),
    vscode.l10n.t(
      'Its endpoints, events and pending deliveries are deleted. Connected accounts and journalled events stay.',
    ),
    vscode.l10n.t('Reset'),
  );
  await sandbox.reset();
  await secrets.deleteConnection(sandboxConnectionId);
  await endpointList.refresh();
}
