import * as vscode from 'vscode';
import { HumanError } from '../../../humanError.ts';
import type { FullReceipt } from '../../../journal/journal.ts';
import type { Parts } from '../parts.ts';
import { pickReceipt } from './open.ts';

type Needs = Pick<Parts, 'journal' | 'eventsView'>;

/** The receipts a command is about: those named, else those selected in the Events panel, else one the user picks. */
async function selectedIds(parts: Needs, receiptIds?: readonly number[]): Promise<readonly number[]> {
  if (receiptIds && receiptIds.length > 0) return receiptIds;
  const { selection } = parts.eventsView;
  return selection.length > 0 ? selection : [(await pickReceipt(parts, vscode.l10n.t('Event'))).id];
}

/** The same with headers and bodies; those that are gone from the journal are left out, all of them is an error. */
export async function selectedReceipts(
  parts: Needs,
  receiptIds?: readonly number[],
): Promise<readonly FullReceipt[]> {
  const [journal, ids] = await Promise.all([parts.journal.get(), selectedIds(parts, receiptIds)]);
  const found = (await Promise.all(ids.map((id) => journal.get(id)))).filter((one) => one !== undefined);
  if (found.length === 0)
    throw new HumanError(vscode.l10n.t('Event #{0} is no longer in the journal.', ids[0] ?? ''), 'not-found');
  return found;
}
