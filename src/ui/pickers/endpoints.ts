import * as vscode from 'vscode';
import { HumanError } from '../../humanError.ts';
import type { Endpoint } from '../../stripe/endpoint.ts';
import type { EndpointList } from '../control/endpointList.ts';
import { askPick, only } from '../host/multiStep.ts';
import type { EndpointNode } from '../views/endpointNodes.ts';

/** The endpoint a command was called on: the clicked node, or one the user picks among those that qualify. */
export async function endpointOf(
  node: EndpointNode | undefined,
  list: EndpointList,
  placeholder: string,
  qualifies: (endpoint: Endpoint) => boolean = () => true,
): Promise<EndpointNode> {
  if (node) return node;
  const endpoints = (await list.loaded()).filter(qualifies);
  const { connection } = list;
  if (endpoints.length === 0) {
    throw new HumanError(
      vscode.l10n.t('{0} has no endpoint for this: create one first.', connection.label),
      'not-found',
    );
  }
  const picked = only(await askPick(endpoints.map(endpointItem), placeholder));
  return { kind: 'endpoint', connection, endpoint: picked.endpoint };
}

/** The row of an endpoint in a quick pick. */
export function endpointItem(endpoint: Endpoint): vscode.QuickPickItem & { readonly endpoint: Endpoint } {
  return {
    endpoint,
    label: `$(${endpoint.status === 'enabled' ? 'broadcast' : 'debug-pause'}) ${endpoint.url}`,
    description: endpoint.id,
    detail: [endpoint.description, endpoint.events.join(', ')].filter(Boolean).join(' — '),
  };
}
