import * as vscode from 'vscode';
import type { AddedTypes, Installation } from '../../../apps/app.ts';
import { eventsOf } from '../../../apps/config.ts';
import type { Connection } from '../../../stripe/connection.ts';
import type { Endpoint } from '../../../stripe/endpoint.ts';
import { matchesEventType } from '../../../stripe/eventSets.ts';
import { answered } from '../../host/cancelled.ts';
import { withPatience } from '../../host/progress.ts';
import { installationOf } from '../../pickers/apps.ts';
import type { AppsNode } from '../../views/appNodes.ts';
import { confirmLiveChange } from '../confirmLiveChange.ts';
import type { Parts } from '../parts.ts';

type Needs = Pick<Parts, 'apps' | 'connections' | 'endpointList' | 'endpoints' | 'handlers'>;

/** Removes an app after a modal that offers to take away the event types which an endpoint has for it alone. */
export async function removeApp(parts: Needs, node?: AppsNode): Promise<void> {
  const { apps } = parts;
  const installation = await installationOf(node, parts, vscode.l10n.t('App to remove'));
  const extra = await surplusOf(parts, installation);
  const remove = vscode.l10n.t('Remove');
  const both = vscode.l10n.t('Remove and Unsubscribe');
  const answer = answered(
    await vscode.window.showWarningMessage(
      vscode.l10n.t('Remove the app {0}?', installation.name),
      {
        modal: true,
        detail: [vscode.l10n.t('What it has written stays.'), ...extra.map(detailOf)].join('\n'),
      },
      remove,
      ...(extra.length > 0 ? [both] : []),
    ),
  );
  if (answer === both) for (const each of extra) await unsubscribe(parts, each);
  await apps.remove(installation.id);
}

/** What an endpoint is subscribed to for nobody else. */
interface Surplus {
  readonly connection: Connection;
  readonly endpoint: Endpoint;
  readonly types: readonly string[];
}

async function surplusOf(parts: Needs, { id, added = [] }: Installation): Promise<readonly Surplus[]> {
  if (added.length === 0) return [];
  const [wanted, handled] = await Promise.all([patternsOfOthers(parts, id), typesInCode(parts)]);
  const isWanted = (type: string) =>
    handled.has(type) || wanted.some((pattern) => matchesEventType(pattern, type));
  const found = await Promise.all(added.map((each) => surplusAt(parts, each, isWanted)));
  return found.filter((each) => each !== undefined);
}

async function surplusAt(
  parts: Needs,
  { connectionId, endpointId, types }: AddedTypes,
  isWanted: (type: string) => boolean,
): Promise<Surplus | undefined> {
  const connection = parts.connections.find(connectionId);
  if (!connection) return undefined;
  const endpoint = (await endpointsOf(parts, connection)).find((one) => one.id === endpointId);
  if (!endpoint) return undefined;
  const surplus = types.filter((type) => endpoint.events.includes(type) && !isWanted(type));
  // An endpoint needs at least one type.
  return surplus.length === 0 || surplus.length === endpoint.events.length
    ? undefined
    : { connection, endpoint, types: surplus };
}

/** Taken from the list as it is shown: removing an app must neither wait for Stripe nor start the sandbox. */
async function endpointsOf(
  { endpointList, endpoints }: Needs,
  connection: Connection,
): Promise<readonly Endpoint[]> {
  const { state } = endpointList;
  if (connection.id === endpointList.connection.id && state.kind === 'loaded') return state.endpoints;
  return connection.kind === 'sandbox' ? [] : endpoints.list(connection).catch(() => []);
}

async function patternsOfOthers({ apps }: Needs, id: string): Promise<readonly string[]> {
  const offers = await apps.offers();
  return apps
    .list()
    .filter((one) => one.id !== id)
    .flatMap(({ appId, config }) => {
      const app = offers.find((one) => one.id === appId);
      return app ? eventsOf(app, config).filter((pattern) => pattern !== '*') : [];
    });
}

async function typesInCode({ handlers }: Needs): Promise<ReadonlySet<string>> {
  return new Set((await handlers.all().catch(() => [])).map(({ eventType }) => eventType));
}

function detailOf({ endpoint, types }: Surplus): string {
  return vscode.l10n.t(
    '{0} was subscribed to {1} for it, which nothing else wants.',
    endpoint.url,
    types.join(', '),
  );
}

async function unsubscribe(
  { endpoints, endpointList }: Needs,
  { connection, endpoint, types }: Surplus,
): Promise<void> {
  const verb = vscode.l10n.t('Unsubscribe from {0}', types.join(', '));
  await confirmLiveChange(connection, endpoint.url, verb);
  const events = endpoint.events.filter((type) => !types.includes(type));
  await withPatience(vscode.l10n.t('Saving the endpoint …'), (signal) =>
    endpoints.update(connection, endpoint.id, { events }, { signal }),
  );
  await endpointList.refresh();
}
