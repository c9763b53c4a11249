import * as vscode from 'vscode';
import { HumanError } from '../../../humanError.ts';
import { dashboardUrl } from '../../../stripe/dashboard.ts';
import type { Parts } from '../parts.ts';
import { selectedReceipts } from './selected.ts';

/** Opens the Dashboard's page of an event, in the account whose secret verified it. */
export async function openEventInDashboard(
  parts: Pick<Parts, 'journal' | 'eventsView' | 'connections'>,
  receiptIds?: readonly number[],
): Promise<void> {
  const [receipt] = await selectedReceipts(parts, receiptIds);
  const connection =
    parts.connections.list().find(({ id }) => id === receipt?.verdict.secret?.connectionId) ??
    parts.connections.active;
  const url = receipt?.event && dashboardUrl(connection, { id: receipt.event.id });
  if (!url)
    throw new HumanError(
      vscode.l10n.t('This event has no page in the Dashboard: it is not of a Stripe account.'),
      'unavailable',
    );
  await vscode.env.openExternal(vscode.Uri.parse(url));
}
