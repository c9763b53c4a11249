import * as vscode from 'vscode';
import { HumanError } from '../../../humanError.ts';
import { confirm } from '../../host/messages.ts';
import { askPick, only } from '../../host/multiStep.ts';
import type { Parts } from '../parts.ts';
import { connectionItem } from './switch.ts';

/** Forgets an account: its key and the signing secrets known for it. Nothing changes at Stripe. */
export async function removeConnection({ connections }: Pick<Parts, 'connections'>): Promise<void> {
  const accounts = connections.list().filter(({ kind }) => kind === 'account');
  if (accounts.length === 0) {
    throw new HumanError(vscode.l10n.t('No account is connected; the sandbox is always there.'), 'not-found');
  }
  const items = accounts.map((account) => connectionItem(account, account.id === connections.active.id));
  const { connection } = only(await askPick(items, vscode.l10n.t('Account to remove')));
  if (!connection) return;
  await confirm(
    vscode.l10n.t('Remove {0} from this editor?', connection.label),
    vscode.l10n.t(
      'Its API key and the signing secrets known for it are deleted here. Nothing changes at Stripe.',
    ),
    vscode.l10n.t('Remove'),
  );
  await connections.remove(connection.id);
}
