import * as vscode from 'vscode';
import { HumanError } from '../../../humanError.ts';
import type { JournalledReceipt } from '../../../journal/journal.ts';
import type { StripeEventPayload } from '../../../payloads/eventPayload.ts';
import { fileNameOf, writeScenario } from '../../control/scenarioFiles.ts';
import { askPicks, only } from '../../host/multiStep.ts';
import type { Parts } from '../parts.ts';
import { askTitle } from './create.ts';

type Needs = Pick<Parts, 'catalogue' | 'journal' | 'payloads'>;

const offered = 200;

/** Makes a scenario of received events: the given receipts, or those the user picks. */
export async function recordScenarioOf(parts: Needs, receiptIds?: readonly number[]): Promise<void> {
  const chosen = receiptIds ?? (await pickReceipts(parts));
  const journal = await parts.journal.get();
  const receipts = await Promise.all(chosen.map((id) => journal.get(id)));
  const events = receipts.flatMap((receipt) =>
    receipt?.event ? [JSON.parse(Buffer.from(receipt.body).toString()) as StripeEventPayload] : [],
  );
  const known = new Set((await parts.catalogue.get()).eventTypes.map(({ type }) => type));
  const tellable = unique(events).filter(({ type }) => known.has(type));
  if (tellable.length === 0) throw nothingReceived();
  const title = await askTitle();
  const [{ recordScenario }, { builder }] = await Promise.all([
    import('../../../payloads/scenarioRecorder.ts'),
    parts.payloads.get(),
  ]);
  const description = vscode.l10n.t('Recorded on {0}.', new Date().toISOString().slice(0, 10));
  const uri = await writeScenario(
    fileNameOf(title),
    recordScenario(tellable, builder, { title, description }),
  );
  await vscode.window.showTextDocument(uri);
}

async function pickReceipts({ journal }: Needs): Promise<readonly number[]> {
  const receipts = await (await journal.get()).list({ limit: offered });
  const rows = receipts.flatMap(rowOf);
  if (rows.length === 0) throw nothingReceived();
  const picked = only(await askPicks(rows, [], vscode.l10n.t('Events that the scenario is made of')));
  return picked.map(({ id }) => id);
}

function rowOf({
  id,
  event,
  receivedAt,
}: JournalledReceipt): readonly (vscode.QuickPickItem & { id: number })[] {
  if (!event) return [];
  const description = [event.objectId, new Date(receivedAt).toLocaleTimeString()].filter(Boolean).join(' · ');
  return [{ id, label: event.type, description, detail: `#${id} ${event.id}` }];
}

/** Each event once, however often it came. */
function unique(events: readonly StripeEventPayload[]): readonly StripeEventPayload[] {
  return [...new Map(events.map((event) => [event.id, event])).values()];
}

function nothingReceived(): HumanError {
  return new HumanError(
    vscode.l10n.t('No event has been received yet: start the receiver and trigger one.'),
    'not-found',
  );
}
