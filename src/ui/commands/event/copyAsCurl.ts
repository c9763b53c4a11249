import * as vscode from 'vscode';
import type { FullReceipt } from '../../../journal/journal.ts';
import { signatureHeader } from '../../../delivery/signature.ts';
import { curlCommand, type CurlRequest } from '../../panel/copy/curl.ts';
import type { Parts } from '../parts.ts';
import { copied } from './copied.ts';
import { selectedReceipts } from './selected.ts';

/**
 * Copies commands that send events to the receiver once more, with the same bytes and headers, but for the signature:
 * one of long ago would be refused. What was rejected, and what was signed with a secret that is gone, keeps its own.
 */
export async function copyAsCurl(
  parts: Pick<Parts, 'journal' | 'eventsView' | 'receiver' | 'secrets'>,
  receiptIds?: readonly number[],
): Promise<void> {
  const receipts = await selectedReceipts(parts, receiptIds);
  const url = parts.receiver.expectedUrl;
  const headers = await Promise.all(receipts.map((receipt) => signedNow(parts, receipt)));
  const commands = receipts.map(({ headers: own, body }, index) =>
    curlCommand({ url, headers: headers[index] ?? own, body }),
  );
  await vscode.env.clipboard.writeText(commands.join('\n\n'));
  copied(
    headers.includes(undefined)
      ? vscode.l10n.t('curl command copied, with its original signature')
      : vscode.l10n.t('curl command copied, signed for the next 5 minutes'),
  );
}

/** The headers with a signature of now; undefined where the secret is not known. */
async function signedNow(
  { secrets }: Pick<Parts, 'secrets'>,
  { verdict, headers, body }: FullReceipt,
): Promise<CurlRequest['headers'] | undefined> {
  if (verdict.outcome !== 'verified') return undefined;
  const known = await secrets.getAll(verdict.secret.connectionId, verdict.secret.endpointId);
  if (known.length === 0) return undefined;
  const signature = signatureHeader(body, known, Math.floor(Date.now() / 1000));
  return headers.map(([name, value]) => [
    name,
    name.toLowerCase() === 'stripe-signature' ? signature : value,
  ]);
}
