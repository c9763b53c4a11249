import * as vscode from 'vscode';
import { HumanError } from '../../../humanError.ts';
import { askPick, only } from '../../host/multiStep.ts';
import { eventTypeItem } from '../../pickers/eventTypes.ts';
import type { Parts } from '../parts.ts';

/** Shows the received events of a type in the Events panel: the given type's, or those of a handler in the active editor. */
export async function showEvents(parts: Parts, type?: string): Promise<void> {
  const wanted = type ?? (await typeInEditor(parts));
  await parts.eventsView.show({ filter: `type:${wanted}` });
}

async function typeInEditor({ catalogue, handlers }: Parts): Promise<string> {
  const editor = vscode.window.activeTextEditor;
  const found = editor ? await handlers.in(editor.document) : [];
  if (!editor || found.length === 0) {
    throw new HumanError(
      vscode.l10n.t('No code in the active editor handles an event: open the file of a handler first.'),
      'not-found',
    );
  }
  const { active } = editor.selection;
  const here = found.find(({ line, endLine }) => line <= active.line && active.line <= endLine);
  if (here) return here.eventType;
  const { eventTypes } = await catalogue.get();
  const types = new Set(found.map(({ eventType }) => eventType));
  const items = [...types].map((one) =>
    eventTypeItem(
      eventTypes.find((known) => known.type === one) ?? {
        type: one,
        kind: 'snapshot',
        description: '',
        schemas: [],
      },
    ),
  );
  return only(await askPick(items, vscode.l10n.t('Handler whose events to show'))).type;
}
