import type { Node } from '../syntax/treeSitter.ts';
import { named, SCOPE, upFrom } from './tree.ts';

const COMPARISON = /binary|comparison|call|invocation|instanceof|is_expression|is_pattern|let_condition/;

/** What a comparison is not looked for beyond. */
const BOUNDARY = /block|declaration$|statement$/;

/** The expression that compares something with a literal: `event.type == "x"`, `"x".equals(event.getType())`. */
export function comparisonOf(literal: Node): Node | undefined {
  for (const node of upFrom(literal)) {
    if (SCOPE.test(node.type) || BOUNDARY.test(node.type)) return undefined;
    if (node.id !== literal.id && COMPARISON.test(node.type) && !isConversion(node)) return node;
  }
  return undefined;
}

/** Go's `string(stripe.EventTypeInvoicePaid)`. */
function isConversion(node: Node): boolean {
  return /^string\(/.test(node.text) && named(node).length === 2;
}
