import * as vscode from 'vscode';
import { confirm } from '../../host/messages.ts';
import { withViewProgress } from '../../host/progress.ts';
import { endpointOf } from '../../pickers/endpoints.ts';
import type { EndpointNode } from '../../views/endpointNodes.ts';
import { accountName } from '../confirmLiveChange.ts';
import type { Parts } from '../parts.ts';

type Needs = Pick<Parts, 'endpoints' | 'endpointList'>;

/** Deletes an endpoint after a modal that says what is lost. */
export async function deleteEndpoint(parts: Needs, node?: EndpointNode): Promise<void> {
  const { connection, endpoint } = await endpointOf(
    node,
    parts.endpointList,
    vscode.l10n.t('Endpoint to delete'),
  );
  await confirm(
    vscode.l10n.t('Delete the endpoint {0} of {1}?', endpoint.url, accountName(connection)),
    vscode.l10n.t(
      'Its id ({0}), its signing secret and its pending deliveries are lost. Journalled events stay.',
      endpoint.id,
    ),
    vscode.l10n.t('Delete'),
  );
  await withViewProgress(() => parts.endpoints.delete(connection, endpoint.id));
  await parts.endpointList.refresh();
}
