import * as vscode from 'vscode';
import { prepare, shown, type back, type StepPosition } from './multiStep.ts';

/** A row that stands for one value or for a bundle of values; headings have neither. */
export interface SelectionRow extends vscode.QuickPickItem {
  readonly type?: string;
  readonly bundle?: readonly string[];
}

/** How a selection is asked for. */
export interface SelectionOptions {
  readonly placeholder: string;
  /** What is selected in fact, after the user added some values. */
  readonly complete: (selected: ReadonlySet<string>, added: readonly string[]) => ReadonlySet<string>;
}

/**
 * Asks for several values in a list where a bundle's row stands for its values: ticking it ticks them, and it is
 * ticked while all of them are. At least one value is needed.
 */
export function askSelection(
  rows: readonly SelectionRow[],
  initial: readonly string[],
  options: SelectionOptions,
  position?: StepPosition,
): Promise<readonly string[] | typeof back> {
  const pick = vscode.window.createQuickPick<SelectionRow>();
  prepare(pick, position);
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.placeholder = options.placeholder;
  pick.items = rows;
  let selected: ReadonlySet<string> = new Set(initial);
  let ticked: ReadonlySet<SelectionRow> = new Set();
  const show = () => {
    ticked = new Set(rows.filter((row) => isTicked(row, selected)));
    pick.selectedItems = [...ticked];
  };
  show();
  return shown(pick, (settle) => {
    pick.onDidChangeSelection((now) => {
      // Setting the selection comes back as a change that changes nothing.
      if (now.length === ticked.size && now.every((row) => ticked.has(row))) return;
      selected = changed(selected, ticked, new Set(now), options);
      show();
    });
    pick.onDidAccept(() => {
      if (selected.size > 0) settle([...selected]);
      else pick.placeholder = vscode.l10n.t('Select at least one, then press Enter.');
    });
  });
}

function changed(
  selected: ReadonlySet<string>,
  before: ReadonlySet<SelectionRow>,
  after: ReadonlySet<SelectionRow>,
  { complete }: SelectionOptions,
): ReadonlySet<string> {
  const added = [...after].filter((row) => !before.has(row)).flatMap(valuesOf);
  const removed = new Set([...before].filter((row) => !after.has(row)).flatMap(valuesOf));
  return complete(new Set([...[...selected].filter((value) => !removed.has(value)), ...added]), added);
}

function isTicked(row: SelectionRow, selected: ReadonlySet<string>): boolean {
  const values = valuesOf(row);
  return values.length > 0 && values.every((value) => selected.has(value));
}

function valuesOf({ type, bundle }: SelectionRow): readonly string[] {
  return bundle ?? (type ? [type] : []);
}
