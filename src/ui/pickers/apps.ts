import * as vscode from 'vscode';
import type { Installation, RunnableApp } from '../../apps/app.ts';
import { HumanError } from '../../humanError.ts';
import type { Parts } from '../commands/parts.ts';
import { askPick, only } from '../host/multiStep.ts';
import type { AppsNode } from '../views/appNodes.ts';

/** The installation a command was called on: the row's, the only one that qualifies, or one the user picks. */
export async function installationOf(
  node: AppsNode | undefined,
  { apps }: Pick<Parts, 'apps'>,
  placeholder: string,
  qualifies: (installation: Installation) => boolean = () => true,
): Promise<Installation> {
  // The row may be older than the installation.
  const clicked = node && apps.get(node.installation.id);
  if (clicked) return clicked;
  const fitting = apps.list().filter(qualifies);
  if (fitting.length === 0)
    throw new HumanError(vscode.l10n.t('There is no app for this: install one first.'), 'not-found');
  const offers = await apps.offers();
  const items = fitting.map((installation) => ({
    installation,
    label: `$(${offers.find(({ id }) => id === installation.appId)?.icon ?? 'extensions'}) ${installation.name}`,
  }));
  return only(await askPick(items, placeholder)).installation;
}

/** The app of an installation. Throws a `HumanError` while the extension that brings it is not running. */
export async function requireApp(
  { apps }: Pick<Parts, 'apps'>,
  installation: Installation,
): Promise<RunnableApp> {
  const app = await apps.appOf(installation);
  if (app) return app;
  throw new HumanError(
    vscode.l10n.t(
      '{0} comes from an extension that is not running: install or enable it.',
      installation.name,
    ),
    'unavailable',
  );
}

/** Asks which app to install. */
export async function askApp({ apps }: Pick<Parts, 'apps'>): Promise<RunnableApp> {
  const offers = await apps.offers();
  const installed = new Set(apps.list().map(({ appId }) => appId));
  const isBuiltIn = ({ id }: RunnableApp) => !id.includes('/');
  const item = (app: RunnableApp) => ({
    app,
    label: `$(${app.icon}) ${app.name}`,
    description: installed.has(app.id) ? vscode.l10n.t('installed') : '',
    detail: app.description,
  });
  const heading = (label: string) => ({
    app: undefined,
    label,
    kind: vscode.QuickPickItemKind.Separator,
  });
  const contributed = offers.filter((app) => !isBuiltIn(app));
  const items = [
    ...offers.filter(isBuiltIn).map(item),
    ...(contributed.length > 0 ? [heading(vscode.l10n.t('from other extensions'))] : []),
    ...contributed.map(item),
  ];
  const { app } = only(await askPick(items, vscode.l10n.t('App to install')));
  if (!app) throw new Error('A heading cannot be picked.');
  return app;
}
