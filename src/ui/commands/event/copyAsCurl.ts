import * as vscode from 'vscode';
import { curlCommand } from '../../panel/copy/curl.ts';
import type { Parts } from '../parts.ts';
import { copied } from './copied.ts';
import { selectedReceipts } from './selected.ts';

/** Copies commands that send events to the receiver once more, with the same bytes and headers. */
export async function copyAsCurl(
  parts: Pick<Parts, 'journal' | 'eventsView' | 'receiver'>,
  receiptIds?: readonly number[],
): Promise<void> {
  const receipts = await selectedReceipts(parts, receiptIds);
  const url = parts.receiver.expectedUrl;
  const commands = receipts.map(({ headers, body }) => curlCommand({ url, headers, body }));
  await vscode.env.clipboard.writeText(commands.join('\n\n'));
  copied(
    vscode.l10n.t('curl command copied; its signature is accepted for a few minutes after it was made.'),
  );
}
