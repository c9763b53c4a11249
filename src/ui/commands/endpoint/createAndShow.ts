import * as vscode from 'vscode';
import type { Connection } from '../../../stripe/connection.ts';
import type { Endpoint, EndpointInput } from '../../../stripe/endpoint.ts';
import { withPatience } from '../../host/progress.ts';
import { confirmLiveChange } from '../confirmLiveChange.ts';
import type { Parts } from '../parts.ts';
import { startReceiver } from '../receiver/start.ts';
import { rememberPicked, type FormNeeds } from './form.ts';

/** What creating an endpoint and showing it needs. */
export type CreationNeeds = FormNeeds &
  Pick<Parts, 'endpoints' | 'endpointList' | 'endpointsView' | 'messages' | 'receiver' | 'eventsOutput'>;

/** Creates the endpoint and shows it in the tree. */
export async function createAndShow(
  parts: CreationNeeds,
  connection: Connection,
  input: EndpointInput,
): Promise<Endpoint> {
  await confirmLiveChange(connection, input.url, vscode.l10n.t('Create'));
  const created = await withPatience(vscode.l10n.t('Creating the endpoint …'), (signal) =>
    parts.endpoints.create(connection, input, { signal }),
  );
  await rememberPicked(parts, input.events);
  await parts.endpointList.refresh();
  if (parts.endpointsView.visible) await parts.endpointsView.reveal(created.id);
  return created;
}

/** Offers the receiver if the endpoint points there. */
export function offerReceiver(parts: CreationNeeds, created: Endpoint): void {
  const pointsHere = created.url === parts.receiver.expectedUrl;
  if (!pointsHere || parts.receiver.url) return;
  parts.messages.info(
    vscode.l10n.t('{0} is ready; the receiver that it points to is not running.', created.url),
    { title: vscode.l10n.t('Start Receiver'), run: () => startReceiver(parts) },
  );
}
