import type { CoveredType, EndpointCoverage } from '../../handlers/coverage.ts';
import type { Connection } from '../../stripe/connection.ts';
import type { Endpoint } from '../../stripe/endpoint.ts';

/** A row of the coverage view. */
export type CoverageNode = CoverageEndpointNode | CoverageGroupNode | CoveredTypeNode;

/** An endpoint and what of its subscription is handled. */
export interface CoverageEndpointNode {
  readonly kind: 'coverageEndpoint';
  readonly connection: Connection;
  readonly coverage: EndpointCoverage;
}

/** Types that belong to no endpoint. */
export interface CoverageGroupNode {
  readonly kind: 'coverageGroup';
  readonly state: 'notSubscribed' | 'receivedNotHandled';
  readonly connection: Connection;
  readonly types: readonly CoveredType[];
}

/** One event type, and how subscription and code fit together for it. */
export interface CoveredTypeNode {
  readonly kind: 'coveredType';
  readonly state: CoverageState;
  readonly type: string;
  readonly covered: CoveredType;
  readonly connection: Connection;
  /** The endpoint that it stands under. */
  readonly endpoint?: Endpoint;
}

/** How subscription and code fit together. */
export type CoverageState = 'handled' | 'notHandled' | CoverageGroupNode['state'];
