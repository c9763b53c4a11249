import * as vscode from 'vscode';
import { fixtureText } from '../../../eventTests/fixtureText.ts';
import { formatJson } from '../../editor/formatJson.ts';
import type { FullReceipt } from '../../../journal/journal.ts';
import type { Parts } from '../parts.ts';
import { copied } from './copied.ts';
import { selectedReceipts } from './selected.ts';

/** Copies events as fixtures, as they would be saved. */
export async function copyAsFixture(
  parts: Pick<Parts, 'journal' | 'eventsView'>,
  receiptIds?: readonly number[],
): Promise<void> {
  const receipts = await selectedReceipts(parts, receiptIds);
  await vscode.env.clipboard.writeText(receipts.map(fixtureOf).join('\n'));
  copied(vscode.l10n.t('Fixture copied.'));
}

/** The text of a receipt's fixture. */
export function fixtureOf({ body, event, receivedAt }: FullReceipt): string {
  const received = new Date(receivedAt).toISOString();
  return fixtureText(
    body,
    `${event ? `${event.type} ${event.id}` : 'request'}, received ${received}`,
    formatJson,
  );
}
