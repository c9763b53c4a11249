import * as vscode from 'vscode';
import { askPick, askPicks, only } from '../../host/multiStep.ts';
import { columnIds, withColumns, type ColumnId, type Density } from '../../panel/shared/columns.ts';
import type { Parts } from '../parts.ts';

/** Asks which columns the list of events has and how tall its rows are. */
export async function chooseColumns({ eventsView }: Pick<Parts, 'eventsView'>): Promise<void> {
  const { preferences } = eventsView;
  const items = columnIds
    .filter((id) => id !== 'type')
    .map((id) => ({ id, label: columnName(id), picked: preferences.current.columns.includes(id) }));
  const picked = only(
    await askPicks(
      items,
      items.filter((item) => item.picked),
      vscode.l10n.t('Columns to show beside the type'),
    ),
  );
  const wanted: readonly ColumnId[] = ['type', ...picked.map(({ id }) => id)];
  await preferences.change({ columns: withColumns(preferences.current.columns, wanted) });
  const heights: readonly (vscode.QuickPickItem & { readonly density: Density })[] = [
    { density: 'compact', label: vscode.l10n.t('Compact') },
    { density: 'comfortable', label: vscode.l10n.t('Comfortable') },
  ];
  const { density } = only(await askPick(heights, vscode.l10n.t('Height of the rows')));
  await preferences.change({ density });
}

function columnName(id: ColumnId): string {
  const names: Readonly<Record<ColumnId, string>> = {
    time: vscode.l10n.t('Time'),
    verdict: vscode.l10n.t('Verdict'),
    type: vscode.l10n.t('Type'),
    object: vscode.l10n.t('Object'),
    endpoint: vscode.l10n.t('Endpoint'),
    status: vscode.l10n.t('Target'),
    milliseconds: vscode.l10n.t('Took'),
    source: vscode.l10n.t('Source'),
    duplicate: vscode.l10n.t('Duplicate'),
    event: vscode.l10n.t('Event'),
    account: vscode.l10n.t('Account'),
  };
  return names[id];
}
