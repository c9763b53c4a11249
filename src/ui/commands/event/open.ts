import * as vscode from 'vscode';
import type { JournalledReceipt } from '../../../journal/journal.ts';
import { HumanError } from '../../../humanError.ts';
import { eventUri } from '../../editor/eventDocuments.ts';
import { askPick, only } from '../../host/multiStep.ts';
import type { Parts } from '../parts.ts';

type Needs = Pick<Parts, 'journal'>;

/** Opens a received event as a formatted, read-only document: the given receipt, or one the user picks. */
export async function openEvent(parts: Needs, receiptId?: number): Promise<void> {
  const receipt =
    receiptId === undefined ? await pickReceipt(parts) : await (await parts.journal.get()).get(receiptId);
  if (!receipt) {
    throw new HumanError(
      vscode.l10n.t('Event #{0} is no longer in the journal.', receiptId ?? ''),
      'not-found',
    );
  }
  const document = await vscode.workspace.openTextDocument(eventUri(receipt));
  await vscode.languages.setTextDocumentLanguage(document, 'json');
  await vscode.window.showTextDocument(document, { preview: true });
}

/** Asks for one of the newest receipts. */
export async function pickReceipt(
  { journal }: Needs,
  placeholder = vscode.l10n.t('Event to open'),
): Promise<JournalledReceipt> {
  const receipts = await (await journal.get()).list({ limit: 200 });
  if (receipts.length === 0) {
    throw new HumanError(
      vscode.l10n.t('No event has been received yet: start the receiver and trigger one.'),
      'not-found',
    );
  }
  return only(await askPick(receipts.map(receiptItem), placeholder)).receipt;
}

function receiptItem(
  receipt: JournalledReceipt,
): vscode.QuickPickItem & { readonly receipt: JournalledReceipt } {
  const verified = receipt.verdict.outcome === 'verified';
  return {
    receipt,
    label: `$(${verified ? 'verified' : 'error'}) ${receipt.event?.type ?? vscode.l10n.t('not an event')}`,
    description: [receipt.event?.objectId, new Date(receipt.receivedAt).toLocaleTimeString()]
      .filter(Boolean)
      .join(' · '),
    detail: `#${receipt.id} ${receipt.event?.id ?? ''}`,
  };
}
