import type { World } from '../build/world.ts';

/** Builds the field with plausible content although the declarations let it be null or missing. */
export const filled = Symbol('filled');

/** A value that depends on the finished object. */
export type Computed = (draft: Draft) => unknown;

export interface Draft {
  readonly world: World;
  /** The value at a dotted path, computed first if need be; `undefined` where there is none. */
  readonly read: (path: string) => unknown;
  /** The same, at a path that starts beside the value being computed. */
  readonly beside: (path: string) => unknown;
}

export type RuleValue = string | number | boolean | null | readonly string[] | typeof filled | Computed;

/**
 * What a state means for an object: values by dotted path. A path through a nullable field fills it; the items
 * of an array are named by the array itself, those of a list by `<list>.data`.
 */
export type Rule = Readonly<Record<string, RuleValue>>;

/** The value of another field of the finished object, e.g. `same('amount')`. */
export function same(path: string): Computed {
  return ({ read }) => read(path);
}

/** The value of a field of the same object inside, e.g. of the same line of an invoice. */
export function sibling(path: string): Computed {
  return ({ beside }) => beside(path);
}

/** The id of the event's object of a type, e.g. `id('charge')`. */
export function id(type: string): Computed {
  return ({ world }) => world.id(type);
}

/** The time of the event, in seconds. */
export const now: Computed = ({ world }) => world.now;

/** A time after the event (before it, when negative), in seconds. */
export function later(days: number): Computed {
  return ({ world }) => world.now + days * 86_400;
}

/** So many days after the object came to be, in seconds. */
export function afterCreation(days: number): Computed {
  return ({ read }) => Number(read('created')) + days * 86_400;
}

/** When the world's object of a type came to be; so many days before the event where that is not known. */
export function born(type: string, days: number): Computed {
  return ({ world }) => world.bornAt(type) ?? world.now - days * 86_400;
}

/** Rules as a tree of fields; later rules win. */
export interface RuleNode {
  readonly value?: RuleValue;
  readonly children: ReadonlyMap<string, RuleNode>;
}

export function ruleTree(...rules: readonly Rule[]): RuleNode {
  const root: MutableNode = { children: new Map() };
  for (const rule of rules)
    for (const [path, value] of Object.entries(rule)) {
      let node = root;
      for (const key of path.split('.')) {
        const child: MutableNode = node.children.get(key) ?? { children: new Map() };
        node.children.set(key, child);
        node = child;
        // What has fields is no plain value any more.
        if (node.value !== filled) delete node.value;
      }
      node.value = value;
      // A field that is null or a plain value has no fields of its own any more.
      if (value !== filled) node.children.clear();
    }
  return root;
}

interface MutableNode {
  value?: RuleValue;
  readonly children: Map<string, MutableNode>;
}
