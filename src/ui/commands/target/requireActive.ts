import * as vscode from 'vscode';
import type { Target } from '../../../delivery/target.ts';
import { HumanError } from '../../../humanError.ts';

/** Throws a `HumanError` for a paused target. */
export function requireActive({ paused, name }: Target): void {
  if (!paused) return;
  throw new HumanError(vscode.l10n.t('{0} is paused: resume it, then try again.', name), 'unavailable');
}
