import * as vscode from 'vscode';
import { succeeded, type Attempt } from '../../../delivery/attempt.ts';
import type { Target } from '../../../delivery/target.ts';
import type { Parts } from '../parts.ts';

/** Says what a target answered to what a person has just sent. */
export function reportAttempt(
  { messages }: Pick<Parts, 'messages'>,
  { name }: Target,
  what: string,
  attempt: Attempt,
): void {
  const { response, error, milliseconds } = attempt;
  const showAnswer = { title: vscode.l10n.t('Show Answer'), run: () => openAnswer(attempt) };
  const actions = response && response.body.length > 0 ? [showAnswer] : [];
  if (!response) {
    messages.warn(vscode.l10n.t('{0} was not delivered to {1}: {2}', what, name, error ?? ''));
    return;
  }
  const sentence = vscode.l10n.t(
    '{0} was answered with {1} by {2} in {3} ms.',
    what,
    response.status,
    name,
    Math.round(milliseconds),
  );
  if (succeeded(attempt)) messages.info(sentence, ...actions);
  else messages.warn(sentence, ...actions);
}

/** Opens the body of what a target answered. */
export async function openAnswer({ response }: Attempt): Promise<void> {
  const content = response ? Buffer.from(response.body).toString('utf8') : '';
  const document = await vscode.workspace.openTextDocument({ content });
  await vscode.window.showTextDocument(document, { preview: true });
}
