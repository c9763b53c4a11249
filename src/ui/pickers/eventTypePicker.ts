import * as vscode from 'vscode';
import type { EventCatalogue } from '../../stripe/catalogue.ts';
import { eventSets, typesOfSet, wildcardGroups, type EventSet } from '../../stripe/eventSets.ts';
import type { back, StepPosition } from '../host/multiStep.ts';
import { askSelection, type SelectionRow } from '../host/selection.ts';
import { allEventsItem, eventTypeItem, groupOf, separator, typesOf } from './eventTypes.ts';

/** What the picker offers and starts from. */
export interface EventTypeQuestion {
  readonly catalogue: EventCatalogue;
  readonly payload: 'snapshot' | 'thin';
  readonly selected: readonly string[];
  /** The types that the workspace's code handles. */
  readonly handled: readonly string[];
  /** What was picked the last time. */
  readonly before: readonly string[];
}

/** Asks for the event types of an endpoint. Gives types as Stripe takes them: `['*']`, or single types. */
export async function askEventTypes(
  question: EventTypeQuestion,
  position?: StepPosition,
): Promise<readonly string[] | typeof back> {
  const rows = pickerRows(question);
  return askSelection(
    rows,
    question.selected,
    { placeholder: vscode.l10n.t('Event types to receive'), complete },
    position,
  );
}

// Everything means everything: single types beside `*` are refused by Stripe.
function complete(types: ReadonlySet<string>, added: readonly string[]): ReadonlySet<string> {
  if (added.includes('*')) return new Set(['*']);
  return types.size > 1 && types.has('*') ? new Set([...types].filter((type) => type !== '*')) : types;
}

function pickerRows({
  catalogue,
  payload,
  handled,
  before,
  selected,
}: EventTypeQuestion): readonly SelectionRow[] {
  const types = typesOf(catalogue, payload);
  const names = types.map(({ type }) => type);
  const known = (some: readonly string[]) => names.filter((type) => some.includes(type));
  const groups = new Map(wildcardGroups(names).map((group) => [group.pattern, group.types]));
  // Nobody finds a few ticks among hundreds of rows.
  const chosen = types.filter(({ type }) => selected.includes(type));
  const rows: SelectionRow[] = [
    // A thin destination cannot select all types.
    ...(payload === 'snapshot' ? [allEventsItem()] : []),
    ...(chosen.length > 0 ? [separator(vscode.l10n.t('selected')), ...chosen.map(eventTypeItem)] : []),
    separator(vscode.l10n.t('sets')),
    ...bundle(vscode.l10n.t('What my code handles'), known(handled)),
    ...bundle(vscode.l10n.t('What was picked before'), known(before)),
    ...eventSets.flatMap((set) => bundle(setName(set), typesOfSet(set, names))),
  ];
  let prefix: string | undefined;
  for (const eventType of types) {
    const group = groupOf(eventType.type);
    if (group !== prefix) {
      rows.push(separator((prefix = group)), ...bundle(`${group}.*`, groups.get(`${group}.*`) ?? []));
    }
    if (!chosen.includes(eventType)) rows.push(eventTypeItem(eventType));
  }
  return rows;
}

function bundle(label: string, types: readonly string[]): SelectionRow[] {
  if (types.length === 0) return [];
  const description = vscode.l10n.t('{0} types', types.length);
  const detail = types.slice(0, 6).join(', ') + (types.length > 6 ? ', …' : '');
  return [{ label, description, detail, bundle: types }];
}

function setName({ id }: EventSet): string {
  switch (id) {
    case 'payments':
      return vscode.l10n.t('Payments');
    case 'checkout':
      return vscode.l10n.t('Checkout');
    case 'subscriptions':
      return vscode.l10n.t('Subscriptions and invoices');
    case 'connect':
      return vscode.l10n.t('Connect');
    case 'disputes':
      return vscode.l10n.t('Disputes');
    case 'payouts':
      return vscode.l10n.t('Payouts');
  }
}
