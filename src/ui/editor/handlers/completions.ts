import * as vscode from 'vscode';
import type { EventType } from '../../../stripe/catalogue.ts';
import type { Parts } from '../../commands/parts.ts';

/** So far back is looked for the start of an `enabled_events` list. UTF-16 units. */
const listLength = 4_000;
/** An `enabled_events` list that is still open: `enabled_events: ['x', '`, `enabled_events=["`, `EnabledEvents = new List<string> { "`. */
const openList =
  /enabled_?events["']?\s*(?::|=>?|\()\s*(?:new\b[^[({]*|stripe\.\w+\(|\[\]\*?string)?\s*[[({][^\])}]*$/i;

type Needs = Pick<Parts, 'catalogue' | 'handlers'>;

/** The event types, where the string at a position is going to be one. */
export async function completionsAt(
  { catalogue, handlers }: Needs,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.CompletionItem[] | undefined> {
  const range = stringAt(document, position);
  if (!range) return undefined;
  const start = document.offsetAt(range.start);
  const before = document.getText().slice(Math.max(0, start - listLength), start);
  const isWanted =
    openList.test(before) || (await handlers.wantsType(document, start, document.offsetAt(range.end)));
  if (!isWanted) return undefined;
  const { eventTypes } = await catalogue.get();
  return eventTypes.map((type) => completionOf(type, range));
}

/** What stands between the quotes around a position, which may not be closed yet. */
function stringAt(document: vscode.TextDocument, position: vscode.Position): vscode.Range | undefined {
  const { text } = document.lineAt(position);
  const before = /["'`]([\w.]*)$/.exec(text.slice(0, position.character));
  if (!before) return undefined;
  const after = /^[\w.]*/.exec(text.slice(position.character))?.[0] ?? '';
  return new vscode.Range(
    position.translate(0, -(before[1] ?? '').length),
    position.translate(0, after.length),
  );
}

function completionOf({ type, description, kind }: EventType, range: vscode.Range): vscode.CompletionItem {
  const item = new vscode.CompletionItem(type, vscode.CompletionItemKind.Event);
  item.range = range;
  item.detail = kind === 'thin' ? vscode.l10n.t('thin event') : vscode.l10n.t('snapshot event');
  item.documentation = description;
  return item;
}
