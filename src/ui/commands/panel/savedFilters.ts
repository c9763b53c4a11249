import * as vscode from 'vscode';
import { answered } from '../../host/cancelled.ts';
import { prepare, shown, only } from '../../host/multiStep.ts';
import type { SavedFilter } from '../../panel/shared/filter/complete.ts';
import type { Parts } from '../parts.ts';

type Needs = Pick<Parts, 'eventsView'>;
type Item = vscode.QuickPickItem & { readonly filter?: SavedFilter };

const removeButton: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('trash') };

/** Lists the saved filters, to apply or remove one, or to save the present one. */
export async function savedFilters(parts: Needs): Promise<void> {
  const { eventsView } = parts;
  const pick = vscode.window.createQuickPick<Item>();
  prepare(pick, undefined);
  pick.ignoreFocusOut = false;
  pick.placeholder = vscode.l10n.t('Filter to apply');
  pick.matchOnDescription = true;
  pick.items = itemsOf(parts);
  pick.onDidTriggerItemButton(({ item }) => {
    const saved = eventsView.preferences.current.saved.filter(({ name }) => name !== item.filter?.name);
    void eventsView.preferences.change({ saved }).then(() => (pick.items = itemsOf(parts)));
  });
  const item = only(
    await shown<Item>(pick, (settle) => {
      pick.onDidAccept(() => {
        const [chosen] = pick.selectedItems;
        if (chosen) settle(chosen);
      });
    }),
  );
  if (item.filter) await eventsView.show({ filter: item.filter.text });
  else await save(parts);
}

function itemsOf({ eventsView }: Needs): readonly Item[] {
  const { text } = eventsView.filter;
  const { saved } = eventsView.preferences.current;
  const canSave = text.trim() !== '' && !saved.some((filter) => filter.text === text);
  return [
    ...saved.map((filter): Item => ({
      filter,
      label: filter.name,
      description: filter.text,
      iconPath: new vscode.ThemeIcon('bookmark'),
      buttons: [{ ...removeButton, tooltip: vscode.l10n.t('Remove') }],
    })),
    ...(canSave || saved.length === 0
      ? [
          {
            label: vscode.l10n.t('Save This Filter …'),
            description: text.trim() || vscode.l10n.t('type one into the filter box first'),
            iconPath: new vscode.ThemeIcon('add'),
            alwaysShow: true,
          },
        ]
      : []),
  ];
}

async function save({ eventsView }: Needs): Promise<void> {
  const { text } = eventsView.filter;
  if (text.trim() === '') return eventsView.focusFilter();
  const { saved } = eventsView.preferences.current;
  const name = answered(
    await vscode.window.showInputBox({
      title: vscode.l10n.t('Save Filter'),
      prompt: vscode.l10n.t('Name of the filter {0}', text),
      validateInput: (value) => (value.trim() === '' ? vscode.l10n.t('A name is needed.') : undefined),
    }),
  ).trim();
  await eventsView.preferences.change({
    saved: [...saved.filter((one) => one.name !== name), { name, text }],
  });
}
