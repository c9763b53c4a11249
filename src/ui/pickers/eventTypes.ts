import * as vscode from 'vscode';
import type { EventCatalogue, EventType } from '../../stripe/catalogue.ts';

/** A quick pick row that stands for an event type, or for all of them (`*`). */
export interface EventTypeItem extends vscode.QuickPickItem {
  readonly type: string;
}

/** Event types as rows, grouped by what they are about. */
export function eventTypeItems(types: readonly EventType[]): EventTypeItem[] {
  const items: EventTypeItem[] = [];
  let group: string | undefined;
  for (const eventType of types) {
    const prefix = groupOf(eventType.type);
    if (prefix !== group) items.push(separator((group = prefix)));
    items.push(eventTypeItem(eventType));
  }
  return items;
}

/** The row that selects every event type. */
export function allEventsItem(): EventTypeItem {
  return {
    type: '*',
    label: vscode.l10n.t('All events'),
    description: '*',
    detail: vscode.l10n.t('Everything except types that need explicit selection.'),
  };
}

/** A heading in the list. */
export function separator(label: string): EventTypeItem {
  return { type: '', label, kind: vscode.QuickPickItemKind.Separator };
}

/** The types of one payload style; endpoints of the v1 API can subscribe to the snapshot ones only. */
export function typesOf(catalogue: EventCatalogue, payload: EventType['kind']): readonly EventType[] {
  return catalogue.eventTypes.filter(({ kind }) => kind === payload);
}

/** The row of one event type. */
export function eventTypeItem({ type, description }: EventType): EventTypeItem {
  return { type, label: type, detail: description };
}

/** The part of a type before its first dot, or before the second where the first is an API version (`v1.customer`). */
export function groupOf(type: string): string {
  return /^(?:v\d+\.)?[^.]+/.exec(type)?.[0] ?? type;
}
