import * as vscode from 'vscode';
import type { Endpoint } from '../../../stripe/endpoint.ts';
import { withPatience } from '../../host/progress.ts';
import { endpointOf } from '../../pickers/endpoints.ts';
import type { EndpointNode, EndpointsNode } from '../../views/endpointNodes.ts';
import { confirmLiveChange } from '../confirmLiveChange.ts';
import type { Parts } from '../parts.ts';
import { severalOf } from './several.ts';

/** What pausing and resuming have in common. */
export interface StatusChange {
  readonly from: Endpoint['status'];
  readonly verb: string;
  readonly question: string;
  readonly apply: (node: EndpointNode, signal: AbortSignal) => Promise<unknown>;
}

/** Changes the status of the selected endpoints that have the other one, or of one that the user picks. */
export async function changeStatus(
  { endpointList }: Pick<Parts, 'endpointList'>,
  change: StatusChange,
  node: EndpointNode | undefined,
  selected: readonly EndpointsNode[] | undefined,
): Promise<void> {
  const wanted = severalOf(node, selected).filter(({ endpoint }) => endpoint.status === change.from);
  const nodes =
    wanted.length > 0
      ? wanted
      : [await endpointOf(node, endpointList, change.question, ({ status }) => status === change.from)];
  const [first] = nodes;
  if (!first) return;
  const names = nodes.map(({ endpoint }) => endpoint.target).join(vscode.l10n.t(' and '));
  await confirmLiveChange(first.connection, names, change.verb);
  try {
    await withPatience(vscode.l10n.t('{0} …', change.verb), async (signal) => {
      for (const one of nodes) await change.apply(one, signal);
    });
  } finally {
    await endpointList.refresh();
  }
}
