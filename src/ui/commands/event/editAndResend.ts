import * as vscode from 'vscode';
import { HumanError } from '../../../humanError.ts';
import { draftUri } from '../../editor/drafts.ts';
import { receiptIdOf } from '../../editor/eventDocuments.ts';
import { formatJson } from '../../editor/formatJson.ts';
import type { Parts } from '../parts.ts';
import { pickReceipt } from './open.ts';

type Needs = Pick<Parts, 'journal' | 'eventsView'>;

/**
 * Opens the payload of a received event as a document that can be changed; saving it by hand sends it. A draft that
 * was begun before is opened again.
 */
export async function editAndResend(parts: Needs, given?: number | vscode.Uri): Promise<void> {
  const journal = await parts.journal.get();
  const named = given instanceof vscode.Uri ? receiptIdOf(given) : given;
  const selected = named ?? parts.eventsView.selection[0];
  const id = selected ?? (await pickReceipt(parts, vscode.l10n.t('Event to edit'))).id;
  const receipt = await journal.get(id);
  if (!receipt)
    throw new HumanError(vscode.l10n.t('Event #{0} is no longer in the journal.', id), 'not-found');
  const uri = draftUri(receipt);
  const begun = await Promise.resolve(vscode.workspace.fs.stat(uri)).then(
    () => true,
    () => false,
  );
  if (!begun) await vscode.workspace.fs.writeFile(uri, formatJson(receipt.body));
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.languages.setTextDocumentLanguage(document, 'json');
  await vscode.window.showTextDocument(document, { preview: false });
}
