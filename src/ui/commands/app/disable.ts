import * as vscode from 'vscode';
import { installationOf } from '../../pickers/apps.ts';
import type { AppsNode } from '../../views/appNodes.ts';
import type { Parts } from '../parts.ts';

/** Stops what an app is doing and gives it no events until it is enabled again. */
export async function disableApp(parts: Pick<Parts, 'apps'>, node?: AppsNode): Promise<void> {
  const question = vscode.l10n.t('App to disable');
  const installation = await installationOf(node, parts, question, ({ enabled }) => enabled);
  await parts.apps.save({ ...installation, enabled: false });
}
