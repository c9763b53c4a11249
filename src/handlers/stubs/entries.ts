import type { Handler } from '../handler.ts';
import type { Node } from '../syntax/treeSitter.ts';
import { functionIn } from './functions.ts';
import { nameLike } from './literals.ts';
import { commentMark } from './marks.ts';
import { insertion, literalOf, type Insertion, type StubRequest } from './request.ts';
import { noteOf, Style } from './style.ts';
import { lastAfter, named, replaced, substitute, upFrom } from './tree.ts';
import { valueLike } from './values.ts';

/** One of several things with commas between them that maps an event type to what handles it. */
interface Entry {
  readonly handler: Handler;
  readonly literal: Node;
  /** What is copied for the new type. */
  readonly startIndex: number;
  readonly endIndex: number;
  readonly node: Node;
  readonly value: Node;
}

/** Node types of an entry and of what it must lie in. */
type EntryForm = readonly [entry: string, holder: string];

/** The members of a route table: `{ event: 'x', handler: f }`. */
const ROUTE_HANDLER = /^(handler?|handleEvent|handle|listener|callback|run|process|execute|func|fn)$/i;

const forms: Readonly<Record<string, readonly EntryForm[]>> = {
  typescript: [
    ['array', 'array'],
    ['object', 'array'],
  ],
  python: [['dictionary', 'list']],
  php: [['array_element_initializer', 'array_creation_expression']],
  ruby: [['pair', 'hash']],
  go: [
    ['keyed_element', 'literal_value'],
    ['literal_element', 'literal_value'],
  ],
  java: [['method_invocation', 'argument_list']],
  kotlin: [['value_argument', 'value_arguments']],
  csharp: [
    ['assignment_expression', 'initializer_expression'],
    ['initializer_expression', 'initializer_expression'],
  ],
  rust: [
    ['tuple_expression', 'array_expression'],
    ['struct_expression', 'array_expression'],
  ],
  elixir: [['binary_operator', 'map_content']],
};

/** A new entry behind the last one that handles an event type. */
export function entryStub(
  language: string,
  request: StubRequest,
  handlers: readonly Handler[],
): Insertion | undefined {
  const lists = new Map<number, Entry[]>();
  for (const handler of handlers) {
    const entry = entryOf(language, request, handler);
    const list = entry?.node.parent?.id;
    if (entry && list !== undefined) lists.set(list, [...(lists.get(list) ?? []), entry]);
  }
  for (const entries of [...lists.values()].sort((a, b) => b.length - a.length)) {
    const last = entries.at(-1);
    // One that holds a function shows better than a reference how a function has to look.
    const sample = entries.findLast(({ value }) => functionIn(language, value)) ?? last;
    const stub = last && sample && write(language, request, last, sample);
    if (stub) return stub;
  }
  return undefined;
}

function entryOf(language: string, request: StubRequest, handler: Handler): Entry | undefined {
  const literal = literalOf(request, handler);
  if (!literal) return undefined;
  const pair = argumentPair(language, literal);
  if (pair) return { handler, literal, ...pair };
  for (const node of upFrom(literal)) {
    const isEntry = forms[language]?.some(
      ([entry, holder]) => node.type === entry && node.parent?.type === holder,
    );
    if (!isEntry) continue;
    const value = handler.form === 'property' ? routeHandler(node) : lastAfter(literal, node);
    if (value && isEntryCall(language, node))
      return { handler, literal, node, value, startIndex: node.startIndex, endIndex: node.endIndex };
  }
  return undefined;
}

/** `Map.of("x", f, "y", g)`, which takes ten pairs at most. */
function argumentPair(
  language: string,
  literal: Node,
): Pick<Entry, 'node' | 'value' | 'startIndex' | 'endIndex'> | undefined {
  const call = literal.parent?.parent;
  if (language !== 'java' || literal.parent?.type !== 'argument_list' || !call) return undefined;
  if (!/^(Immutable)?Map\s*\.\s*of\s*\(/.test(call.text)) return undefined;
  const pairs = named(literal.parent).filter(({ type }) => !type.includes('comment'));
  const value = pairs[pairs.findIndex(({ id }) => id === literal.id) + 1];
  return value && pairs.length < 20
    ? { node: literal, value, startIndex: literal.startIndex, endIndex: value.endIndex }
    : undefined;
}

/** Of Java's calls `Map.entry("x", f)` alone is an entry, of Kotlin's arguments `"x" to f`. */
function isEntryCall(language: string, node: Node): boolean {
  if (language === 'java') return /^(Map\s*\.\s*)?entry\s*\(/.test(node.text);
  return language !== 'kotlin' || node.namedChild(0)?.type === 'infix_expression';
}

function routeHandler(entry: Node): Node | undefined {
  for (const type of ['pair', 'method_definition', 'keyed_element', 'field_initializer'])
    for (const member of entry.descendantsOfType(type)) {
      const [key, value] = member ? named(member) : [];
      if (member && key && value && ROUTE_HANDLER.test(key.text))
        return type === 'method_definition' ? member : value;
    }
  return undefined;
}

function write(language: string, request: StubRequest, last: Entry, sample: Entry): Insertion | undefined {
  const { text, eventType } = request;
  const name = nameLike(language, request, sample.handler, sample.literal, sample.node);
  const style = new Style(text, language);
  const isOnOwnLine = style.startsLine(last.node);
  const indent = style.indentAt(last.startIndex);
  const mark = commentMark(language);
  const note = noteOf(mark, eventType);
  const space = {
    style,
    indent,
    unit: style.unit(last.node, undefined),
    note: isOnOwnLine ? note : undefined,
  };
  const value = valueLike(
    language,
    request,
    { value: sample.value, eventType: sample.handler.eventType },
    space,
  );
  if (!name || !value) return undefined;
  const entry = substitute(text, sample, [replaced(name.node, name.by), replaced(sample.value, value.text)]);
  const gap = isOnOwnLine
    ? `${style.eol}${indent}${value.holdsNote ? '' : `${note()}${style.eol}${indent}`}`
    : ' ';
  const comma = /^\s*,/.exec(text.slice(last.endIndex))?.[0];
  if (comma === undefined) return insertion(last.endIndex, `,${gap}${entry}`, name.by);
  const end = last.endIndex + comma.length;
  const rest = new RegExp(`^[ \\t]*(${mark}.*)?$`);
  return insertion(isOnOwnLine ? style.afterLineComment(end, rest) : end, `${gap}${entry},`, name.by);
}
