import * as vscode from 'vscode';
import { HumanError } from '../../../humanError.ts';
import type { Parts } from '../parts.ts';

/** Stops the sandbox; its endpoints and events are kept. */
export async function stopSandbox({ sandbox }: Pick<Parts, 'sandbox'>): Promise<void> {
  if (!sandbox.running) throw new HumanError(vscode.l10n.t('The sandbox is not running.'), 'unavailable');
  await sandbox.stop();
}
