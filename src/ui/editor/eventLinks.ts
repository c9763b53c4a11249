import * as vscode from 'vscode';
import { eventsLanguage } from '../../ids.ts';

const receiptNumber = / #(\d+) {2}/;
const eventId = /\bevt_\w+/;

/** Makes the receipt number and the event id of each output line a link to the event's document. */
export class EventLinks implements vscode.DocumentLinkProvider {
  static readonly selector: vscode.DocumentSelector = { language: eventsLanguage };

  provideDocumentLinks(document: vscode.TextDocument): vscode.DocumentLink[] {
    return Array.from({ length: document.lineCount }, (_, line) => linksOf(document.lineAt(line))).flat();
  }
}

function linksOf(line: vscode.TextLine): vscode.DocumentLink[] {
  const number = receiptNumber.exec(line.text);
  if (!number) return [];
  const target = vscode.Uri.parse(
    `command:stripeWebhooks.event.open?${encodeURIComponent(JSON.stringify([Number(number[1])]))}`,
  );
  const id = eventId.exec(line.text);
  return [
    { start: number.index + 1, length: `#${number[1]}`.length },
    ...(id ? [{ start: id.index, length: id[0].length }] : []),
  ].map(({ start, length }) => {
    const link = new vscode.DocumentLink(
      new vscode.Range(line.lineNumber, start, line.lineNumber, start + length),
      target,
    );
    link.tooltip = vscode.l10n.t('Open event');
    return link;
  });
}
