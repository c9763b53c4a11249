import * as vscode from 'vscode';
import { HumanError } from '../../humanError.ts';
import { validateVariableName } from '../../stripe/envFile.ts';
import type { EnvTarget } from '../control/envTargets.ts';
import { envFiles } from '../host/envFiles.ts';
import { askPick, askText, only } from '../host/multiStep.ts';

/** Asks which file and which variable a signing secret goes into. Throws a `HumanError` when no folder is open. */
export async function askEnvTarget(): Promise<EnvTarget> {
  return { file: (await askFile()).toString(), variable: await askVariable() };
}

async function askFile(): Promise<vscode.Uri> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) {
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
  for (const folder of folders) {
    const uri = vscode.Uri.joinPath(folder.uri, '.env');
    if (found.some((one) => one.toString() === uri.toString())) continue;
    items.push({
      label: vscode.workspace.asRelativePath(uri),
      description: vscode.l10n.t('new file'),
      uri,
    });
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
