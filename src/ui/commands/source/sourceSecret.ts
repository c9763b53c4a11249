import * as vscode from 'vscode';
import { HumanError } from '../../../humanError.ts';
import type { Parts } from '../parts.ts';

/** The secret that the app verifies the source's events with; throws a `HumanError` when there is none yet. */
export async function sourceSecret({ source }: Pick<Parts, 'source'>): Promise<string> {
  const secret = await source.secret();
  if (secret !== undefined) return secret;
  throw new HumanError(
    vscode.l10n.t('The event source has no signing secret yet; start it, or wait for its first event.'),
    'not-found',
  );
}
