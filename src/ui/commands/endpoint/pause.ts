import * as vscode from 'vscode';
import type { EndpointNode, EndpointsNode } from '../../views/endpointNodes.ts';
import type { Parts } from '../parts.ts';
import { changeStatus } from './changeStatus.ts';

/** Disables endpoints: Stripe stops sending to them until they are resumed. */
export function pauseEndpoint(
  parts: Pick<Parts, 'endpoints' | 'endpointList'>,
  node?: EndpointNode,
  selected?: readonly EndpointsNode[],
): Promise<void> {
  const change = {
    from: 'enabled',
    verb: vscode.l10n.t('Pause'),
    question: vscode.l10n.t('Endpoint to pause'),
    apply: ({ connection, endpoint }: EndpointNode, signal: AbortSignal) =>
      parts.endpoints.pause(connection, endpoint.id, { signal }),
  } as const;
  return changeStatus(parts, change, node, selected);
}
