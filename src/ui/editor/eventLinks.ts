import * as vscode from 'vscode';
import type { CommandId } from '../../ids.ts';

const receiptNumber = / #(\d+) {2}/;
const eventId = /\bevt_\w+/;
const rejectedWord = /✗ \d+ rejected/;

/** Makes the receipt number and the event id of each output line a link to the event, and a rejection one to its diagnosis. */
export class EventLinks implements vscode.DocumentLinkProvider {
  provideDocumentLinks(document: vscode.TextDocument): vscode.DocumentLink[] {
    return Array.from({ length: document.lineCount }, (_, line) => linksOf(document.lineAt(line))).flat();
  }
}

function linksOf(line: vscode.TextLine): vscode.DocumentLink[] {
  const number = receiptNumber.exec(line.text);
  if (!number) return [];
  const receiptId = Number(number[1]);
  const open = (text: string, start: number) =>
    link(line, start, text, 'stripeWebhooks.event.open', receiptId, vscode.l10n.t('Open event'));
  const id = eventId.exec(line.text);
  const rejected = rejectedWord.exec(line.text);
  return [
    open(`#${number[1]}`, number.index + 1),
    ...(id ? [open(id[0], id.index)] : []),
    ...(rejected
      ? [
          link(
            line,
            rejected.index + rejected[0].length - 'rejected'.length,
            'rejected',
            'stripeWebhooks.diagnosis.run',
            receiptId,
            vscode.l10n.t('Why it was rejected'),
          ),
        ]
      : []),
  ];
}

function link(
  line: vscode.TextLine,
  start: number,
  text: string,
  command: CommandId,
  receiptId: number,
  tooltip: string,
): vscode.DocumentLink {
  const target = vscode.Uri.parse(`command:${command}?${encodeURIComponent(JSON.stringify([receiptId]))}`);
  const range = new vscode.Range(line.lineNumber, start, line.lineNumber, start + text.length);
  const made = new vscode.DocumentLink(range, target);
  made.tooltip = tooltip;
  return made;
}
