import type { Node } from '../syntax/treeSitter.ts';
import type { Place } from '../problem.ts';

/** Where a node stands. */
export function placeOf({ startPosition, endPosition }: Node): Place {
  return {
    line: startPosition.row,
    column: startPosition.column,
    endLine: endPosition.row,
    endColumn: endPosition.column,
  };
}

/** The innermost node at an index of the text. */
export function nodeAt(root: Node, index: number): Node | undefined {
  return root.descendantForIndex(index, index) ?? undefined;
}

/** Whether a node is code: neither a comment nor (part of) a string. */
export function isCode(node: Node): boolean {
  return !/comment|string|quoted_content|template_(string|chars)|heredoc/.test(node.type);
}

/** The largest expression that starts where a node does, short of the statement. */
export function expressionFrom(start: Node): Node {
  let node = start;
  for (let parent = node.parent; parent && parent.startIndex === node.startIndex; parent = parent.parent) {
    if (/statement|declarat|assignment|block|body|program|source|module|file|list$/.test(parent.type)) break;
    node = parent;
  }
  return node;
}
