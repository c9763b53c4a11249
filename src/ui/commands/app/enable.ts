import * as vscode from 'vscode';
import { installationOf } from '../../pickers/apps.ts';
import type { AppsNode } from '../../views/appNodes.ts';
import type { Parts } from '../parts.ts';

/** Lets a disabled or suspended app get events again. */
export async function enableApp(parts: Pick<Parts, 'apps'>, node?: AppsNode): Promise<void> {
  const { apps } = parts;
  const isOff = ({ id, enabled }: { readonly id: string; readonly enabled: boolean }) =>
    !enabled || apps.statusOf(id)?.state === 'suspended';
  const installation = await installationOf(node, parts, vscode.l10n.t('App to enable'), isOff);
  await apps.save({ ...installation, enabled: true });
  apps.resume(installation.id);
}
