import * as vscode from 'vscode';
import type { EventType } from '../../stripe/catalogue.ts';
import type { TriggerMemory } from '../control/triggerMemory.ts';
import { Cancelled } from '../host/cancelled.ts';
import { eventTypeItem, eventTypeItems, separator, type EventTypeItem } from './eventTypes.ts';

/** What the user wants triggered. */
export interface TypeChoice {
  readonly types: readonly string[];
  /** Asked for by the row's button: own data comes first. */
  readonly withOwnData: boolean;
  /** No made-up event, but real objects from a fixture: of a file of the user's, or a built-in one. */
  readonly asFixture?: 'file' | 'built-in';
}

/** What the picker offers. */
export interface TypeQuestion {
  readonly types: readonly EventType[];
  readonly memory: TriggerMemory;
  /** The types that have own data in the workspace. */
  readonly ownData: ReadonlySet<string>;
  /** Whether all of them may be triggered in one go, as for an endpoint's types. */
  readonly offerAll: boolean;
  /** Whether a fixture may be run instead. */
  readonly offerFixtures?: boolean;
}

const all = '*';
const fixtures: ReadonlyMap<string, TypeChoice['asFixture']> = new Map([
  ['fixture.builtIn', 'built-in'],
  ['fixture.file', 'file'],
]);

/** Asks for an event type: recent and frequent ones first. */
export async function askTriggerType(question: TypeQuestion): Promise<TypeChoice> {
  const pick = vscode.window.createQuickPick<EventTypeItem>();
  pick.placeholder = vscode.l10n.t('Event type to trigger');
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.ignoreFocusOut = true;
  pick.items = itemsOf(question);
  try {
    return await new Promise<TypeChoice>((resolve, reject) => {
      pick.onDidAccept(() => {
        const [item] = pick.selectedItems;
        if (!item) return;
        const asFixture = fixtures.get(item.type);
        if (asFixture) return resolve({ types: [], withOwnData: false, asFixture });
        const types = item.type === all ? question.types.map(({ type }) => type) : [item.type];
        resolve({ types, withOwnData: false });
      });
      pick.onDidTriggerItemButton(({ item }) => resolve({ types: [item.type], withOwnData: true }));
      pick.onDidHide(() => reject(new Cancelled()));
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}

function itemsOf({ types, memory, ownData, offerAll, offerFixtures }: TypeQuestion): EventTypeItem[] {
  const known = new Map(types.map((eventType) => [eventType.type, eventType]));
  const { recent, frequent } = memory.favourites;
  const group = (label: string, names: readonly string[]) => {
    const items = names.flatMap((name) => known.get(name) ?? []).map(eventTypeItem);
    return items.length > 0 ? [separator(label), ...items] : [];
  };
  const button = { iconPath: new vscode.ThemeIcon('edit'), tooltip: vscode.l10n.t('Trigger with Own Data') };
  return [
    ...group(vscode.l10n.t('recent'), recent),
    ...group(vscode.l10n.t('frequent'), frequent),
    ...(offerAll && types.length > 1 ? [allOf(types)] : []),
    ...eventTypeItems(types),
    ...(offerFixtures ? fixtureItems() : []),
  ].map((item) => {
    if (!known.has(item.type)) return item;
    return {
      ...item,
      buttons: [button],
      ...(ownData.has(item.type) && { description: vscode.l10n.t('$(json) own data') }),
    };
  });
}

function allOf(types: readonly EventType[]): EventTypeItem {
  return {
    type: all,
    label: vscode.l10n.t('All {0} types, one after the other', types.length),
    alwaysShow: false,
  };
}

function fixtureItems(): readonly EventTypeItem[] {
  return [
    separator(vscode.l10n.t('real test objects')),
    {
      type: 'fixture.builtIn',
      label: vscode.l10n.t('$(beaker) Real Objects of the Account…'),
      detail: vscode.l10n.t('Makes the API calls that cause an event, as “stripe trigger” does.'),
    },
    {
      type: 'fixture.file',
      label: vscode.l10n.t('$(run-all) Run Fixture File…'),
      detail: vscode.l10n.t('Makes the API calls of a file in the Stripe CLI’s format, and thus the events.'),
    },
  ];
}
