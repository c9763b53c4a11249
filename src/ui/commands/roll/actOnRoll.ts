import * as vscode from 'vscode';
import type { Roll, RollChoices } from '../../../stripe/rollState.ts';
import { confirm } from '../../host/messages.ts';
import { withProgress } from '../../host/progress.ts';
import type { EndpointNode } from '../../views/endpointNodes.ts';
import type { Parts } from '../parts.ts';
import { rollOf } from './rollOf.ts';

/** What the verbs need that take a roll further or back. */
export type RollNeeds = Pick<Parts, 'rolls' | 'endpointList'>;

/** One such verb. */
export interface RollAction {
  readonly choice: keyof RollChoices;
  readonly placeholder: string;
  readonly verb: string;
  readonly detail: (url: string) => string;
  readonly progress: string;
  readonly act: (rollId: string) => Promise<Roll>;
}

/** Asks which roll, asks whether it is meant, and does it. */
export async function actOnRoll(
  parts: RollNeeds,
  node: EndpointNode | undefined,
  { choice, placeholder, verb, detail, progress, act }: RollAction,
): Promise<void> {
  const roll = await rollOf(parts, node, choice, placeholder);
  const { url } = roll.old;
  await confirm(vscode.l10n.t('{0}: {1}?', verb, url), detail(url), verb);
  try {
    await withProgress(progress, () => act(roll.id));
  } finally {
    await parts.endpointList.refresh();
  }
}
