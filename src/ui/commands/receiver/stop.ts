import * as vscode from 'vscode';
import { HumanError } from '../../../humanError.ts';
import type { Parts } from '../parts.ts';

/** Stops the receiver after everything that arrived is committed and answered. */
export async function stopReceiver({ receiver }: Pick<Parts, 'receiver'>): Promise<void> {
  if (!receiver.url) throw new HumanError(vscode.l10n.t('The receiver is not running.'), 'unavailable');
  await receiver.stop();
}
