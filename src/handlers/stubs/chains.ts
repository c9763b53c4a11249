import type { Handler } from '../handler.ts';
import type { Node } from '../syntax/treeSitter.ts';
import { comparisonOf } from './comparisons.ts';
import { nameLike, spelling } from './literals.ts';
import { commentMark } from './marks.ts';
import { insertion, literalOf, type Insertion, type StubRequest } from './request.ts';
import { noteOf, Style } from './style.ts';
import { named, replaced, SCOPE, substitute, upFrom, within } from './tree.ts';

/** How a language writes `if (type == "x") {} else if (type == "y") {}`. */
interface IfForm {
  /** Node types of an `if`, and of an `else if` where that is a node of its own. */
  readonly nodes: readonly string[];
  /** What an `else if` starts with; none where the language has none. */
  readonly elseIf?: string;
  readonly open: (condition: string) => string;
  /** What stands in a body that does nothing, beside a comment. */
  readonly nothing?: string;
  readonly close?: string;
  readonly equals: (subject: string, literal: string) => string;
  /** Nodes whose children are statements. */
  readonly holders: readonly string[];
}

const inParentheses = (condition: string): string => `(${condition}) {`;
const equality = (subject: string, literal: string): string => `${subject} == ${literal}`;
const identity = (subject: string, literal: string): string => `${subject} === ${literal}`;
const braces = { nodes: ['if_statement'], elseIf: 'else if', close: '}', equals: equality } as const;

const forms: Readonly<Record<string, IfForm>> = {
  typescript: {
    ...braces,
    open: inParentheses,
    equals: identity,
    holders: ['program', 'statement_block', 'switch_case', 'switch_default'],
  },
  go: { ...braces, open: (condition) => `${condition} {`, holders: ['statement_list', 'block'] },
  java: {
    ...braces,
    open: inParentheses,
    equals: (subject, literal) => `${literal}.equals(${subject})`,
    holders: ['block', 'constructor_body', 'switch_block_statement_group'],
  },
  csharp: { ...braces, open: inParentheses, holders: ['block', 'switch_section'] },
  kotlin: {
    ...braces,
    nodes: ['if_expression'],
    open: inParentheses,
    holders: ['block', 'source_file', 'lambda_literal'],
  },
  rust: { ...braces, nodes: ['if_expression'], open: (condition) => `${condition} {`, holders: ['block'] },
  php: {
    ...braces,
    nodes: ['if_statement', 'else_if_clause'],
    elseIf: 'elseif',
    open: inParentheses,
    equals: identity,
    holders: ['program', 'compound_statement', 'case_statement'],
  },
  ruby: {
    nodes: ['if', 'elsif'],
    elseIf: 'elsif',
    open: (condition) => condition,
    close: 'end',
    equals: equality,
    holders: ['program', 'body_statement', 'then', 'block_body', 'else', 'begin'],
  },
  python: {
    nodes: ['if_statement', 'elif_clause'],
    elseIf: 'elif',
    open: (condition) => `${condition}:`,
    nothing: 'pass',
    equals: equality,
    holders: ['module', 'block'],
  },
  elixir: {
    nodes: [],
    open: (condition) => `${condition} do`,
    nothing: ':ok',
    close: 'end',
    equals: equality,
    holders: ['source', 'do_block', 'else_block', 'body'],
  },
};

/** Said of what is no event's type, or by a condition that turns away. */
const NEGATION = /!=|(?<!\w)!(?=[\w(["'])|\bnot\b|^unless\b|!in\b/;
/** An expression that says an event's type. */
const SUBJECT = /^&?[\w$@]+([\w$@.:?!]|->|\(\)|\[:?["']?\w+["']?\])*$/;
const NAMES_TYPE = /(type_?|topic|kind|type\(\)|type["']?\])$/i;

/** What stands among statements and is none. */
const PART = /clause$|_entry$|_arm$|_label$|pattern/;

/** A new `else if` at the end of the chain that a test of an event's type is part of, else an `if` of its own before it. */
export function chainStub(
  language: string,
  request: StubRequest,
  handlers: readonly Handler[],
): Insertion | undefined {
  const form = forms[language];
  if (!form) return undefined;
  for (const branch of [elseIf, ownIf])
    for (const handler of handlers.toReversed()) {
      const literal = literalOf(request, handler);
      const test = literal && testLike(language, request, handler, literal, form);
      const stub = test && branch(language, request, test, form);
      if (stub) return stub;
    }
  return undefined;
}

/** A condition for the new type, made from one that a handler stands in. */
interface Test {
  readonly literal: Node;
  readonly condition: string;
  readonly name: string;
}

function testLike(
  language: string,
  request: StubRequest,
  handler: Handler,
  literal: Node,
  form: IfForm,
): Test | undefined {
  const comparison = comparisonOf(literal);
  if (handler.form === 'comparison' || handler.form === 'name') {
    const name = comparison && nameLike(language, request, handler, literal, comparison);
    if (!comparison || !name) return undefined;
    const condition = substitute(request.text, comparison, [replaced(name.node, name.by)]);
    return { literal, condition: condition.replace(/ !=(=?) /, ' ==$1 ').replace(/^!/, ''), name: name.by };
  }
  const path = language === 'rust' ? pathBefore(request.text, literal) : '';
  const name = spelling(language, request.eventType, handler, path + literal.text);
  if (name === undefined) return undefined;
  for (const place of testedAt(request, literal)) {
    const statement = statementOf(place, form);
    const subject = statement && subjectIn(statement, place);
    if (subject !== undefined) return { literal: place, condition: form.equals(subject, name), name };
  }
  return undefined;
}

/** The path that Rust's macros, whose inside is not parsed, leave apart from its last name. */
function pathBefore(text: string, literal: Node): string {
  return /(?:\w+::)*$/.exec(text.slice(0, literal.startIndex))?.[0] ?? '';
}

/** Of `event.type_` in a macro the part before the last name. */
function ownerBefore({ parent, startIndex }: Node): string {
  if (parent?.type !== 'token_tree') return '';
  return /(?:\w+\s*\.\s*)*$/.exec(parent.text.slice(0, startIndex - parent.startIndex))?.[0] ?? '';
}

/** What a statement says to be an event's type, beside the types that it tests for. */
function subjectIn(statement: Node, literal: Node): string | undefined {
  const waiting = [statement];
  for (let node = waiting.shift(); node; node = waiting.shift()) {
    const { text } = node;
    if (!within(node, literal) && SUBJECT.test(text) && NAMES_TYPE.test(text))
      return ownerBefore(node) + text.replace(/^&/, '');
    waiting.push(...named(node).filter(({ type }) => !PART.test(type)));
  }
  return undefined;
}

function elseIf(
  language: string,
  { text, eventType }: StubRequest,
  { literal, condition, name }: Test,
  form: IfForm,
): Insertion | undefined {
  const head = ifOf(literal, form);
  if (!head || form.elseIf === undefined) return undefined;
  const said = head.childForFieldName('condition')?.text ?? '';
  if (NEGATION.test(said)) return undefined;
  const last = lastOf(head, form);
  const body = bodyOf(last);
  const written = body?.text.trimEnd() ?? '';
  if (!body || written === '' || (form.close === '}' && !written.startsWith('{'))) return undefined;
  const style = new Style(text, language);
  const indent = style.indentAt(head.startIndex);
  const inner = indent + style.unit(head, named(body)[0]);
  const mark = commentMark(language);
  const wanted = `${form.elseIf} ${form.open(condition)}`;
  const note = noteOf(mark, eventType)(objectIn(language, condition));
  const end = body.startIndex + written.length;
  if (form.close !== '}') {
    const { offset, rest } = style.nextLine(end, mark);
    const lines = ['', indent + wanted, inner + note];
    if (form.nothing !== undefined) lines.push(inner + form.nothing);
    return insertion(offset, lines.join(style.eol) + rest, name);
  }
  // Some write braces on lines of their own.
  const lines = style.startsLine(body)
    ? ['', indent + wanted.slice(0, -2), `${indent}{`, inner + note, `${indent}}`]
    : [` ${wanted}`, inner + note, `${indent}}`];
  return insertion(end, lines.join(style.eol), name);
}

/** Braces are on lines of their own where they are in the rest of the text. */
function opened(head: string, indent: string, text: string): readonly string[] {
  return head.endsWith('{') && /^[ \t]*\{[ \t]*\r?$/m.test(text)
    ? [head.slice(0, -1).trimEnd(), `${indent}{`]
    : [head];
}

/** Before the statement, which may leave the code or be what it gives. */
function ownIf(
  language: string,
  { text, eventType }: StubRequest,
  { literal, condition, name }: Test,
  form: IfForm,
): Insertion | undefined {
  const statement = statementOf(literal, form);
  if (!statement || /^return\b(?!.*( \? |\b(if|unless)\b))/s.test(statement.text)) return undefined;
  const style = new Style(text, language);
  let first = statement;
  // Without braces an `if` starts its line.
  while (form.close === undefined && !style.startsLine(first) && first.previousNamedSibling)
    first = first.previousNamedSibling;
  const indent = style.indentAt(first.startIndex);
  const inner = indent + style.unit(first, undefined);
  const lines = [
    ...opened(`if ${form.open(condition)}`, indent, text),
    `${inner}${noteOf(commentMark(language), eventType)(objectIn(language, condition))}`,
    ...(form.nothing === undefined ? [] : [inner + form.nothing]),
    ...(form.close === undefined ? [] : [indent + form.close]),
    indent,
  ];
  return insertion(first.startIndex, lines.join(style.eol), name);
}

/** Where the object of an event is whose type a condition compares, in languages that reach it by the same path. */
function objectIn(language: string, condition: string): string | undefined {
  if (language !== 'typescript' && language !== 'python') return undefined;
  const [, event, access] = /^(\w[\w$.?]*?)(\??\.type|\[["']type["']\])(?= ={2,3} )/.exec(condition) ?? [];
  if (event === undefined || access === undefined) return undefined;
  return (
    event +
    (access.includes('[')
      ? access.replace('type', 'data') + access.replace('type', 'object')
      : '.data.object')
  );
}

/** The `if` whose condition a literal stands in. */
function ifOf(literal: Node, form: IfForm): Node | undefined {
  const head = [...upFrom(literal)].find((node) => form.nodes.includes(node.type));
  const condition = head?.childForFieldName('condition');
  return condition && within(condition, literal) ? head : undefined;
}

function lastOf(head: Node, form: IfForm): Node {
  let last = head;
  for (let next: Node | undefined = head; next; next = nextOf(next, form)) last = next;
  return last;
}

/** What follows on `else`, in the `if` itself or in a clause of its own. */
function nextOf(node: Node, form: IfForm): Node | undefined {
  const word = node.children.find((child) => child?.type === 'else');
  const after = node
    .childrenForFieldName('alternative')
    .flatMap((child) => (child ? [child, ...(child.type === 'else_clause' ? named(child) : [])] : []));
  const unnamed = word ? named(node).filter((child) => child.startIndex > word.startIndex) : [];
  return [...after, ...unnamed].findLast((child) => form.nodes.includes(child.type));
}

/** What is done where a condition holds. */
function bodyOf(node: Node): Node | undefined {
  const condition = node.childForFieldName('condition');
  return (
    node.childForFieldName('consequence') ??
    node.childForFieldName('body') ??
    named(node).find((child) => condition && child.startIndex >= condition.endIndex)
  );
}

/** The statement that a node lies in, in the same function. */
function statementOf(start: Node, { holders }: IfForm): Node | undefined {
  for (const node of upFrom(start)) {
    if (SCOPE.test(node.type) || /^(defp?|@)/.test(node.text)) return undefined;
    if (node.parent && holders.includes(node.parent.type) && !PART.test(node.type)) return node;
  }
  return undefined;
}

/** What a list of types is called that a literal stands in, where it has a name. */
function listNameOf(literal: Node): string | undefined {
  for (const node of upFrom(literal)) {
    const [, name] =
      /([$@]?[\w$]+)\s*(?::\s*[^=]+?)?\s*(?::?=|(?<=^@\w+)\s)\s*$/.exec(
        node.parent?.text.slice(0, node.startIndex - node.parent.startIndex) ?? '',
      ) ?? [];
    if (name !== undefined) return name;
    if (SCOPE.test(node.type)) return undefined;
  }
  return undefined;
}

/** Where a list that a literal stands in is used, else the literal: what is asked of the type is asked there. */
function testedAt({ root, text }: StubRequest, literal: Node): readonly Node[] {
  const name = listNameOf(literal);
  if (name === undefined) return [literal];
  const uses = text.matchAll(new RegExp(`${name.replace(/^\$/, '\\$')}\\b`, 'g'));
  return [...uses]
    .filter(({ index }) => index > literal.endIndex)
    .flatMap(({ index }) => root.descendantForIndex(index, index + name.length) ?? []);
}
