import * as vscode from 'vscode';
import type { RunnableApp } from '../../../apps/app.ts';
import { askApp, requireApp } from '../../pickers/apps.ts';
import { askConfig } from '../../pickers/appConfig.ts';
import type { Parts } from '../parts.ts';
import { appFormParts } from './form.ts';
import { confirmFar } from './confirmFar.ts';
import { subscribeFor } from './subscribe.ts';

/** Installs an app that the user picks: asks what it needs, and offers to subscribe an endpoint to its events. */
export async function installApp(parts: Parts, appId?: string): Promise<void> {
  const { apps } = parts;
  const app = appId === undefined ? await askApp(parts) : await requireApp(parts, nobody(appId));
  const nothing = { config: {}, secrets: {} };
  const title = vscode.l10n.t('Install {0}', app.name);
  const { config, secrets } = await askConfig(app, nothing, title, appFormParts(parts));
  await confirmFar(app, config);
  const id = apps.newId();
  const installation = { id, appId: app.id, name: freeName(parts, app), enabled: true, config };
  await apps.save(installation, secrets);
  const added = await subscribeFor(parts, app, installation);
  if (added) await apps.save({ ...installation, added: [added] });
}

function nobody(appId: string) {
  return { id: '', appId, name: appId, enabled: true, config: {} };
}

/** The app's name; with a number where it is installed already. */
function freeName({ apps }: Pick<Parts, 'apps'>, { name }: RunnableApp): string {
  const taken = new Set(apps.list().map((one) => one.name));
  if (!taken.has(name)) return name;
  for (let number = 2; ; number++) if (!taken.has(`${name} ${number}`)) return `${name} ${number}`;
}
