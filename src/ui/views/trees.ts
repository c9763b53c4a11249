import { views } from '../../ids.ts';
import type { AppsNode } from './appNodes.ts';
import type { CoverageNode } from './coverageNodes.ts';
import type { EndpointsNode } from './endpointNodes.ts';
import { LateTree } from './lateTree.ts';
import type { TargetsNode } from './targetNodes.ts';

/** The trees in the side bar. */
export interface Trees {
  readonly endpoints: LateTree<EndpointsNode>;
  readonly targets: LateTree<TargetsNode>;
  readonly apps: LateTree<AppsNode>;
  readonly coverage: LateTree<CoverageNode>;
}

/** Creates the trees; `load` makes the models that show in them. */
export function createTrees(load: () => Promise<unknown>): Trees {
  return {
    endpoints: new LateTree(
      views.endpoints,
      { showCollapseAll: true, canSelectMany: true, resolves: true },
      load,
    ),
    targets: new LateTree(views.targets, { canSelectMany: true }, load),
    apps: new LateTree(views.apps, {}, load),
    coverage: new LateTree(views.coverage, { showCollapseAll: true }, load),
  };
}
