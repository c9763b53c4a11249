import * as vscode from 'vscode';
import { fixtureFolder } from '../../eventTests/fixtureFolder.ts';
import type { Parts } from '../commands/parts.ts';
import type { Lazily } from '../control/lazily.ts';
import type { Messages } from '../host/messages.ts';

/** Shows tests as soon as the workspace has fixtures; until then, nothing but a watcher stands by. */
export function registerEventTests(
  parts: Lazily<Pick<Parts, 'eventTests'>>,
  messages: Messages,
): vscode.Disposable[] {
  let shown = false;
  const inBackground = (work: () => Promise<void>) => () => {
    work().catch((error: unknown) => messages.bug('tests', error));
  };
  const show = inBackground(async () => {
    shown = true;
    (await (await parts.get()).eventTests.get()).refreshSoon();
  });
  const look = inBackground(async () => {
    if (shown || (await hasFixtures())) show();
  });
  const watcher = vscode.workspace.createFileSystemWatcher(`**/${fixtureFolder.join('/')}/*.json`);
  look();
  return [
    watcher,
    watcher.onDidCreate(show),
    watcher.onDidChange(show),
    watcher.onDidDelete(show),
    vscode.workspace.onDidChangeWorkspaceFolders(look),
  ];
}

async function hasFixtures(): Promise<boolean> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const found = await Promise.all(
    folders.map(({ uri }) =>
      vscode.workspace.fs.stat(vscode.Uri.joinPath(uri, ...fixtureFolder)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.includes(true);
}
