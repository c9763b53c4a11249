import * as vscode from 'vscode';
import { HumanError } from '../../../humanError.ts';
import type { FullReceipt } from '../../../journal/journal.ts';
import { fixtureFolder } from '../../../eventTests/fixtureFolder.ts';
import { fixtureName } from '../../../eventTests/fixtureText.ts';
import { relativePath } from '../../control/stripeFolder.ts';
import { answered } from '../../host/cancelled.ts';
import type { Parts } from '../parts.ts';
import { fixtureOf } from './copyAsFixture.ts';
import { selectedReceipts } from './selected.ts';

/**
 * Saves events as `.stripe/fixtures/<name>.json` in the workspace, where the Test Explorer finds them; one is named by
 * the user, several by their types.
 */
export async function saveAsFixture(
  parts: Pick<Parts, 'journal' | 'eventsView' | 'eventTests' | 'messages'>,
  receiptIds?: readonly number[],
): Promise<void> {
  const [workspace] = vscode.workspace.workspaceFolders ?? [];
  if (!workspace)
    throw new HumanError(
      vscode.l10n.t('Fixtures are kept in the workspace: open a folder first.'),
      'no-workspace',
    );
  const receipts = await selectedReceipts(parts, receiptIds);
  const folder = vscode.Uri.joinPath(workspace.uri, ...fixtureFolder);
  await vscode.workspace.fs.createDirectory(folder);
  const taken = new Set((await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name));
  const [first] = receipts;
  const asked =
    receipts.length === 1 && first
      ? await askName(free(fixtureName(first.event?.type), taken), taken)
      : undefined;
  const files: vscode.Uri[] = [];
  for (const receipt of receipts) {
    const name = asked ?? free(fixtureName(receipt.event?.type), taken);
    taken.add(`${name}.json`);
    files.push(await write(folder, name, receipt));
  }
  const [file] = files;
  if (files.length === 1 && file) await vscode.window.showTextDocument(file);
  const tests = await parts.eventTests.get();
  await tests.refresh();
  parts.messages.info(
    files.length === 1
      ? vscode.l10n.t(
          '{0} is a test now: say in “expect” what your app answers.',
          relativePath(file ?? folder),
        )
      : vscode.l10n.t('{0} fixtures were saved in {1}.', files.length, fixtureFolder.join('/')),
    {
      title: files.length === 1 ? vscode.l10n.t('Run Test') : vscode.l10n.t('Run Tests'),
      run: () => tests.runFiles(files),
    },
  );
}

async function write(folder: vscode.Uri, name: string, receipt: FullReceipt): Promise<vscode.Uri> {
  const file = vscode.Uri.joinPath(folder, `${name}.json`);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(fixtureOf(receipt)));
  return file;
}

/** A name that no file has yet. */
function free(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(`${name}.json`)) return name;
  for (let number = 2; ; number++) if (!taken.has(`${name}-${number}.json`)) return `${name}-${number}`;
}

async function askName(value: string, taken: ReadonlySet<string>): Promise<string> {
  return answered(
    await vscode.window.showInputBox({
      title: vscode.l10n.t('Save as Fixture'),
      prompt: vscode.l10n.t('Name of the file in {0}, without .json', fixtureFolder.join('/')),
      value,
      validateInput: (name) => {
        if (!/^[\w][\w.-]{0,99}$/.test(name))
          return vscode.l10n.t('Use letters, digits, dots, dashes and underscores.');
        if (taken.has(`${name}.json`)) return vscode.l10n.t('There is already a fixture of this name.');
        return undefined;
      },
    }),
  );
}
