import * as vscode from 'vscode';
import { defaultTarget } from '../../../delivery/target.ts';
import { multiStep, back, type Step } from '../../host/multiStep.ts';
import { reviewTarget, type TargetDraft } from '../../pickers/targetForm.ts';
import { askTargetUrl } from '../../pickers/targetUrl.ts';
import { confirmFarUrl } from '../../pickers/targets.ts';
import type { Parts } from '../parts.ts';
import { targetFormParts, type TargetFormNeeds } from './form.ts';

type Needs = TargetFormNeeds & Pick<Parts, 'targets'>;

/** Asks for the URL of an app, shows the rest at its defaults, and sends events there from then on. */
export async function addTarget(parts: Needs, given?: string): Promise<void> {
  const { targets } = parts;
  const form = targetFormParts(parts);
  const id = targets.newId();
  const url: Step<TargetDraft> = async ({ target }, position) => {
    const { isReceiver, handlers } = await form;
    const value = target?.url ?? given ?? '';
    const answer = await askTargetUrl({ value, isReceiver, handlers }, position);
    if (answer === back) return back;
    await confirmFarUrl(answer);
    return { target: defaultTarget(id, answer), secrets: { headers: {} } };
  };
  const review: Step<TargetDraft> = async ({ target, secrets }, position) =>
    target && secrets
      ? reviewTarget({ target, secrets }, vscode.l10n.t('Add Target'), await form, position)
      : back;
  const added = await multiStep<TargetDraft>(vscode.l10n.t('Add Target'), [url, review]);
  await targets.save(added.target, added.secrets);
}
