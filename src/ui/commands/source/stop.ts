import * as vscode from 'vscode';
import { HumanError } from '../../../humanError.ts';
import type { Parts } from '../parts.ts';

/** Ends the event source after everything that arrived is kept. */
export async function stopSource({ source }: Pick<Parts, 'source'>): Promise<void> {
  if (!source.running) throw new HumanError(vscode.l10n.t('No event source is running.'), 'unavailable');
  await source.stop();
}
