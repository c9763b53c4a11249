import * as vscode from 'vscode';
import type { Connection } from '../../../stripe/connection.ts';
import { askPick, only } from '../../host/multiStep.ts';
import { connectionName } from '../../views/liveColor.ts';
import type { Parts } from '../parts.ts';
import { addConnection } from './add.ts';

type Needs = Pick<Parts, 'connections' | 'messages'>;

/** Makes another connection the active one, or adds one. */
export async function switchConnection(parts: Needs): Promise<void> {
  const { connections } = parts;
  const add = { label: vscode.l10n.t('$(add) Add Account…'), connection: undefined };
  const items = connections
    .list()
    .map((connection) => connectionItem(connection, connection.id === connections.active.id));
  const picked = only(await askPick([...items, add], vscode.l10n.t('Connection to work with')));
  if (picked.connection) await connections.setActive(picked.connection.id);
  else await addConnection(parts);
}

/** The row of a connection in a quick pick. */
export function connectionItem(
  connection: Connection,
  active: boolean,
): vscode.QuickPickItem & { readonly connection: Connection | undefined } {
  const icon = connection.kind === 'sandbox' ? 'beaker' : connection.mode === 'live' ? 'flame' : 'account';
  return {
    connection,
    label: `$(${icon}) ${connectionName(connection)}`,
    description: [connection.accountId, active ? vscode.l10n.t('active') : undefined]
      .filter(Boolean)
      .join(' · '),
    detail:
      connection.kind === 'sandbox'
        ? vscode.l10n.t('Embedded offline Stripe: no account and no network needed')
        : connection.mode === 'live'
          ? vscode.l10n.t('LIVE: real money')
          : vscode.l10n.t('Test data'),
  };
}
