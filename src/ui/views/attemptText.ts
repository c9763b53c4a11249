import * as vscode from 'vscode';
import type { Attempt } from '../../delivery/attempt.ts';

/** What came of an attempt, in a few words: `200 in 12 ms`, or why there was no answer. */
export function attemptText({ response, error, milliseconds }: Attempt): string {
  if (!response) return error ?? vscode.l10n.t('no answer');
  return vscode.l10n.t('{0} in {1} ms', response.status, Math.round(milliseconds));
}
