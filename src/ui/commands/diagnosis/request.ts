import * as vscode from 'vscode';
import type { FullReceipt, Journal, JournalledReceipt } from '../../../journal/journal.ts';
import { HumanError } from '../../../humanError.ts';
import { diagnosisScheme, eventScheme } from '../../../ids.ts';
import { askPick, askText, only, type StepPosition } from '../../host/multiStep.ts';
import type { Parts } from '../parts.ts';

/** A request whose signature is to be diagnosed. */
export interface DiagnosedRequest {
  readonly body: Uint8Array;
  /** All headers of a received request, or the one that was pasted. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The receipt, when it was received here. */
  readonly receipt?: FullReceipt;
  /** Where the body is from, for the reader. */
  readonly from: string;
}

type Needs = Pick<Parts, 'journal'>;

interface SourceItem extends vscode.QuickPickItem {
  readonly read?: () => Promise<DiagnosedRequest>;
}

/** Documents whose text is no body, or one that was laid out for reading. */
const laidOut: ReadonlySet<string> = new Set(['output', eventScheme, diagnosisScheme]);

/** How many received requests are offered. */
const RECEIPTS = 100;

/** A received request. Throws a `HumanError` when it is gone. */
export async function receivedRequest({ journal }: Needs, receiptId: number): Promise<DiagnosedRequest> {
  const receipt = await (await journal.get()).get(receiptId);
  if (!receipt)
    throw new HumanError(vscode.l10n.t('Event #{0} is no longer in the journal.', receiptId), 'not-found');
  const { body, headers } = receipt;
  return { body, headers, receipt, from: vscode.l10n.t('event #{0}', receiptId) };
}

/** Asks for the request: a body from the editor or the clipboard with a pasted header, or a received one. */
export async function askForRequest(parts: Needs, position: StepPosition): Promise<DiagnosedRequest> {
  const items: SourceItem[] = [...editorItems(), clipboardItem(), ...(await receiptItems(parts))];
  const placeholder = vscode.l10n.t('Request body, as the app verified it');
  const { read } = only(await askPick(items, placeholder, position));
  if (!read) throw new Error('A heading cannot be picked.');
  return read();
}

/** Asks for the value of the header that came with a pasted body. */
export async function askForHeader(position: StepPosition): Promise<string> {
  return only(
    await askText(
      {
        prompt: vscode.l10n.t('Value of the Stripe-Signature header; empty if there was none'),
        placeholder: 't=1800000000,v1=5257a869e7ec…',
      },
      position,
    ),
  );
}

function editorItems(): readonly SourceItem[] {
  const editor = vscode.window.activeTextEditor;
  if (!editor || laidOut.has(editor.document.uri.scheme)) return [];
  const { document, selection } = editor;
  const name = vscode.workspace.asRelativePath(document.uri);
  const text = document.getText(selection.isEmpty ? undefined : selection);
  return [
    {
      label: selection.isEmpty
        ? vscode.l10n.t('$(file-code) Text of the Active Editor')
        : vscode.l10n.t('$(selection) Selected Text'),
      description: name,
      detail: vscode.l10n.t('An editor may have changed line ends; the diagnosis sees that.'),
      read: () => Promise.resolve({ body: Buffer.from(text), headers: [], from: name }),
    },
  ];
}

function clipboardItem(): SourceItem {
  return {
    label: vscode.l10n.t('$(clippy) Text on the Clipboard'),
    detail: vscode.l10n.t('Copy it from the place where the app verifies it, such as a log.'),
    read: async () => {
      const text = await vscode.env.clipboard.readText();
      return { body: Buffer.from(text), headers: [], from: vscode.l10n.t('the clipboard') };
    },
  };
}

/** Received requests, the rejected ones first. */
async function receiptItems(parts: Needs): Promise<readonly SourceItem[]> {
  const journal = await parts.journal.get();
  const [rejected, verified] = await Promise.all([
    ofOutcome(journal, 'rejected'),
    ofOutcome(journal, 'verified'),
  ]);
  const group = (label: string, receipts: readonly JournalledReceipt[]): SourceItem[] =>
    receipts.length === 0
      ? []
      : [
          { label, kind: vscode.QuickPickItemKind.Separator },
          ...receipts.map((receipt) => receiptItem(parts, receipt)),
        ];
  return [
    ...group(vscode.l10n.t('rejected'), rejected),
    ...group(vscode.l10n.t('verified here, to check with another secret'), verified),
  ];
}

function ofOutcome(
  journal: Journal,
  outcome: 'rejected' | 'verified',
): Promise<readonly JournalledReceipt[]> {
  return journal.list({ limit: RECEIPTS, filter: { outcome } });
}

function receiptItem(parts: Needs, receipt: JournalledReceipt): SourceItem {
  const { id, event, verdict, receivedAt } = receipt;
  return {
    label: `$(${verdict.outcome === 'verified' ? 'verified' : 'error'}) #${id} ${event?.type ?? vscode.l10n.t('not an event')}`,
    description: [event?.id, new Date(receivedAt).toLocaleTimeString()].filter(Boolean).join(' · '),
    ...(verdict.outcome === 'rejected' && { detail: verdict.explanation }),
    read: () => receivedRequest(parts, id),
  };
}
