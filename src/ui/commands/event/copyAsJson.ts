import * as vscode from 'vscode';
import { jsonOf } from '../../panel/copy/json.ts';
import type { Parts } from '../parts.ts';
import { copied } from './copied.ts';
import { selectedReceipts } from './selected.ts';

/** Copies the payload of events: one as it is, several as a list. */
export async function copyAsJson(
  parts: Pick<Parts, 'journal' | 'eventsView'>,
  receiptIds?: readonly number[],
): Promise<void> {
  const receipts = await selectedReceipts(parts, receiptIds);
  await vscode.env.clipboard.writeText(jsonOf(receipts.map(({ body }) => body)));
  copied(vscode.l10n.t('JSON of {0} events copied.', receipts.length));
}
