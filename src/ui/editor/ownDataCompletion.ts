import * as vscode from 'vscode';
import { getLocation, type Location } from 'jsonc-parser';
import { EventFields, eventTypeNamed, type FieldHelp } from '../../payloads/fieldHelp.ts';
import { fullPath } from '../../payloads/ownData.ts';
import type { Lazily } from '../control/lazily.ts';
import { typeOfOwnDataFile } from '../control/ownDataFiles.ts';
import type { PayloadTools } from '../control/payloadTools.ts';

/** The fields and values that may stand at a place of a file of own data. */
export async function completions(
  document: vscode.TextDocument,
  position: vscode.Position,
  tools: Lazily<PayloadTools>,
): Promise<vscode.CompletionItem[]> {
  const fields = await fieldsFor(document, tools);
  const location = getLocation(document.getText(), document.offsetAt(position));
  const range = rangeOf(document, position, location);
  if (!location.isAtPropertyKey) {
    const help = fields.field(fullPath(keysOf(location)));
    return (help?.values ?? []).map((value) => valueItem(JSON.stringify(value), range));
  }
  const holder = keysOf(location).slice(0, -1);
  const offered =
    holder.length === 0 ? [...fields.at([]), ...fields.at(['data', 'object'])] : fields.at(fullPath(holder));
  const needsValue = !/^\s*"?\s*:/.test(
    document.getText(new vscode.Range(range.end, range.end.translate(0, 50))),
  );
  return [...new Map(offered.map((help) => [help.name, help])).values()].map((help) =>
    fieldItem(help, range, needsValue),
  );
}

/** What Stripe's declarations say about the field under the cursor. */
export async function hover(
  document: vscode.TextDocument,
  position: vscode.Position,
  tools: Lazily<PayloadTools>,
): Promise<vscode.Hover | undefined> {
  const location = getLocation(document.getText(), document.offsetAt(position));
  const help = (await fieldsFor(document, tools)).field(fullPath(keysOf(location)));
  return help && new vscode.Hover(explanation(help));
}

/** Over the file: what it is for. */
export function lenses(document: vscode.TextDocument): vscode.CodeLens[] {
  const type = typeOfOwnDataFile(document.uri);
  if (type === undefined) return [];
  const title = vscode.l10n.t('$(zap) Trigger {0}', type);
  const command = { title, command: 'stripeWebhooks.event.trigger', arguments: [type] };
  return [new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), command)];
}

async function fieldsFor(document: vscode.TextDocument, tools: Lazily<PayloadTools>): Promise<EventFields> {
  const { events, schemas } = await tools.get();
  return new EventFields(eventTypeNamed(events, typeOfOwnDataFile(document.uri) ?? ''), schemas);
}

/** The keys to a place; a key may be a dotted path of its own. */
function keysOf({ path }: Location): readonly string[] {
  return path.flatMap((key) => String(key).split('.'));
}

/** What a completion replaces: the text in quotes, or the word. */
function rangeOf(
  document: vscode.TextDocument,
  position: vscode.Position,
  { previousNode }: Location,
): vscode.Range {
  if (!previousNode)
    return document.getWordRangeAtPosition(position, /[\w.]+/) ?? new vscode.Range(position, position);
  const { offset, length } = previousNode;
  const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
  // A text whose quote is not closed yet reaches to the end of the line.
  const isOpen = /^"(?!(?:[^"\\]|\\.)*"$)/.test(document.getText(range));
  return isOpen ? range.with({ end: position }) : range;
}

function fieldItem(help: FieldHelp, range: vscode.Range, needsValue: boolean): vscode.CompletionItem {
  const item = new vscode.CompletionItem(help.name, vscode.CompletionItemKind.Field);
  const key = JSON.stringify(help.name);
  item.range = range;
  item.filterText = key;
  item.detail = help.type;
  item.documentation = explanation(help);
  item.insertText = needsValue ? new vscode.SnippetString(`${key}: ${start(help)}`) : key;
  if (help.isDeprecated) item.tags = [vscode.CompletionItemTag.Deprecated];
  return item;
}

function start({ holds, values }: FieldHelp): string {
  if (holds === 'fields') return '{ $0 }';
  if (holds === 'items') return '[$0]';
  const choices = values.map((value) => JSON.stringify(value)).filter((text) => !/[,|\\$}]/.test(text));
  return choices.length > 0 ? `\${1|${choices.join(',')}|}$0` : '$0';
}

function valueItem(text: string, range: vscode.Range): vscode.CompletionItem {
  const item = new vscode.CompletionItem(text, vscode.CompletionItemKind.EnumMember);
  item.range = range;
  return item;
}

function explanation({ name, type, description }: FieldHelp): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendCodeblock(`${name}: ${type.length > 300 ? `${type.slice(0, 300)} …` : type}`, 'typescript');
  return text.appendMarkdown(description);
}
