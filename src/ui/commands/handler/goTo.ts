import * as vscode from 'vscode';
import type { Handler } from '../../../handlers/handler.ts';
import { receiptIdOf } from '../../editor/eventDocuments.ts';
import { setContext } from '../../host/contextKeys.ts';
import { askPick, only } from '../../host/multiStep.ts';
import { withProgress } from '../../host/progress.ts';
import { eventTypeItem, eventTypeItems, separator } from '../../pickers/eventTypes.ts';
import type { Parts } from '../parts.ts';
import { writeStub } from './writeStub.ts';

type Needs = Pick<Parts, 'catalogue' | 'handlers' | 'journal' | 'messages'>;

/** A row that stands for an event type. */
interface TypeRow {
  readonly type: string;
}

/** Opens the code that handles an event type, in a peek view when that is several places; where there is none, offers to write it. */
export async function goToHandler(parts: Needs, from?: TypeRow | string): Promise<void> {
  const type = await eventTypeOf(parts, from);
  const handlers = await withProgress(vscode.l10n.t('Looking for handlers of {0} …', type), () =>
    parts.handlers.of(type),
  );
  const [first, ...others] = handlers;
  if (!first) {
    parts.messages.info(
      vscode.l10n.t('No code in this workspace handles {0}.', type),
      { title: vscode.l10n.t('Write Handler'), run: () => writeStub(parts, type) },
      { title: vscode.l10n.t('Preview'), run: () => writeStub(parts, type, { preview: true }) },
    );
    return;
  }
  await openHandler(first);
  setContext('stripeWebhooks.handlerOpened', true);
  if (others.length > 0) await peek(first, handlers);
}

async function eventTypeOf(parts: Needs, from: TypeRow | string | undefined): Promise<string> {
  if (typeof from === 'string') return from;
  if (from) return from.type;
  return (await typeOfActiveEvent(parts)) ?? pickType(parts);
}

async function typeOfActiveEvent({ journal }: Needs): Promise<string | undefined> {
  const uri = vscode.window.activeTextEditor?.document.uri;
  const id = uri && receiptIdOf(uri);
  return id === undefined ? undefined : (await (await journal.get()).get(id))?.event?.type;
}

async function pickType({ catalogue, handlers }: Needs): Promise<string> {
  const [all, found] = await Promise.all([catalogue.get(), handlers.all()]);
  const known = new Map(all.eventTypes.map((eventType) => [eventType.type, eventType]));
  const handled = [...new Set(found.map(({ eventType }) => eventType))].flatMap(
    (type) => known.get(type) ?? [],
  );
  const items = [
    ...(handled.length > 0 ? [separator(vscode.l10n.t('handled here')), ...handled.map(eventTypeItem)] : []),
    ...eventTypeItems(all.eventTypes),
  ];
  return only(await askPick(items, vscode.l10n.t('Event type whose handler to open'))).type;
}

async function peek({ file, line, column }: Handler, handlers: readonly Handler[]): Promise<void> {
  const locations = handlers.map(
    (handler) => new vscode.Location(vscode.Uri.file(handler.file), rangeOf(handler)),
  );
  await vscode.commands.executeCommand(
    'editor.action.peekLocations',
    vscode.Uri.file(file),
    new vscode.Position(line, column),
    locations,
    'peek',
  );
}

async function openHandler(handler: Handler): Promise<void> {
  await vscode.window.showTextDocument(vscode.Uri.file(handler.file), { selection: rangeOf(handler) });
}

function rangeOf({ line, column, endLine, endColumn }: Handler): vscode.Range {
  return new vscode.Range(line, column, endLine, endColumn);
}
