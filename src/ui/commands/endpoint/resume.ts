import * as vscode from 'vscode';
import type { EndpointNode, EndpointsNode } from '../../views/endpointNodes.ts';
import type { Parts } from '../parts.ts';
import { changeStatus } from './changeStatus.ts';

/** Enables paused endpoints again. What happened meanwhile is not sent later. */
export function resumeEndpoint(
  parts: Pick<Parts, 'endpoints' | 'endpointList'>,
  node?: EndpointNode,
  selected?: readonly EndpointsNode[],
): Promise<void> {
  const change = {
    from: 'disabled',
    verb: vscode.l10n.t('Resume'),
    question: vscode.l10n.t('Endpoint to resume'),
    apply: ({ connection, endpoint }: EndpointNode, signal: AbortSignal) =>
      parts.endpoints.resume(connection, endpoint.id, { signal }),
  } as const;
  return changeStatus(parts, change, node, selected);
}
