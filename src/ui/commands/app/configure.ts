import * as vscode from 'vscode';
import { HumanError } from '../../../humanError.ts';
import { installationOf, requireApp } from '../../pickers/apps.ts';
import { askConfig } from '../../pickers/appConfig.ts';
import type { AppsNode } from '../../views/appNodes.ts';
import { confirmFar } from './confirmFar.ts';
import { appFormParts, type AppFormNeeds } from './form.ts';

/** Asks for an app's fields once more, with their values to begin with. */
export async function configureApp(parts: AppFormNeeds, node?: AppsNode): Promise<void> {
  const { apps } = parts;
  const installation = await installationOf(node, parts, vscode.l10n.t('App to configure'));
  const app = await requireApp(parts, installation);
  if (app.config.length === 0)
    throw new HumanError(vscode.l10n.t('{0} has nothing to configure.', installation.name), 'unavailable');
  const before = { config: installation.config, secrets: await apps.secretsOf(installation.id) };
  const title = vscode.l10n.t('Configure {0}', installation.name);
  const { config, secrets } = await askConfig(app, before, title, appFormParts(parts));
  if (config['url'] !== before.config['url']) await confirmFar(app, config);
  await apps.save({ ...installation, config }, secrets);
  apps.resume(installation.id);
}
