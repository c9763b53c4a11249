import * as vscode from 'vscode';
import { HumanError } from '../../humanError.ts';
import { mergedOwnData, ownData, parseOwnData, type OwnData } from '../../payloads/ownData.ts';
import { filesIn, readText, relativePath, stripeFile, writeText } from './stripeFolder.ts';

type Json = Readonly<Record<string, unknown>>;

/** The file with the team's own values for events of a type. */
function ownDataFile(type: string): vscode.Uri {
  return stripeFile('overrides', `${type}.json`);
}

/** The event type that a file of own data is for; undefined for any other file. */
export function typeOfOwnDataFile({ path }: vscode.Uri): string | undefined {
  return /\/\.stripe\/overrides\/([^/]+)\.json$/.exec(path)?.[1];
}

/** The event types for which the workspace has own data. */
export async function typesWithOwnData(): Promise<ReadonlySet<string>> {
  if (!vscode.workspace.workspaceFolders) return new Set();
  const names = await filesIn(stripeFile('overrides'));
  return new Set(names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -5)));
}

/** The workspace's values for a type, with those of the moment over them. Throws a `HumanError` that names the place. */
export async function ownDataFor(type: string, values: Json = {}): Promise<OwnData> {
  const momentary = ownData(values);
  if (!vscode.workspace.workspaceFolders) return momentary;
  const uri = ownDataFile(type);
  const text = await readText(uri);
  if (text === undefined) return momentary;
  return mergedOwnData(ownData(parseOwnData(text, relativePath(uri))), momentary);
}

/** Adds values to the workspace's for a type. A file that cannot be read is left as it is. */
export async function keepOwnData(type: string, values: Json): Promise<vscode.Uri> {
  const uri = ownDataFile(type);
  const text = await readText(uri);
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open?.isDirty) {
    throw new HumanError(
      vscode.l10n.t('{0} has unsaved changes: save it, then keep the data again.', relativePath(uri)),
      'input',
    );
  }
  const known = text === undefined ? {} : parseOwnData(text, relativePath(uri));
  await writeText(uri, `${JSON.stringify({ ...known, ...values }, null, 2)}\n`);
  return uri;
}

/** Makes the file for a type, to be filled by hand, unless it is there. */
export async function createOwnDataFile(type: string, isThin: boolean): Promise<vscode.Uri> {
  const uri = ownDataFile(type);
  const start = isThin ? {} : { data: { object: {} } };
  if ((await readText(uri)) === undefined) await writeText(uri, `${JSON.stringify(start, null, 2)}\n`);
  return uri;
}
