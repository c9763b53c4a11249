import * as vscode from 'vscode';
import type { EventCatalogue, EventType } from '../../../stripe/catalogue.ts';
import type { PayloadTools } from '../../control/payloadTools.ts';
import type { Parts } from '../../commands/parts.ts';

/** More lines of a sample than this don't help to recognise an object. */
const sampleLines = 24;
const mostTypes = 12;

type Needs = Pick<Parts, 'catalogue' | 'handlers' | 'payloads'>;

/** What the event type at a position means, when Stripe sends it, what it is about, and a sample. */
export async function hoverOf(
  { catalogue, handlers, payloads }: Needs,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.Hover | undefined> {
  const known = await catalogue.get();
  const literal = document.getWordRangeAtPosition(position, /(["'`])[\w.:/-]+\1/);
  const written =
    literal &&
    document
      .getText(literal)
      .slice(1, -1)
      .replace(/^stripe(-webhooks::|[./:])/, '');
  const type = known.eventTypes.find((one) => one.type === written);
  if (type && literal) return new vscode.Hover(textOf(type, known, await payloads.get()), literal);
  const handler = (await handlers.in(document)).find((one) => rangeOf(one).contains(position));
  if (!handler) return undefined;
  const named = known.eventTypes.find((one) => one.type === handler.eventType);
  const text = named ? textOf(named, known, await payloads.get()) : patternText(handler.eventType, known);
  return new vscode.Hover(text, rangeOf(handler));
}

function rangeOf(place: { line: number; column: number; endLine: number; endColumn: number }): vscode.Range {
  return new vscode.Range(place.line, place.column, place.endLine, place.endColumn);
}

function textOf(
  { type, kind, description, relatedObject }: EventType,
  { apiVersion }: EventCatalogue,
  { builder }: PayloadTools,
): vscode.MarkdownString {
  const text = markdown();
  const object = builder.objectTypeOf(type) ?? relatedObject?.type;
  text.appendMarkdown(`**\`${type}\`**`);
  text.appendMarkdown(
    ` · ${kind === 'thin' ? vscode.l10n.t('thin event') : vscode.l10n.t('snapshot event')}`,
  );
  if (object) text.appendMarkdown(` · ${vscode.l10n.t('object {0}', `\`${object}\``)}`);
  text.appendMarkdown('\n\n');
  // `appendText` would keep the line from being broken.
  text.appendMarkdown(description.replace(/[\\`*_{}[\]()#+!<>|-]/g, '\\$&'));
  text.appendMarkdown(`\n\n${links(type)}\n\n`);
  text.appendCodeblock(sampleOf(builder.build(type, { seed: type })), 'json');
  text.appendMarkdown(vscode.l10n.t('Sample in API version {0}', apiVersion));
  return text;
}

function links(type: string): string {
  const link = (title: string, command: string) =>
    `[${title}](command:${command}?${encodeURIComponent(JSON.stringify([type]))})`;
  return [
    link(vscode.l10n.t('Trigger'), 'stripeWebhooks.event.trigger'),
    link(vscode.l10n.t('Show Events'), 'stripeWebhooks.handler.showEvents'),
    link(vscode.l10n.t('Go to Handler'), 'stripeWebhooks.handler.goTo'),
  ].join(' · ');
}

function patternText(pattern: string, { eventTypes }: EventCatalogue): vscode.MarkdownString {
  const text = markdown();
  const types = eventTypes.filter(({ type }) => type.startsWith(pattern.slice(0, -1)));
  text.appendMarkdown(`**\`${pattern}\`** · ${vscode.l10n.t('{0} event types', types.length)}\n\n`);
  for (const { type } of types.slice(0, mostTypes)) text.appendMarkdown(`- \`${type}\`\n`);
  if (types.length > mostTypes) text.appendMarkdown(`- …\n`);
  return text;
}

/** The object that the event is about, as far as it takes to recognise it. */
function sampleOf(payload: object): string {
  const { data } = payload as { readonly data?: { readonly object?: object } };
  const lines = JSON.stringify(data?.object ?? payload, undefined, 2).split('\n');
  return lines.length > sampleLines ? [...lines.slice(0, sampleLines), '  …'].join('\n') : lines.join('\n');
}

function markdown(): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.isTrusted = {
    enabledCommands: [
      'stripeWebhooks.event.trigger',
      'stripeWebhooks.handler.showEvents',
      'stripeWebhooks.handler.goTo',
    ],
  };
  return text;
}
