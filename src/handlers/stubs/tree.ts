import type { Node } from '../syntax/treeSitter.ts';

/** A part of a text, in UTF-16 units of the whole; every node is one. */
export interface Range {
  readonly startIndex: number;
  readonly endIndex: number;
}

/** What takes the place of a part of a text. */
export interface Change extends Range {
  readonly by: string;
}

/** A change of a node's text. */
export function replaced({ startIndex, endIndex }: Range, by: string): Change {
  return { startIndex, endIndex, by };
}

/** The named children of a node. */
export function named(node: Node): readonly Node[] {
  return node.namedChildren.filter((child) => child !== null);
}

/** A part of a text with changes made in it; they may not overlap. */
export function substitute(
  text: string,
  { startIndex, endIndex }: Range,
  changes: readonly Change[],
): string {
  let result = '';
  let from = startIndex;
  for (const change of changes.toSorted((a, b) => a.startIndex - b.startIndex)) {
    result += text.slice(from, change.startIndex) + change.by;
    from = change.endIndex;
  }
  return result + text.slice(from, endIndex);
}

/** The last part of a node that follows what lies in it: the value behind a key, the last argument behind the first. */
export function lastAfter(inner: Node, outer: Node): Node | undefined {
  let found: Node | undefined;
  for (let node = inner; node.id !== outer.id && node.parent; node = node.parent) {
    const { endIndex } = node;
    const after = named(node.parent).filter(
      ({ startIndex, type }) => startIndex >= endIndex && !type.includes('comment'),
    );
    found = after.at(-1) ?? found;
  }
  return found;
}

/** Whether a node lies in another, or is it. */
export function within(outer: Range, inner: Range): boolean {
  return outer.startIndex <= inner.startIndex && inner.endIndex <= outer.endIndex;
}

/** Functions and classes: what stands in one is not known outside. */
export const SCOPE =
  /^(function_(definition|declaration|item|expression)|(arrow|anonymous)_function\w*|func_literal|lambda(_expression|_literal)?|closure_expression|method(_declaration|_definition)?|class\w*|declaration_list)$/;

/** A node and those it lies in, the innermost first. */
export function* upFrom(node: Node): Generator<Node> {
  for (let one: Node | null = node; one; one = one.parent) yield one;
}
