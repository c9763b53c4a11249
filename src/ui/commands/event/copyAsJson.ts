import * as vscode from 'vscode';
import { formatJson } from '../../editor/formatJson.ts';
import type { Parts } from '../parts.ts';
import { copied } from './copied.ts';
import { selectedReceipts } from './selected.ts';

/** Copies the payload of events: one as it is, several as a list. */
export async function copyAsJson(
  parts: Pick<Parts, 'journal' | 'eventsView'>,
  receiptIds?: readonly number[],
): Promise<void> {
  const receipts = await selectedReceipts(parts, receiptIds);
  const texts = receipts.map(({ body }) => new TextDecoder().decode(formatJson(body)));
  const [only] = texts;
  await vscode.env.clipboard.writeText(texts.length === 1 ? (only ?? '') : `[\n${texts.join(',\n')}\n]`);
  copied(vscode.l10n.t('JSON of {0} events copied.', texts.length));
}
