import * as vscode from 'vscode';
import { only } from '../../host/multiStep.ts';
import { reviewTarget } from '../../pickers/targetForm.ts';
import { confirmFarUrl, targetOf } from '../../pickers/targets.ts';
import type { TargetNode } from '../../views/targetNodes.ts';
import type { Parts } from '../parts.ts';
import { targetFormParts, type TargetFormNeeds } from './form.ts';

/** Shows a target's fields, lets the user change them, and keeps what changed. */
export async function editTarget(
  parts: TargetFormNeeds & Pick<Parts, 'targets'>,
  node?: TargetNode,
): Promise<void> {
  const { targets } = parts;
  const target = await targetOf(node, parts, vscode.l10n.t('Target to edit'));
  const draft = { target, secrets: await targets.secretsOf(target) };
  const position = { title: vscode.l10n.t('Edit {0}', target.name) };
  const form = await targetFormParts(parts);
  const edited = only(await reviewTarget(draft, vscode.l10n.t('Save'), form, position));
  if (edited.target.url !== target.url) await confirmFarUrl(edited.target.url);
  await targets.save(edited.target, edited.secrets);
}
