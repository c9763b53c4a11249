import * as vscode from 'vscode';
import { parseAssignments } from '../../../payloads/ownData.ts';
import { keepOwnData, typesWithOwnData } from '../../control/ownDataFiles.ts';
import { fromAccount, fromClipboard, fromReceipt, type Source } from '../../control/payloadSources.ts';
import { TriggerMemory } from '../../control/triggerMemory.ts';
import { receiptIdOf } from '../../editor/eventDocuments.ts';
import { executeCommand } from '../../host/executeCommand.ts';
import { askPick, askText, only } from '../../host/multiStep.ts';
import { refuseLive } from '../../pickers/destination.ts';
import { askTriggerType } from '../../pickers/triggerType.ts';
import type { EventTypeNode } from '../../views/endpointNodes.ts';
import type { Parts } from '../parts.ts';
import { editOwnData } from './editOwnData.ts';
import { pickReceipt } from './open.ts';
import { sendEvents } from './send.ts';
import { destinationFor } from './trigger.ts';

/** Triggers an event of a type with the user's own data: typed, from a file, the clipboard, an object or another event. */
export async function triggerWith(parts: Parts, from?: EventTypeNode | string): Promise<void> {
  refuseLive(parts);
  const type = typeof from === 'object' ? from.type : from;
  const chosen = type ?? (await pickType(parts));
  const source = await pickSource(parts, chosen);
  if (!source) return;
  const values = source.values;
  if (values && (await wantsToKeep(chosen))) {
    const file = await keepOwnData(chosen, values);
    await vscode.window.showTextDocument(file, { preview: true, preserveFocus: true });
  }
  const destination = await destinationFor(parts, chosen);
  if (!destination) return;
  await sendEvents(parts, [chosen], destination, source);
}

async function pickType(parts: Parts): Promise<string> {
  const [{ eventTypes }, ownData] = await Promise.all([parts.catalogue.get(), typesWithOwnData()]);
  const memory = new TriggerMemory(parts.workspaceState);
  const { types } = await askTriggerType({ types: eventTypes, memory, ownData, offerAll: false });
  return types[0] ?? '';
}

/** What the user brings; undefined when a file was opened to be written first. */
async function pickSource(parts: Parts, type: string): Promise<Source | undefined> {
  const rows: readonly (vscode.QuickPickItem & { readonly get: () => Promise<Source | undefined> })[] = [
    {
      label: vscode.l10n.t('$(symbol-field) Values by Path …'),
      detail: vscode.l10n.t('For instance amount=500 metadata.order=7'),
      get: typedValues,
    },
    {
      label: vscode.l10n.t('$(json) Edit as JSON'),
      detail: vscode.l10n.t(
        'In .stripe/overrides/{0}.json, with completion; kept for everybody in the workspace',
        type,
      ),
      get: async () => {
        await editOwnData(parts, type);
        return undefined;
      },
    },
    {
      label: vscode.l10n.t('$(clippy) Clipboard'),
      detail: vscode.l10n.t('An event, an object or a part of one, as JSON'),
      get: fromClipboard,
    },
    {
      label: vscode.l10n.t('$(cloud-download) Object of {0} …', parts.connections.active.label),
      detail: vscode.l10n.t('By its id, for instance cus_… or price_…'),
      get: () => askObject(parts),
    },
    {
      label: vscode.l10n.t('$(inbox) Received Event …'),
      detail: vscode.l10n.t('The data of an event that came before'),
      get: async () => fromReceipt(parts, (await pickReceipt(parts)).id),
    },
  ];
  return only(await askPick(rows, vscode.l10n.t('Own data for {0}', type))).get();
}

async function typedValues(): Promise<Source> {
  const line = only(
    await askText({
      prompt: vscode.l10n.t(
        'Paths and values, separated by blanks. A path starts at the object, or with “data.object.”.',
      ),
      placeholder: 'amount=500 customer=cus_123 metadata.order="A 7"',
      validate: (text) => problemOf(() => parseAssignments(text)),
    }),
  );
  return { values: parseAssignments(line) };
}

async function askObject(parts: Parts): Promise<Source> {
  const id = only(
    await askText({
      prompt: vscode.l10n.t('Id of the object to fetch'),
      placeholder: 'cus_…, price_…, in_…',
    }),
  );
  return fromAccount(parts, id);
}

async function wantsToKeep(type: string): Promise<boolean> {
  if (!vscode.workspace.workspaceFolders) return false;
  const rows = [
    { label: vscode.l10n.t('Use Once'), keep: false },
    {
      label: vscode.l10n.t('Use and Keep'),
      detail: vscode.l10n.t('In .stripe/overrides/{0}.json, for every later {0}', type),
      keep: true,
    },
  ];
  return only(await askPick(rows, vscode.l10n.t('Keep the data for later?'))).keep;
}

function problemOf(parse: () => unknown): string | undefined {
  try {
    parse();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Triggers an event like a received one, or the one shown: the same type and data, a new id and time. */
export async function triggerLike(parts: Parts, from?: number | vscode.Uri): Promise<void> {
  refuseLive(parts);
  const shown = from ?? vscode.window.activeTextEditor?.document.uri;
  const receiptId = typeof shown === 'object' ? receiptIdOf(shown) : shown;
  const source = await fromReceipt(parts, receiptId ?? (await pickReceipt(parts)).id);
  const type = source.type ?? '';
  const destination = await destinationFor(parts, type);
  if (destination) await sendEvents(parts, [type], destination, source);
}

/** Keeps the data of a received event as the workspace's own data for its type. */
export async function keepAsOwnData(parts: Parts, receiptId?: number): Promise<void> {
  const { type = '', values = {} } = await fromReceipt(parts, receiptId ?? (await pickReceipt(parts)).id);
  await keepOwnData(type, values);
  await executeCommand('stripeWebhooks.event.editOwnData', type);
}
