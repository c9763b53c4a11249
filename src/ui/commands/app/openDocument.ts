import * as vscode from 'vscode';
import { HumanError } from '../../../humanError.ts';
import { installationOf } from '../../pickers/apps.ts';
import type { AppsNode } from '../../views/appNodes.ts';
import type { Parts } from '../parts.ts';

/** Shows the list that an app keeps. */
export async function openAppDocument(parts: Pick<Parts, 'apps'>, node?: AppsNode): Promise<void> {
  const { apps } = parts;
  const offers = await apps.offers();
  const keepsOne = ({ appId }: { readonly appId: string }) =>
    offers.find(({ id }) => id === appId)?.document !== undefined;
  const installation = await installationOf(node, parts, vscode.l10n.t('App whose list to show'), keepsOne);
  const file = await apps.documentOf(installation);
  const isThere = file && (await exists(file));
  if (!isThere)
    throw new HumanError(
      vscode.l10n.t('{0} has nothing to show yet: it begins with the next event.', installation.name),
      'not-found',
    );
  await vscode.commands.executeCommand('markdown.showPreview', file);
}

async function exists(file: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
}
