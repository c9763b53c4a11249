import type { Node } from '../syntax/treeSitter.ts';
import { givesPromise } from './functions.ts';
import { climb, holders, insertion, type Insertion, type StubRequest } from './request.ts';
import { quoteLike, Style, todo } from './style.ts';

const COMMENT = /^[ \t]*(\/\/.*|\/\*.*\*\/[ \t]*)?$/;
/** The expression whose type is compared, e.g. `event` of `event.type` or `event["type"]`. */
const EVENT_OF = /^(.+?)\??(?:\.type|\[['"]type['"]\])$/s;
const WRAPPERS = ['parenthesized_expression', 'as_expression', 'satisfies_expression', 'non_null_expression'];

/** A new `case`, map entry or `else if` for TypeScript and JavaScript. */
export function ecmascriptStub(request: StubRequest): Insertion | undefined {
  const cases = holders(request, 'case', (literal) =>
    climb(literal, 'switch_statement', ['switch_case', 'switch_body', ...WRAPPERS]),
  );
  const maps = holders(request, 'map-key', (literal) =>
    climb(literal, 'object', ['pair', 'method_definition', 'computed_property_name', ...WRAPPERS]),
  );
  const chains = holders(request, 'comparison', chainOf);
  const best = [
    ...cases.map((holder) => ({ ...holder, write: newCase })),
    ...maps.map((holder) => ({ ...holder, write: newEntry })),
    ...chains.map((holder) => ({ ...holder, write: newBranch })),
  ].sort((a, b) => b.literals.length - a.literals.length);
  for (const { node, literals, write } of best) {
    const stub = write(request, node, literals);
    if (stub) return stub;
  }
  return undefined;
}

/** The first case of a switch over an event's type that has none yet. */
export function emptySwitchStub(request: StubRequest): Insertion | undefined {
  const empty = emptySwitch(request.root);
  return empty && newCase(request, empty, []);
}

/** A switch over an event's type that has no case for one yet. */
function emptySwitch(root: Node): Node | undefined {
  return root
    .descendantsOfType('switch_statement')
    .find((node) =>
      /\b(event|evt|stripeEvent)\??\.type\)$/.test(node?.childForFieldName('value')?.text ?? ''),
    ) as Node | undefined;
}

function newCase(request: StubRequest, node: Node, literals: readonly Node[]): Insertion | undefined {
  const body = node.childForFieldName('body');
  if (!body) return undefined;
  const style = new Style(request.text, 'typescript');
  const clauses = named(body).filter((child) => /^switch_(case|default)$/.test(child.type));
  const fallback = clauses.findIndex((child) => child.type === 'switch_default');
  // A clause that falls through would fall into the new one: only after one that ends is there room.
  const before = clauses.slice(0, fallback < 0 ? undefined : fallback).findLast(ends);
  const sample = before ?? clauses[0];
  const indent =
    sample && style.startsLine(sample)
      ? style.indentAt(sample.startIndex)
      : style.indentAt(node.startIndex) + style.unit(node, undefined);
  const unit = sample ? style.unit(sample, statements(sample)[0]) : style.unit(node, undefined);
  const literal = quoteLike(literals.at(-1), request.eventType);
  const braces = sample !== undefined && bodyOf(sample)[0]?.type === 'statement_block';
  const event = EVENT_OF.exec(inner(node.childForFieldName('value'))?.text ?? '')?.[1];
  const end = terminator(clauses, request.text, event);
  const lines = [
    `${indent}case ${literal}:${braces ? ' {' : ''}`,
    `${indent}${unit}// ${todo(request.eventType, event && `${event}.data.object`)}`,
    `${indent}${unit}${end}`,
    ...(braces ? [`${indent}}`] : []),
  ];
  const offset = style.afterLineComment(before?.endIndex ?? body.startIndex + 1, COMMENT);
  // In a body on one line, what follows goes on a line of its own.
  const rest = request.text.slice(offset).split('\n', 1)[0]?.trim() ?? '';
  const newText = style.eol + lines.join(style.eol) + (rest === '' ? '' : style.eol + indent);
  return insertion(offset, newText, literal);
}

/** The statements of a clause, those in its own braces included. */
function statements(clause: Node): readonly Node[] {
  return bodyOf(clause).flatMap((statement) =>
    statement.type === 'statement_block' ? named(statement) : [statement],
  );
}

function bodyOf(clause: Node): readonly Node[] {
  const value = clause.childForFieldName('value');
  return named(clause).filter((child) => child.id !== value?.id && child.type !== 'comment');
}

function ends(clause: Node): boolean {
  const last = statements(clause).findLast((statement) => statement.type !== 'comment');
  return /^(break|return|throw|continue)_statement$/.test(last?.type ?? '');
}

/** How the new case ends: as the others do, when that does not depend on what they handle. */
function terminator(clauses: readonly Node[], text: string, event: string | undefined): string {
  const ends = clauses
    .filter((clause) => clause.type === 'switch_case')
    .map((clause) => statements(clause).findLast((statement) => statement.type !== 'comment')?.text ?? '');
  const returned = ends.filter((statement) => statement.startsWith('return'));
  const [sample = ''] = returned;
  const alike = returned.length === ends.length && returned.every((statement) => statement === sample);
  if (alike && sample !== '' && !(event !== undefined && sample.includes(event))) return sample;
  const semicolon = ends.some((statement) => statement !== '')
    ? ends.some((statement) => statement.endsWith(';'))
    : /;\r?$/m.test(text);
  return semicolon ? 'break;' : 'break';
}

function newEntry(request: StubRequest, object: Node, literals: readonly Node[]): Insertion | undefined {
  const style = new Style(request.text, 'typescript');
  const entries = literals.map((literal) =>
    literal.parent?.type === 'computed_property_name' ? literal.parent.parent : literal.parent,
  );
  const last = entries.at(-1);
  if (!last) return undefined;
  const literal = quoteLike(literals.at(-1), request.eventType);
  const multiline = style.startsLine(last);
  const indent = style.indentAt(last.startIndex);
  const unit = style.unit(object, last);
  const open = opening(
    entries.filter((entry) => entry !== null),
    literal,
  );
  const note = todo(request.eventType, open.event && `${open.event}.data.object`);
  const entry = multiline
    ? [`${open.text} {`, `${indent}${unit}// ${note}`, `${indent}}`].join(style.eol)
    : `${open.text} { /* ${note} */ }`;
  const comma = /^\s*,/.exec(request.text.slice(last.endIndex))?.[0];
  const gap = multiline ? style.eol + indent : ' ';
  if (comma === undefined) return insertion(last.endIndex, `,${gap}${entry}`, literal);
  const offset = multiline
    ? style.afterLineComment(last.endIndex + comma.length, COMMENT)
    : last.endIndex + comma.length;
  return insertion(offset, `${gap}${entry},`, literal);
}

/** The head of a new map entry, like that of an entry with a function of its own. */
function opening(
  entries: readonly Node[],
  literal: string,
): { readonly text: string; readonly event: string | undefined } {
  for (const entry of [...entries].reverse()) {
    const method = entry.type === 'method_definition';
    const code = method ? entry : entry.childForFieldName('value');
    const isAsync = code && (code.text.startsWith('async') || givesPromise(code)) ? 'async ' : '';
    const parameters = code?.childForFieldName('parameters') ?? code?.childForFieldName('parameter');
    if (!parameters) continue;
    // Types of one event's own do not fit another.
    const text = parameters.text.replace(/: *Stripe\.(?!Event\b)[\w.]*Event\b/g, '');
    const event = /^\(?\s*([\w$]+)/.exec(text)?.[1];
    return method
      ? { text: `${isAsync}${literal}${text}`, event }
      : { text: `${literal}: ${isAsync}${text} =>`, event };
  }
  return { text: `${literal}: async (event) =>`, event: 'event' };
}

/** The last `if` of the chain that a comparison decides on: `if (type === 'x') {} else if (type === 'y') {}`. */
function chainOf(literal: Node): Node | undefined {
  const comparison = literal.parent;
  if (!/^={2,3}$/.test(comparison?.childForFieldName('operator')?.text ?? '')) return undefined;
  let last = climb(literal, 'if_statement', ['binary_expression', ...WRAPPERS]);
  for (let next = last; next; next = nextIf(next)) last = next;
  return last;
}

function nextIf(node: Node): Node | undefined {
  const clause = node.childForFieldName('alternative');
  return clause ? named(clause).find((child) => child.type === 'if_statement') : undefined;
}

function newBranch(request: StubRequest, last: Node, literals: readonly Node[]): Insertion | undefined {
  const style = new Style(request.text, 'typescript');
  const block = last.childForFieldName('consequence');
  const sample = literals.at(-1);
  const comparison = sample?.parent;
  const left = comparison?.childForFieldName('left');
  const right = comparison?.childForFieldName('right');
  if (block?.type !== 'statement_block' || !sample || !comparison || !left || !right) return undefined;
  const subject = left.id === sample.id ? right : left;
  const literal = quoteLike(sample, request.eventType);
  const operator = comparison.childForFieldName('operator')?.text ?? '===';
  const indent = style.indentAt(last.startIndex);
  const unit = style.unit(last, named(block)[0]);
  const event = EVENT_OF.exec(subject.text)?.[1];
  // Some write `else` on a line of its own.
  const gap = /\}(\s*)else if\b/.exec(request.text)?.[1] ?? ' ';
  const newText = [
    `${gap}else if (${subject.text} ${operator} ${literal}) {`,
    `${indent}${unit}// ${todo(request.eventType, event && `${event}.data.object`)}`,
    `${indent}}`,
  ].join(style.eol);
  return insertion(block.endIndex, newText, literal);
}

function inner(node: Node | null): Node | null {
  return node?.type === 'parenthesized_expression' ? node.namedChild(0) : node;
}

function named(node: Node): readonly Node[] {
  return node.namedChildren.filter((child) => child !== null);
}
