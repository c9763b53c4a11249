import type { EndpointNode, EndpointsNode } from '../../views/endpointNodes.ts';

/** The endpoints a command was called on: all selected ones if the clicked one is among them, else the clicked one. */
export function severalOf(
  node: EndpointNode | undefined,
  selected: readonly EndpointsNode[] | undefined,
): readonly EndpointNode[] {
  if (!node) return [];
  const endpoints = (selected ?? []).filter((one): one is EndpointNode => one.kind === 'endpoint');
  return endpoints.includes(node) ? endpoints : [node];
}
