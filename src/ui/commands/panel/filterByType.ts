import * as vscode from 'vscode';
import { HumanError } from '../../../humanError.ts';
import { withExcluded, withKeys } from '../../panel/shared/filter/print.ts';
import { selectedReceipts } from '../event/selected.ts';
import type { Parts } from '../parts.ts';

type Needs = Pick<Parts, 'journal' | 'eventsView'>;

/** Lets the Events panel show only events of the types that the selected ones have. */
export async function onlyTheseTypes(parts: Needs, receiptIds?: readonly number[]): Promise<void> {
  const type = await typesOf(parts, receiptIds);
  await parts.eventsView.show({ filter: withKeys(parts.eventsView.filter.text, { type }) });
}

/** Lets the Events panel show none of the types that the selected events have. */
export async function hideTheseTypes(parts: Needs, receiptIds?: readonly number[]): Promise<void> {
  const types = await typesOf(parts, receiptIds);
  await parts.eventsView.show({ filter: withExcluded(parts.eventsView.filter.text, 'type', types) });
}

async function typesOf(parts: Needs, receiptIds: readonly number[] | undefined): Promise<readonly string[]> {
  const receipts = await selectedReceipts(parts, receiptIds);
  const types = new Set(receipts.flatMap(({ event }) => event?.type ?? []));
  if (types.size > 0) return [...types];
  throw new HumanError(
    vscode.l10n.t('What was received is not an event, so it has no type to filter by.'),
    'unavailable',
  );
}
