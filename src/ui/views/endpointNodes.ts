import type { Connection } from '../../stripe/connection.ts';
import type { Endpoint } from '../../stripe/endpoint.ts';

/** A row of the endpoints view. */
export type EndpointsNode = EndpointNode | EventTypeNode;

/** A webhook endpoint. */
export interface EndpointNode {
  readonly kind: 'endpoint';
  readonly connection: Connection;
  /** Replaced when it changes: the row stays the same object, by which VS Code knows it. */
  endpoint: Endpoint;
}

/** One of the event types an endpoint subscribes to. */
export interface EventTypeNode {
  readonly kind: 'eventType';
  readonly type: string;
  readonly parent: EndpointNode;
}
