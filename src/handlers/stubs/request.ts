import type { Handler } from '../handler.ts';
import type { Node } from '../syntax/treeSitter.ts';

/** What a stub is to be written for. */
export interface StubRequest {
  readonly text: string;
  readonly root: Node;
  /** The handlers already in the text. */
  readonly handlers: readonly Handler[];
  readonly eventType: string;
}

/** Text to insert, and where in it the event type's literal starts. UTF-16 units. */
export interface Insertion {
  readonly offset: number;
  readonly newText: string;
  readonly literalAt: number;
}

/** An insertion whose literal is found by its text. */
export function insertion(offset: number, newText: string, literal: string): Insertion {
  return { offset, newText, literalAt: newText.indexOf(literal) };
}

/** The node of a handler's literal or constant. */
export function literalOf(
  { root }: StubRequest,
  { line, column, endLine, endColumn }: Handler,
): Node | undefined {
  return (
    root.namedDescendantForPosition({ row: line, column }, { row: endLine, column: endColumn }) ?? undefined
  );
}

/**
 * The nodes that hold the given forms of handlers, those with the most handlers first; `holderOf` climbs from a
 * handler's literal to what a new one is added to.
 */
export function holders(
  request: StubRequest,
  form: Handler['form'],
  holderOf: (literal: Node) => Node | undefined,
): readonly { readonly node: Node; readonly literals: readonly Node[] }[] {
  const found = new Map<number, { node: Node; literals: Node[] }>();
  for (const handler of request.handlers) {
    if (handler.form !== form) continue;
    const literal = literalOf(request, handler);
    const node = literal && holderOf(literal);
    if (!node) continue;
    const known = found.get(node.id) ?? { node, literals: [] };
    known.literals.push(literal);
    found.set(node.id, known);
  }
  return [...found.values()].sort((a, b) => b.literals.length - a.literals.length);
}

/** The nearest node of a type above another, going through nodes of the given types alone. */
export function climb(start: Node, type: string, through: readonly string[]): Node | undefined {
  for (let node = start.parent; node; node = node.parent) {
    if (node.type === type) return node;
    if (!through.includes(node.type)) return undefined;
  }
  return undefined;
}
