import * as vscode from 'vscode';
import { HumanError } from '../../../humanError.ts';
import type { FullReceipt, Journal } from '../../../journal/journal.ts';
import { eventUri } from '../../editor/eventDocuments.ts';
import type { Parts } from '../parts.ts';
import { selectedReceipts } from './selected.ts';

/** Shows two events beside each other in the diff editor: those given, or one and the one before it of its object. */
export async function compareEvents(
  parts: Pick<Parts, 'journal' | 'eventsView'>,
  receiptIds?: readonly number[],
): Promise<void> {
  const [journal, receipts] = await Promise.all([parts.journal.get(), selectedReceipts(parts, receiptIds)]);
  const [one, other] = receipts.toSorted((a, b) => a.id - b.id);
  if (!one || receipts.length > 2)
    throw new HumanError(
      vscode.l10n.t('Select two events, or one to compare with the one before it.'),
      'input',
    );
  const [before, after] = other ? [one, other] : [await previousOf(journal, one), one];
  const name = ({ event, id }: Pick<FullReceipt, 'event' | 'id'>) =>
    `${event?.type ?? vscode.l10n.t('not an event')} #${id}`;
  await vscode.commands.executeCommand(
    'vscode.diff',
    eventUri(before),
    eventUri(after),
    `${name(before)} ↔ ${name(after)}`,
    { preview: true },
  );
}

async function previousOf(journal: Journal, receipt: FullReceipt) {
  const objectId = receipt.event?.objectId;
  const [previous] = objectId
    ? await journal.list({ limit: 1, before: receipt.id, filter: { objectId, duplicates: 'hide' } })
    : [];
  if (!previous)
    throw new HumanError(
      vscode.l10n.t(
        'There is no earlier event of the same object to compare #{0} with; select a second event.',
        receipt.id,
      ),
      'not-found',
    );
  return previous;
}
