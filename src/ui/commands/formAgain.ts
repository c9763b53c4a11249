import * as vscode from 'vscode';
import { HumanError } from '../../humanError.ts';
import type { Parts } from './parts.ts';

/**
 * Does what a form was filled in for. When that is refused for a reason that a person can do something about, the form
 * is offered again as it was filled in; undefined then.
 */
export async function orFormAgain<T>(
  { messages }: Pick<Parts, 'messages'>,
  act: () => Promise<T>,
  again: () => Promise<unknown>,
): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof HumanError)) throw error;
    messages.refused(error, { title: vscode.l10n.t('Edit and Try Again'), run: again });
    return undefined;
  }
}
