import * as vscode from 'vscode';
import type { AddedTypes } from '../../../apps/app.ts';
import { HumanError } from '../../../humanError.ts';
import { installationOf, requireApp } from '../../pickers/apps.ts';
import { askConfig } from '../../pickers/appConfig.ts';
import type { AppsNode } from '../../views/appNodes.ts';
import { confirmFar } from './confirmFar.ts';
import { appFormParts, type AppFormNeeds } from './form.ts';
import { subscribeFor, type SubscribeNeeds } from './subscribe.ts';

/** Asks for an app's fields once more, with their values to begin with. */
export async function configureApp(parts: AppFormNeeds & SubscribeNeeds, node?: AppsNode): Promise<void> {
  const { apps } = parts;
  const installation = await installationOf(node, parts, vscode.l10n.t('App to configure'));
  const app = await requireApp(parts, installation);
  if (app.config.length === 0)
    throw new HumanError(vscode.l10n.t('{0} has nothing to configure.', installation.name), 'unavailable');
  const before = { config: installation.config, secrets: await apps.secretsOf(installation.id) };
  const title = vscode.l10n.t('Configure {0}', installation.name);
  const { config, secrets } = await askConfig(app, before, title, appFormParts(parts));
  await confirmFar(app, config, before.config);
  await apps.save({ ...installation, config }, secrets);
  const added = await subscribeFor(parts, app, { ...installation, config });
  if (added) await apps.save({ ...installation, config, added: merged(installation.added ?? [], added) });
  apps.resume(installation.id);
}

/** One entry for each endpoint. */
function merged(before: readonly AddedTypes[], added: AddedTypes): readonly AddedTypes[] {
  const isSame = ({ connectionId, endpointId }: AddedTypes) =>
    connectionId === added.connectionId && endpointId === added.endpointId;
  const types = before.filter(isSame).flatMap((one) => one.types);
  return [...before.filter((one) => !isSame(one)), { ...added, types: [...types, ...added.types] }];
}
