import * as vscode from 'vscode';
import { parseFixture, type Fixture } from '../../eventTests/fixture.ts';
import { FixtureError } from '../../eventTests/fixtureError.ts';
import { fixtureFolder } from '../../eventTests/fixtureFolder.ts';
import { filesIn, relativePath } from '../control/stripeFolder.ts';

/** A fixture's file, as the editor shows it. */
export interface FixtureFile {
  readonly uri: vscode.Uri;
  /** The file's name without its ending. */
  readonly name: string;
  readonly fixture: Fixture | undefined;
  /** Why there is no fixture in it. */
  readonly problem: FixtureError | undefined;
}

/** The fixtures of a workspace folder, by name. */
export async function fixtureFilesIn({ uri }: vscode.WorkspaceFolder): Promise<readonly FixtureFile[]> {
  const folder = vscode.Uri.joinPath(uri, ...fixtureFolder);
  const names = (await filesIn(folder)).filter((name) => name.endsWith('.json')).sort();
  const files = await Promise.all(names.map((name) => readFixtureFile(vscode.Uri.joinPath(folder, name))));
  return files.filter((file) => file !== undefined);
}

/** A fixture's file; undefined when it is gone. */
export async function readFixtureFile(uri: vscode.Uri): Promise<FixtureFile | undefined> {
  const text = await textOf(uri);
  if (text === undefined) return undefined;
  const name = (uri.path.split('/').at(-1) ?? '').replace(/\.json$/, '');
  try {
    return { uri, name, fixture: parseFixture(text, relativePath(uri)), problem: undefined };
  } catch (error) {
    if (error instanceof FixtureError) return { uri, name, fixture: undefined, problem: error };
    throw error;
  }
}

/** As it is being edited, or else as it lies on disk: an open document may not have noticed yet that its file changed. */
async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  const edited = vscode.workspace.textDocuments.find(
    (document) => document.isDirty && document.uri.toString() === uri.toString(),
  );
  if (edited) return edited.getText();
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return undefined;
    throw error;
  }
}
