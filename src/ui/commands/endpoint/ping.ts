import * as vscode from 'vscode';
import { endpointOf } from '../../pickers/endpoints.ts';
import { withProgress } from '../../host/progress.ts';
import type { EndpointNode } from '../../views/endpointNodes.ts';
import type { Parts } from '../parts.ts';

/** Has Stripe send a ping event to an event destination. */
export async function pingEndpoint(
  parts: Pick<Parts, 'endpointList' | 'endpoints' | 'messages'>,
  node?: EndpointNode,
): Promise<void> {
  const { connection, endpoint } = await endpointOf(
    node,
    parts.endpointList,
    vscode.l10n.t('Event destination to ping'),
    ({ api }) => api === 'v2',
  );
  const eventId = await withProgress(vscode.l10n.t('Pinging {0} …', endpoint.target), () =>
    parts.endpoints.ping(connection, endpoint.id),
  );
  parts.messages.info(vscode.l10n.t('Stripe sends the ping {0} to {1}.', eventId, endpoint.target));
}
