import * as vscode from 'vscode';
import { HumanError } from '../../../humanError.ts';
import type { Endpoint } from '../../../stripe/endpoint.ts';
import { currentCoverage } from '../../control/currentCoverage.ts';
import { askPick, only } from '../../host/multiStep.ts';
import { withPatience } from '../../host/progress.ts';
import { endpointItem } from '../../pickers/endpoints.ts';
import { eventTypeItem, typesOf } from '../../pickers/eventTypes.ts';
import type { CoveredTypeNode } from '../../views/coverageNodes.ts';
import { confirmLiveChange } from '../confirmLiveChange.ts';
import type { Parts } from '../parts.ts';

/** Adds a type that the code handles to an endpoint: the only one that takes such events, or one the user picks. */
export async function subscribeEndpoint(parts: Parts, node?: CoveredTypeNode): Promise<void> {
  const type = node?.type ?? (await pickType(parts));
  const { connection } = parts.endpointList;
  const endpoint = await endpointFor(parts, type);
  await confirmLiveChange(connection, endpoint.url, vscode.l10n.t('Subscribe to {0}', type));
  await withPatience(vscode.l10n.t('Saving the endpoint …'), (signal) =>
    parts.endpoints.update(connection, endpoint.id, { events: [...endpoint.events, type] }, { signal }),
  );
  await parts.endpointList.refresh();
  await parts.coverageView.refresh();
}

async function pickType(parts: Parts): Promise<string> {
  const [{ coverage }, { eventTypes }] = await Promise.all([currentCoverage(parts), parts.catalogue.get()]);
  const handled = new Set(coverage.notSubscribed.map(({ type }) => type));
  if (handled.size === 0) {
    throw new HumanError(
      vscode.l10n.t('Every event type that the code handles is sent to an endpoint already.'),
      'not-found',
    );
  }
  const items = eventTypes.filter(({ type }) => handled.has(type)).map(eventTypeItem);
  return only(await askPick(items, vscode.l10n.t('Event type to subscribe to'))).type;
}

async function endpointFor({ catalogue, endpointList }: Parts, type: string): Promise<Endpoint> {
  const [all, endpoints] = await Promise.all([catalogue.get(), endpointList.loaded()]);
  const fitting = endpoints.filter(
    ({ kind, payload, events }) =>
      kind === 'webhook' &&
      !events.includes('*') &&
      !events.includes(type) &&
      typesOf(all, payload).some((one) => one.type === type),
  );
  const [first, ...others] = fitting;
  if (!first) {
    throw new HumanError(
      vscode.l10n.t('No endpoint can subscribe to {0}: create one for it first.', type),
      'not-found',
    );
  }
  if (others.length === 0) return first;
  const placeholder = vscode.l10n.t('Endpoint to add {0} to', type);
  return only(await askPick(fitting.map(endpointItem), placeholder)).endpoint;
}
