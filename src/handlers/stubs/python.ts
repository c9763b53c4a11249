import type { Node } from '../syntax/treeSitter.ts';
import { climb, holders, insertion, type Insertion, type StubRequest } from './request.ts';
import { quoteLike, Style, todo } from './style.ts';

const COMMENT = /^[ \t]*(#.*)?$/;

/** A new `case`, dictionary entry or `elif` for Python. */
export function pythonStub(request: StubRequest): Insertion | undefined {
  const patterns = ['case_pattern', 'union_pattern', 'dict_pattern', 'case_clause', 'block'];
  const best = [
    ...holders(request, 'case', (literal) => climb(literal, 'match_statement', patterns)).map((holder) => ({
      ...holder,
      write: newCase,
    })),
    ...holders(request, 'map-key', (literal) => climb(literal, 'dictionary', ['pair'])).map((holder) => ({
      ...holder,
      write: newEntry,
    })),
    ...holders(request, 'comparison', chainOf).map((holder) => ({ ...holder, write: newBranch })),
  ].sort((a, b) => b.literals.length - a.literals.length);
  for (const { node, literals, write } of best) {
    const stub = write(request, node, literals);
    if (stub) return stub;
  }
  return undefined;
}

function newCase(request: StubRequest, node: Node, literals: readonly Node[]): Insertion | undefined {
  const style = new Style(request.text);
  const clauses = node.descendantsOfType('case_clause').filter((clause) => clause !== null);
  const sample = clauses.findLast((clause) => literals.some((literal) => within(clause, literal)));
  const literalSample = literals.find((literal) => sample && within(sample, literal));
  const pattern = sample && named(sample).find((child) => child.type === 'case_pattern');
  const block = sample?.childForFieldName('consequence');
  if (!sample || !literalSample || !pattern || !block) return undefined;
  const literal = quoteLike(literalSample, request.eventType);
  // `case {"type": "x"}` keeps its shape; of `"x" | "y"` the new one takes the place of all.
  const shape = pattern.namedChild(0)?.type === 'dict_pattern' ? pattern.text : literalSample.text;
  const indent = style.indentAt(sample.startIndex);
  const subject = node.childForFieldName('subject')?.text ?? '';
  const newText = clause(style, indent, style.unit(sample, block), {
    head: `case ${shape.replace(literalSample.text, literal)}:`,
    note: todo(request.eventType, objectOf(subject) ?? (subject && `${subject}["data"]["object"]`)),
  });
  return insertion(style.afterLineComment(block.endIndex, COMMENT), newText, literal);
}

function newBranch(request: StubRequest, last: Node, literals: readonly Node[]): Insertion | undefined {
  const style = new Style(request.text);
  const block = last.childForFieldName('consequence');
  const sample = literals.at(-1);
  const [left, right] = sample?.parent ? named(sample.parent) : [];
  if (!block || !sample || !left || !right) return undefined;
  const subject = (left.id === sample.id ? right : left).text;
  const literal = quoteLike(sample, request.eventType);
  const indent = style.indentAt(last.startIndex);
  const newText = clause(style, indent, style.unit(last, block), {
    head: `elif ${subject} == ${literal}:`,
    note: todo(request.eventType, objectOf(subject)),
  });
  return insertion(style.afterLineComment(block.endIndex, COMMENT), newText, literal);
}

function newEntry(request: StubRequest, _dictionary: Node, literals: readonly Node[]): Insertion | undefined {
  const style = new Style(request.text);
  const sample = literals.at(-1);
  const last = sample?.parent;
  if (!sample || last?.type !== 'pair') return undefined;
  const literal = quoteLike(sample, request.eventType);
  const multiline = style.startsLine(last);
  const indent = style.indentAt(last.startIndex);
  const entry = `${literal}: lambda event: None`;
  const note = multiline ? `  # ${todo(request.eventType, undefined)}` : '';
  const gap = multiline ? style.eol + indent : ' ';
  const comma = /^[ \t]*,/.exec(request.text.slice(last.endIndex))?.[0];
  if (comma === undefined) return insertion(last.endIndex, `,${gap}${entry}`, literal);
  const end = last.endIndex + comma.length;
  return insertion(multiline ? style.afterLineComment(end, COMMENT) : end, `${gap}${entry},${note}`, literal);
}

function clause(
  style: Style,
  indent: string,
  unit: string,
  { head, note }: { readonly head: string; readonly note: string },
): string {
  return ['', `${indent}${head}`, `${indent}${unit}# ${note}`, `${indent}${unit}pass`].join(style.eol);
}

/** The last `if` or `elif` of the chain that a comparison decides on. */
function chainOf(literal: Node): Node | undefined {
  const comparison = literal.parent;
  if (comparison?.type !== 'comparison_operator' || !/ *== */.test(comparison.text)) return undefined;
  const wrappers = ['comparison_operator', 'boolean_operator', 'parenthesized_expression', 'elif_clause'];
  const head = climb(literal, 'if_statement', wrappers);
  return head && (named(head).findLast((child) => child.type === 'elif_clause') ?? head);
}

/** Where the object of an event is, said as the code says the type: `event["data"]["object"]` for `event["type"]`. */
function objectOf(subject: string): string | undefined {
  const [, event, access] = /^(.+?)(\.type|\[(["'])type\3\]|\.get\((["'])type\4\))$/.exec(subject) ?? [];
  if (event === undefined || access === undefined) return undefined;
  if (access === '.type') return `${event}.data.object`;
  const quote = access.includes("'") ? "'" : '"';
  return `${event}[${quote}data${quote}][${quote}object${quote}]`;
}

function within(outer: Node, inner: Node): boolean {
  return outer.startIndex <= inner.startIndex && inner.endIndex <= outer.endIndex;
}

function named(node: Node): readonly Node[] {
  return node.namedChildren.filter((child) => child !== null);
}
