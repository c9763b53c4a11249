import type { Computed, Draft } from '../rules/rule.ts';
import type { World } from './world.ts';

type Holder = Record<string, unknown>;

/** Computes the values that depend on others, in whatever order they need each other. */
export function settle(object: Holder, world: World): void {
  const read = (path: string) => valueAt(object, path, draft);
  const draft: Draft = { world, read, beside: read };
  settleAll(object, draft);
}

function settleAll(holder: Holder, draft: Draft): void {
  for (const key of Object.keys(holder)) {
    const value = settled(holder, key, draft);
    if (typeof value === 'object' && value !== null) settleAll(value as Holder, draft);
  }
}

function valueAt(object: Holder, path: string, draft: Draft): unknown {
  let at: unknown = object;
  for (const key of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = settled(at as Holder, key, draft);
  }
  return at;
}

function settled(holder: Holder, key: string, draft: Draft): unknown {
  const value = holder[key];
  if (typeof value === 'function') {
    const beside = (path: string) => valueAt(holder, path, draft);
    holder[key] = (value as Computed)({ ...draft, beside });
  }
  return holder[key];
}
