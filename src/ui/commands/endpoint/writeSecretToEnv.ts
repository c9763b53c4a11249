import { execFile } from 'node:child_process';
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { HumanError } from '../../../humanError.ts';
import { setVariable, validateVariableName } from '../../../stripe/envFile.ts';
import { askPick, askText, only } from '../../host/multiStep.ts';
import { envFiles } from '../../host/envFiles.ts';
import type { EndpointNode } from '../../views/endpointNodes.ts';
import type { Parts } from '../parts.ts';
import { knownSecret } from './knownSecret.ts';

type Needs = Pick<Parts, 'endpointList' | 'secrets' | 'workspaceState' | 'messages'>;

/** Where an endpoint's secret goes; remembered, so that it is asked only once. */
interface EnvTarget {
  readonly file: string;
  readonly variable: string;
}

/** Writes an endpoint's signing secret into a `.env` file of the workspace; nothing else in the file changes. */
export async function writeSecretToEnv(parts: Needs, node?: EndpointNode): Promise<void> {
  const { connection, endpoint, secret } = await knownSecret(
    parts,
    node,
    vscode.l10n.t('Endpoint whose signing secret to write'),
  );
  const key = `envTarget/${connection.id}/${endpoint.url}`;
  const known = parts.workspaceState.get<EnvTarget>(key);
  const target = known ?? { file: (await askFile()).toString(), variable: await askVariable() };
  const uri = vscode.Uri.parse(target.file);
  await write(uri, target.variable, secret);
  await parts.workspaceState.update(key, target);
  await report(parts, uri, target.variable, key);
}

async function askFile(): Promise<vscode.Uri> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (!folder) {
    throw new HumanError(
      vscode.l10n.t('No folder is open: open the folder of your app to write its .env file.'),
      'no-workspace',
    );
  }
  const found = await envFiles();
  const items: (vscode.QuickPickItem & { readonly uri: vscode.Uri })[] = found.map((uri) => ({
    label: vscode.workspace.asRelativePath(uri),
    uri,
  }));
  if (!items.some(({ label }) => label === '.env')) {
    const uri = vscode.Uri.joinPath(folder.uri, '.env');
    items.push({ label: '.env', description: vscode.l10n.t('new file'), uri });
  }
  return only(await askPick(items, vscode.l10n.t('File to write the secret into'))).uri;
}

async function askVariable(): Promise<string> {
  return only(
    await askText({
      prompt: vscode.l10n.t('Name of the variable'),
      value: 'STRIPE_WEBHOOK_SECRET',
      placeholder: 'STRIPE_WEBHOOK_SECRET',
      validate: validateVariableName,
    }),
  );
}

async function write(uri: vscode.Uri, variable: string, secret: string): Promise<void> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open?.isDirty) {
    throw new HumanError(
      vscode.l10n.t('{0} has unsaved changes: save it, then try again.', basename(uri.fsPath)),
      'input',
    );
  }
  // Not through an editor: saving there may trim or format lines that are none of our business.
  const before = await vscode.workspace.fs.readFile(uri).then(
    (bytes) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes),
    () => '',
  );
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(setVariable(before, variable, secret)));
}

async function report(
  { messages, workspaceState }: Needs,
  uri: vscode.Uri,
  variable: string,
  key: string,
): Promise<void> {
  const name = vscode.workspace.asRelativePath(uri);
  const elsewhere = {
    title: vscode.l10n.t('Forget This Place'),
    run: () => workspaceState.update(key, undefined),
  };
  if (await isIgnoredByGit(uri.fsPath))
    messages.info(vscode.l10n.t('{0} is set in {1}.', variable, name), elsewhere);
  else
    messages.warn(
      vscode.l10n.t(
        '{0} is set in {1}, which git does not ignore: add it to .gitignore before you commit.',
        variable,
        name,
      ),
      elsewhere,
    );
}

/** True where git ignores the file, or where there is no git to commit it. */
function isIgnoredByGit(file: string): Promise<boolean> {
  return new Promise((resolve) => {
    // 0: ignored, 1: not ignored, anything else: no repository or no git.
    execFile('git', ['check-ignore', '-q', file], { cwd: dirname(file) }, (error) =>
      resolve(error?.code !== 1),
    );
  });
}
