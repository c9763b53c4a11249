import * as vscode from 'vscode';
import { readText } from '../../control/stripeFolder.ts';
import { fileNameOf, scenarioFiles, writeScenario } from '../../control/scenarioFiles.ts';
import { askPick, askText, only } from '../../host/multiStep.ts';
import { scenarioItems, type ScenarioItem } from '../../pickers/scenarios.ts';
import type { Parts } from '../parts.ts';

/** What a new scenario looks like. */
function template(title: string): string {
  return `title: ${JSON.stringify(title)}
description: What happens, in one sentence.
# amount: 4900
# currency: eur
# ids: { customer: cus_123 }
steps:
  - event: customer.created
  - event: customer.updated
    # Time since the step before: 30s, 5min, 2h, 14d.
    after: 1min
    # Values by path; \${step:path} is a value of an earlier step, \${now+14d} a time.
    set:
      metadata.order: A1
      description: Customer \${customer.created:id}
`;
}

/** Makes a scenario of the workspace's own: an empty one, or a copy of another. */
export async function createScenario(parts: Pick<Parts, 'builtInScenarios' | 'catalogue'>): Promise<void> {
  const empty: ScenarioItem = { label: vscode.l10n.t('$(new-file) A New One') };
  const rows = [empty, ...scenarioItems(await scenarioFiles(parts))];
  const { file } = only(await askPick(rows, vscode.l10n.t('What the scenario starts from')));
  const title = await askTitle(file?.scenario?.title);
  const text = file && (await readText(file.uri));
  const uri = await writeScenario(fileNameOf(title), text ? retitled(text, title) : template(title));
  await vscode.window.showTextDocument(uri);
}

/** Asks what a scenario is to be called. */
export async function askTitle(value?: string): Promise<string> {
  return only(
    await askText({
      prompt: vscode.l10n.t('What the scenario is called'),
      ...(value !== undefined && { value }),
      validate: (text) => (text === '' ? vscode.l10n.t('Write a title for it.') : undefined),
    }),
  );
}

function retitled(text: string, title: string): string {
  return text.replace(/^title:.*$/m, `title: ${JSON.stringify(title)}`);
}
