import * as vscode from 'vscode';
import { withViewProgress } from '../../host/progress.ts';
import { endpointOf } from '../../pickers/endpoints.ts';
import type { EndpointNode } from '../../views/endpointNodes.ts';
import { confirmLiveChange } from '../confirmLiveChange.ts';
import type { Parts } from '../parts.ts';

type Needs = Pick<Parts, 'endpoints' | 'endpointList'>;

/** Enables a paused endpoint again. What happened meanwhile is not sent later. */
export async function resumeEndpoint(parts: Needs, node?: EndpointNode): Promise<void> {
  const { connection, endpoint } = await endpointOf(
    node,
    parts.endpointList,
    vscode.l10n.t('Endpoint to resume'),
    ({ status }) => status === 'disabled',
  );
  await confirmLiveChange(connection, endpoint.url, vscode.l10n.t('Resume'));
  await withViewProgress(() => parts.endpoints.resume(connection, endpoint.id));
  await parts.endpointList.refresh();
}
