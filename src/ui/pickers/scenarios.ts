import * as vscode from 'vscode';
import type { Scenario } from '../../payloads/scenario.ts';
import type { Parts } from '../commands/parts.ts';
import { scenarioFiles, usable, type ScenarioFile } from '../control/scenarioFiles.ts';
import { Cancelled } from '../host/cancelled.ts';

/** The row of a scenario. */
export interface ScenarioItem extends vscode.QuickPickItem {
  readonly file?: ScenarioFile;
}

/** Asks for a scenario; a button on its row opens its file. Throws a `HumanError` for one with a mistake. */
export async function askScenario(parts: Pick<Parts, 'builtInScenarios' | 'catalogue'>): Promise<Scenario> {
  const pick = vscode.window.createQuickPick<ScenarioItem>();
  pick.placeholder = vscode.l10n.t('Scenario to run');
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.ignoreFocusOut = true;
  pick.items = scenarioItems(await scenarioFiles(parts));
  try {
    return await new Promise<Scenario>((resolve, reject) => {
      pick.onDidAccept(() => {
        const file = pick.selectedItems[0]?.file;
        if (!file) return;
        try {
          resolve(usable(file));
        } catch (error) {
          void vscode.window.showTextDocument(file.uri);
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
      pick.onDidTriggerItemButton(({ item }) => {
        if (item.file) void vscode.window.showTextDocument(item.file.uri);
        reject(new Cancelled());
      });
      pick.onDidHide(() => reject(new Cancelled()));
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}

/** Scenarios as rows: the workspace's own, then the built-in ones. */
export function scenarioItems(files: readonly ScenarioFile[]): readonly ScenarioItem[] {
  const group = (label: string, own: boolean): ScenarioItem[] => {
    const items = files.filter(({ isOwn }) => isOwn === own).map(scenarioItem);
    return items.length > 0 ? [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items] : [];
  };
  return [...group(vscode.l10n.t('of this workspace'), true), ...group(vscode.l10n.t('built in'), false)];
}

function scenarioItem(file: ScenarioFile): ScenarioItem {
  const { scenario, name, problem } = file;
  const buttons = [{ iconPath: new vscode.ThemeIcon('go-to-file'), tooltip: vscode.l10n.t('Open File') }];
  if (!scenario) return { file, buttons, label: `$(error) ${name}`, detail: problem ?? '' };
  return {
    file,
    buttons,
    label: scenario.title,
    description: vscode.l10n.t('{0} events', scenario.steps.length),
    detail: scenario.description ?? '',
  };
}
