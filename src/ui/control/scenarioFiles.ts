import * as vscode from 'vscode';
import { HumanError } from '../../humanError.ts';
import type { Scenario } from '../../payloads/scenario.ts';
import type { Parts } from '../commands/parts.ts';
import { filesIn, readText, relativePath, stripeFile, writeText } from './stripeFolder.ts';

type Needs = Pick<Parts, 'builtInScenarios' | 'catalogue'>;

/** A scenario's file and what is in it. */
export interface ScenarioFile {
  readonly uri: vscode.Uri;
  /** The file's name without its ending. */
  readonly name: string;
  readonly isOwn: boolean;
  readonly scenario: Scenario | undefined;
  /** Why there is no scenario in it: a sentence that names the place. */
  readonly problem: string | undefined;
}

const ending = /\.(ya?ml|json)$/i;

/** The workspace's own scenarios first, then the built-in ones; one of the workspace's hides a built-in of its name. */
export async function scenarioFiles(parts: Needs): Promise<readonly ScenarioFile[]> {
  const own = vscode.workspace.workspaceFolders ? await readFolder(parts, stripeFile('scenarios'), true) : [];
  const builtIn = await readFolder(parts, vscode.Uri.file(parts.builtInScenarios), false);
  return [...own, ...builtIn.filter(({ name }) => !own.some((one) => one.name === name))];
}

/** The scenario with a name. Throws a `HumanError` when there is none, or its file has a mistake. */
export async function scenarioNamed(parts: Needs, name: string): Promise<Scenario> {
  const file = (await scenarioFiles(parts)).find((one) => one.name === name);
  if (!file) throw new HumanError(vscode.l10n.t('There is no scenario “{0}” any more.', name), 'not-found');
  return usable(file);
}

/** The scenario in a file, or a `HumanError` that says what is wrong with it. */
export function usable({ scenario, problem }: ScenarioFile): Scenario {
  if (!scenario) throw new HumanError(problem ?? '', 'input');
  return scenario;
}

/** Writes a new scenario of the workspace's. Throws a `HumanError` when there is one of that name. */
export async function writeScenario(name: string, text: string): Promise<vscode.Uri> {
  const uri = stripeFile('scenarios', `${name}.yaml`);
  if ((await readText(uri)) !== undefined) {
    throw new HumanError(
      vscode.l10n.t('{0} is there already: choose another name.', relativePath(uri)),
      'input',
    );
  }
  await writeText(uri, text);
  return uri;
}

/** A file name made of a title. */
export function fileNameOf(title: string): string {
  const words = title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.join('-') || 'scenario';
}

async function readFolder(
  { catalogue }: Needs,
  folder: vscode.Uri,
  isOwn: boolean,
): Promise<readonly ScenarioFile[]> {
  const [names, { eventTypes }] = await Promise.all([filesIn(folder), catalogue.get()]);
  const types = new Set(eventTypes.map(({ type }) => type));
  return Promise.all(
    names
      .filter((name) => ending.test(name))
      .sort()
      .map(async (name) => readFile(vscode.Uri.joinPath(folder, name), isOwn, types)),
  );
}

async function readFile(uri: vscode.Uri, isOwn: boolean, types: ReadonlySet<string>): Promise<ScenarioFile> {
  const name = (uri.path.split('/').at(-1) ?? '').replace(ending, '');
  const [{ parseScenario }, text = ''] = await Promise.all([
    import('../../payloads/scenario.ts'),
    readText(uri),
  ]);
  try {
    const scenario = parseScenario(text, relativePath(uri), types);
    return { uri, name, isOwn, scenario, problem: undefined };
  } catch (error) {
    if (!(error instanceof HumanError)) throw error;
    return { uri, name, isOwn, scenario: undefined, problem: error.message };
  }
}
