import * as vscode from 'vscode';
import { HumanError } from '../../../humanError.ts';
import { choicesOf, type Roll, type RollChoices } from '../../../stripe/rollState.ts';
import { askPick, only } from '../../host/multiStep.ts';
import type { EndpointNode } from '../../views/endpointNodes.ts';
import type { Parts } from '../parts.ts';

/** The roll that a command was called on: the clicked endpoint's, or one that the user picks among those it fits. */
export async function rollOf(
  { rolls }: Pick<Parts, 'rolls'>,
  node: EndpointNode | undefined,
  choice: keyof RollChoices,
  placeholder: string,
): Promise<Roll> {
  const clicked = node && rolls.of(node.endpoint);
  if (clicked) return clicked;
  const fitting = rolls.pending().filter((roll) => choicesOf(roll)[choice]);
  if (fitting.length === 0) {
    throw new HumanError(vscode.l10n.t('No signing secret is being rolled that this fits.'), 'not-found');
  }
  const items = fitting.map((roll) => ({ label: roll.old.url, description: roll.old.id, roll }));
  return only(await askPick(items, placeholder)).roll;
}
