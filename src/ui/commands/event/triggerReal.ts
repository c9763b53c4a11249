import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { HumanError } from '../../../humanError.ts';
import { askPick, only } from '../../host/multiStep.ts';
import { refuseLive } from '../../pickers/destination.ts';
import { eventTypeItem } from '../../pickers/eventTypes.ts';
import type { EventTypeNode } from '../../views/endpointNodes.ts';
import { runFixture } from '../fixture/run.ts';
import type { Parts } from '../parts.ts';

type Needs = Parameters<typeof runFixture>[0] & Pick<Parts, 'builtInFixtures' | 'catalogue'>;

const ending = '.json';

/**
 * Lets an event happen in the account: makes the API calls of the built-in fixture of its type, so that Stripe tells of
 * real objects. Of the row's type, the given one, or one the user picks; never in a live account.
 */
export async function triggerReal(parts: Needs, from?: EventTypeNode | string): Promise<void> {
  refuseLive(parts);
  const files = await readdir(parts.builtInFixtures);
  const types = new Set(files.map((name) => name.slice(0, -ending.length)));
  const type = (typeof from === 'object' ? from.type : from) ?? (await pickType(parts, types));
  if (!types.has(type))
    throw new HumanError(
      vscode.l10n.t(
        'There is no built-in fixture for {0}: trigger it as a made-up event, or run a fixture file of your own.',
        type,
      ),
      'not-found',
    );
  const file = vscode.Uri.file(join(parts.builtInFixtures, `${type}${ending}`));
  await runFixture(parts, file, type);
}

async function pickType({ catalogue }: Needs, types: ReadonlySet<string>): Promise<string> {
  const { eventTypes } = await catalogue.get();
  const items = eventTypes.filter(({ type }) => types.has(type)).map(eventTypeItem);
  return only(await askPick(items, vscode.l10n.t('Event type to cause with real objects'))).type;
}
