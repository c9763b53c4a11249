import type { Routable } from '../../delivery/deliverable.ts';
import type { Target } from '../../delivery/target.ts';

/** A row of the targets view. */
export type TargetsNode = TargetNode | FailedNode;

export interface TargetNode {
  readonly kind: 'target';
  readonly target: Target;
}

/** A receipt that the target did not take: it waits for its next try, or it was given up. */
export interface FailedNode {
  readonly kind: 'failed';
  readonly target: Target;
  readonly routed: Routable;
  /** When it is tried again, in milliseconds since the Unix epoch; undefined when it was given up. */
  readonly retryAt: number | undefined;
  /** What the target answered, or why it did not. */
  readonly reason: string;
  /** The beginning of its answer; empty when there was none. */
  readonly answer: string;
  readonly failedAt: number;
}
