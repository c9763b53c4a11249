import type { Handler } from '../handler.ts';
import type { Node } from '../syntax/treeSitter.ts';
import { functionIn } from './functions.ts';
import { nameLike, type Named } from './literals.ts';
import { commentMark } from './marks.ts';
import { insertion, literalOf, type Insertion, type StubRequest } from './request.ts';
import { noteOf, Style } from './style.ts';
import { lastAfter, named, replaced, SCOPE, substitute, upFrom, within, type Change } from './tree.ts';
import { valueLike } from './values.ts';

const CALL =
  /^(call|call_expression|invocation_expression|method_invocation|member_call_expression|scoped_call_expression|assignment|assignment_expression|assignment_statement)$/;
/** What a call is not looked for beyond. */
const BOUNDARY = /block|(?<!assignment_)statement$/;
const RECEIVERS =
  /^(member_expression|member_access_expression|navigation_expression|selector_expression|field_expression|attribute)$/;

/** A call or an assignment that registers a handler: `handlers.put("x", f)`, `on("x") { … }`, `handlers["x"] = f`. */
interface Registration {
  readonly handler: Handler;
  readonly literal: Node;
  readonly node: Node;
  readonly value: Node;
}

/** One more call, or assignment, like the last that registers a handler; in a chain of calls one more link. */
export function callStub(
  language: string,
  request: StubRequest,
  handlers: readonly Handler[],
): Insertion | undefined {
  const found = handlers.flatMap((handler) => registrationOf(request, handler) ?? []);
  for (const last of found.toReversed()) {
    const alike = found.filter((one) => headOf(request.text, one) === headOf(request.text, last));
    // One that holds a function shows better than a reference how a function has to look.
    const sample = alike.findLast(({ value }) => functionIn(language, value)) ?? last;
    const stub = write(language, request, last, sample) ?? write(language, request, last, last);
    if (stub) return stub;
  }
  return undefined;
}

/** What stands before the type: `hooks.on(`, without what a chain of calls starts with. */
function headOf(text: string, { node, literal }: Registration): string {
  return text.slice(linkedTo(node)?.endIndex ?? node.startIndex, literal.startIndex).trim();
}

function registrationOf(request: StubRequest, handler: Handler): Registration | undefined {
  const literal = literalOf(request, handler);
  if (!literal) return undefined;
  for (const node of upFrom(literal)) {
    if (SCOPE.test(node.type) || BOUNDARY.test(node.type)) return undefined;
    if (!CALL.test(node.type)) continue;
    const value = valueIn(node, literal);
    if (value) return { handler, literal, node, value };
  }
  return undefined;
}

/** The last thing a call is given, or what is assigned, behind the type. */
function valueIn(call: Node, literal: Node): Node | undefined {
  const value = lastAfter(literal, call);
  return value && /^(arguments|argument_list|value_arguments)$/.test(value.type)
    ? named(value).at(-1)
    : value;
}

function write(
  language: string,
  request: StubRequest,
  { node }: Registration,
  sample: Registration,
): Insertion | undefined {
  const { text, eventType } = request;
  const { handler, value } = sample;
  const name = nameLike(language, request, handler, sample.literal, sample.node);
  if (!name) return undefined;
  const style = new Style(text, language);
  const receiver = linkedTo(node);
  const start = receiver?.endIndex ?? node.startIndex;
  const gapBefore = /^\s*/.exec(text.slice(start))?.[0] ?? '';
  const isOnOwnLine = receiver ? gapBefore.includes('\n') : style.startsLine(statementOf(node));
  const indent = style.indentAt(start + gapBefore.length);
  const mark = commentMark(language);
  const note = noteOf(mark, eventType);
  const space = { style, indent, unit: style.unit(node, undefined), note: isOnOwnLine ? note : undefined };
  const made = valueLike(language, request, { value, eventType: handler.eventType }, space);
  if (!made) return undefined;
  const startIndex = linkedTo(sample.node)?.endIndex ?? sample.node.startIndex;
  const copy = substitute(text, { startIndex, endIndex: sample.node.endIndex }, [
    typesIn(name, value),
    replaced(value, made.text),
  ]);
  if (receiver) return insertion(node.endIndex, copy, name.by);
  const written = /^\s*;/.exec(text.slice(node.endIndex))?.[0] ?? '';
  const { offset, rest } = style.nextLine(node.endIndex + written.length, mark);
  const lines = [...(made.holdsNote ? [] : [indent + note()]), indent + copy + written.trim()];
  const isSpaced = isOnOwnLine && style.newLinesBefore(statementOf(node).startIndex) > 1;
  const gap = made.text.includes('\n') && isSpaced ? style.eol : '';
  return insertion(offset, gap + style.eol + lines.join(style.eol) + rest, name.by);
}

/** The new type in place of a list, or of all types that stand before the handler one after the other. */
function typesIn({ node, by }: Named, value: Node): Change {
  let end = node;
  for (let next = node.nextNamedSibling; next && next.id !== value.id; next = next.nextNamedSibling)
    if (next.type === node.type && within(node.parent ?? node, next)) end = next;
  return { startIndex: node.startIndex, endIndex: end.endIndex, by };
}

/** What a call is one of several on, as in `builder.on("x", f).on("y", g).build()`. */
function linkedTo(call: Node): Node | undefined {
  const receiver = receiverOf(call);
  const isLink =
    receiver && (isReceiver(call) || (CALL.test(receiver.type) && methodOf(call) === methodOf(receiver)));
  return isLink ? receiver : undefined;
}

function methodOf(call: Node): string | undefined {
  const receiver = receiverOf(call);
  return receiver && /^\W*(\w+)/.exec(call.text.slice(receiver.endIndex - call.startIndex))?.[1];
}

/** What a method is called on. */
function receiverOf(call: Node): Node | undefined {
  const [callee] = named(call);
  if (callee && RECEIVERS.test(callee.type)) return callee.namedChild(0) ?? undefined;
  return call.childForFieldName('object') ?? call.childForFieldName('receiver') ?? undefined;
}

/** Whether a method is called on what a call gives. */
function isReceiver({ parent, startIndex }: Node): boolean {
  if (!parent) return false;
  const outer = RECEIVERS.test(parent.type) ? parent.parent : parent;
  return outer !== null && CALL.test(outer.type) && receiverOf(outer)?.startIndex === startIndex;
}

/** What a call stands in that starts where it does, or with `await` before it. */
function statementOf(node: Node): Node {
  return node.parent && /^(expression_statement|await_expression)$/.test(node.parent.type)
    ? statementOf(node.parent)
    : node;
}
