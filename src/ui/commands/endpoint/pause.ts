import * as vscode from 'vscode';
import { withViewProgress } from '../../host/progress.ts';
import { endpointOf } from '../../pickers/endpoints.ts';
import type { EndpointNode } from '../../views/endpointNodes.ts';
import { confirmLiveChange } from '../confirmLiveChange.ts';
import type { Parts } from '../parts.ts';

type Needs = Pick<Parts, 'endpoints' | 'endpointList'>;

/** Disables an endpoint: Stripe stops sending to it until it is resumed. */
export async function pauseEndpoint(parts: Needs, node?: EndpointNode): Promise<void> {
  const { connection, endpoint } = await endpointOf(
    node,
    parts.endpointList,
    vscode.l10n.t('Endpoint to pause'),
    ({ status }) => status === 'enabled',
  );
  await confirmLiveChange(connection, endpoint.url, vscode.l10n.t('Pause'));
  await withViewProgress(() => parts.endpoints.pause(connection, endpoint.id));
  await parts.endpointList.refresh();
}
