import type { Connection } from '../../stripe/connection.ts';
import type { Endpoint } from '../../stripe/endpoint.ts';

/** A row of the endpoints view. */
export type EndpointsNode = EndpointNode | SecretNode | EventTypeNode;

/** A webhook endpoint. */
export interface EndpointNode {
  readonly kind: 'endpoint';
  readonly connection: Connection;
  /** Replaced when it changes: the row stays the same object, by which VS Code knows it. */
  endpoint: Endpoint;
}

/** A signing secret of an endpoint: one, or several while it is rolled; also the place of one that is not known. */
export interface SecretNode {
  readonly kind: 'secret';
  readonly parent: EndpointNode;
  /** 0 for the newest. */
  readonly position: number;
  /** `whsec_…` and its end; undefined when it is not known to this editor. */
  readonly masked: string | undefined;
}

/** One of the event types an endpoint subscribes to. */
export interface EventTypeNode {
  readonly kind: 'eventType';
  readonly type: string;
  readonly parent: EndpointNode;
}

/** The endpoint that a row is, or belongs to. */
export function endpointNodeOf(node: EndpointsNode): EndpointNode {
  return node.kind === 'endpoint' ? node : node.parent;
}
