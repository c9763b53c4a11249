import * as vscode from 'vscode';

/** What the dialogs for files of events offer. */
export function sessionFileFilters(): Record<string, string[]> {
  return { [vscode.l10n.t('Events, one a line')]: ['ndjson', 'jsonl'] };
}
