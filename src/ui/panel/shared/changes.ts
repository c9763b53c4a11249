import { childrenOf, find, nameOf } from './json/tree.ts';
import type { JsonNodes } from './json/nodes.ts';

/** One field that an update changed; texts are JSON as it was sent, undefined where the field was not there. */
export interface Change {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/**
 * What an event says it changed: `data.previous_attributes` against `data.object`, field by field. Objects are
 * compared inside, lists as a whole, as Stripe sends them. Empty for an event without previous attributes.
 */
export function changesOf(nodes: JsonNodes): readonly Change[] {
  const previous = find(nodes, 'data', 'previous_attributes');
  const object = find(nodes, 'data', 'object');
  if (previous === undefined || object === undefined) return [];
  const changes: Change[] = [];
  const waiting = [{ before: previous, after: object as number | undefined, path: '' }];
  for (let pair = waiting.shift(); pair; pair = waiting.shift()) {
    for (const child of childrenOf(nodes, pair.before)) {
      const name = String(nameOf(nodes, child));
      const path = pair.path === '' ? name : `${pair.path}.${name}`;
      const { after: parent } = pair;
      const counterpart =
        parent === undefined
          ? undefined
          : childrenOf(nodes, parent).find((other) => nameOf(nodes, other) === name);
      if (nodes.kind[child] === 'object' && counterpart !== undefined && nodes.kind[counterpart] === 'object')
        waiting.push({ before: child, after: counterpart, path });
      else changes.push({ path, before: textOf(nodes, child), after: textOf(nodes, counterpart) });
    }
  }
  return changes;
}

function textOf(nodes: JsonNodes, index: number | undefined): string | undefined {
  return index === undefined ? undefined : nodes.text.slice(nodes.start[index], nodes.end[index]);
}
