import * as vscode from 'vscode';
import { createOwnDataFile, typesWithOwnData } from '../../control/ownDataFiles.ts';
import { TriggerMemory } from '../../control/triggerMemory.ts';
import { askTriggerType } from '../../pickers/triggerType.ts';
import type { Parts } from '../parts.ts';

type Needs = Pick<Parts, 'catalogue' | 'workspaceState'>;

/** Opens the workspace's own data for events of a type, in `.stripe/overrides/<type>.json`; made when there is none. */
export async function editOwnData({ catalogue, workspaceState }: Needs, type?: string): Promise<void> {
  const { eventTypes } = await catalogue.get();
  const memory = new TriggerMemory(workspaceState);
  const question = { types: eventTypes, memory, ownData: await typesWithOwnData(), offerAll: false };
  const chosen = type ?? (await askTriggerType(question)).types[0] ?? '';
  const isThin = eventTypes.find((known) => known.type === chosen)?.kind === 'thin';
  await vscode.window.showTextDocument(await createOwnDataFile(chosen, isThin));
}
