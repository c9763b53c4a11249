import * as vscode from 'vscode';
import { eventsOf } from '../../../apps/config.ts';
import { HumanError } from '../../../humanError.ts';
import type { JournalledReceipt } from '../../../journal/journal.ts';
import { matchesEventType } from '../../../stripe/eventSets.ts';
import { installationOf, requireApp } from '../../pickers/apps.ts';
import type { AppsNode } from '../../views/appNodes.ts';
import type { Parts } from '../parts.ts';

/** How many received events are looked through for one that the app wants. */
const looked = 1_000;

/** Runs an app with the newest event that it wants, to see what it does. */
export async function runApp(parts: Pick<Parts, 'apps' | 'journal'>, node?: AppsNode): Promise<void> {
  const question = vscode.l10n.t('App to run');
  const installation = await installationOf(node, parts, question, ({ enabled }) => enabled);
  const app = await requireApp(parts, installation);
  if (app.needsTrust && !vscode.workspace.isTrusted)
    throw new HumanError(
      vscode.l10n.t('{0} runs only in a trusted workspace: trust it first.', installation.name),
      'unavailable',
    );
  const newest = await newestOf(parts, eventsOf(app, installation.config));
  if (!newest?.event)
    throw new HumanError(
      vscode.l10n.t('No event that {0} wants was received yet: trigger one first.', installation.name),
      'not-found',
    );
  await parts.apps.runNow(installation.id, newest.id, newest.event.type);
}

async function newestOf(
  { journal }: Pick<Parts, 'journal'>,
  patterns: readonly string[],
): Promise<JournalledReceipt | undefined> {
  const receipts = await (await journal.get()).list({ limit: looked, filter: { outcome: 'verified' } });
  return receipts.find(
    ({ event }) => event && patterns.some((pattern) => matchesEventType(pattern, event.type)),
  );
}
