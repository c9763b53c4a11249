import type { Handler } from '../handler.ts';
import type { Node } from '../syntax/treeSitter.ts';
import { bodyOf, emptied } from './functions.ts';
import { nameLike } from './literals.ts';
import { commentMark } from './marks.ts';
import { handlerName, respell } from './names.ts';
import { insertion, literalOf, type Insertion, type StubRequest } from './request.ts';
import { noteOf, Style } from './style.ts';
import { named, substitute, upFrom, within, replaced, type Change } from './tree.ts';

const METHOD =
  /^(method_definition|function_definition|method_declaration|function_declaration|method|function_item)$/;

/** A method or function that a decorator, its name or its first argument makes a handler. */
interface Member {
  readonly handler: Handler;
  readonly literal: Node;
  readonly method: Node;
  /** With its decorators. */
  readonly startIndex: number;
  readonly endIndex: number;
}

/** A method behind the last one that handles an event type, with its decorators and parameters. */
export function memberStub(
  language: string,
  request: StubRequest,
  handlers: readonly Handler[],
): Insertion | undefined {
  const last = handlers.flatMap((handler) => memberOf(language, request, handler) ?? []).at(-1);
  return last && write(language, request, last);
}

function memberOf(language: string, request: StubRequest, handler: Handler): Member | undefined {
  const literal = literalOf(request, handler);
  if (!literal) return undefined;
  for (const node of upFrom(literal)) {
    const method = methodAt(language, node);
    if (!method) {
      if (/body|block$|^(class|module|program)/.test(node.type)) return undefined;
      continue;
    }
    const body = bodyOf(method);
    if (body && within(body, literal)) return undefined;
    const whole = method.parent?.type === 'decorated_definition' ? method.parent : method;
    return { handler, literal, method, startIndex: startOf(node, whole), endIndex: whole.endIndex };
  }
  return undefined;
}

/** The method that a node is, or that it decorates. */
function methodAt(language: string, node: Node): Node | undefined {
  if (language === 'elixir') return node.type === 'call' && /^defp?\s/.test(node.text) ? node : undefined;
  if (METHOD.test(node.type)) return node;
  if (node.type === 'decorated_definition') {
    const definition = node.childForFieldName('definition');
    return definition && METHOD.test(definition.type) ? definition : undefined;
  }
  if (node.type !== 'decorator') return undefined;
  let next = node.nextNamedSibling;
  while (next && /^decorator$|comment/.test(next.type)) next = next.nextNamedSibling;
  return next && METHOD.test(next.type) ? next : undefined;
}

function startOf(node: Node, whole: Node): number {
  let first = node.startIndex < whole.startIndex ? node : whole;
  while (first.previousNamedSibling?.type === 'decorator') first = first.previousNamedSibling;
  return first.startIndex;
}

function write(language: string, request: StubRequest, member: Member): Insertion | undefined {
  const { text, eventType } = request;
  const { handler, literal, method } = member;
  const style = new Style(text, language);
  const indent = style.indentAt(member.startIndex);
  const mark = commentMark(language);
  const note = noteOf(mark, eventType);
  const [first] = named(bodyOf(method) ?? method);
  const space = { style, indent, unit: style.unit(method, first), note };
  const name = nameLike(language, request, handler, literal, member);
  const code = emptied(language, method, space);
  if (!name || !code) return undefined;
  const changes: Change[] = [replaced(name.node, name.by)];
  const own = method.childForFieldName('name');
  if (own && own.id !== name.node.id) {
    const by = handlerName(language, own.text, handler.eventType, eventType);
    if (new RegExp(`\\b${by}\\b`).test(text)) return undefined;
    changes.push(replaced(own, by));
  }
  const end = headEnd(method);
  const copied = substitute(text, { startIndex: member.startIndex, endIndex: end }, [
    ...changes,
    ...ofTheType(method, handler.eventType, eventType),
  ]);
  // Elixir warns of what a clause names and does not use.
  const isUnused = language === 'elixir' && !/\swhen\s/.test(method.text.split('\n', 1)[0] ?? '');
  const head = isUnused ? copied.replace(/(?<=[=,(] *)[a-z]\w*(?=[,)])/g, '_$&') : copied;
  const body = code.text.slice(end - method.startIndex);
  const lines = code.holdsNote ? [head + body] : [note(), indent + head + body];
  const gap = style.eol.repeat(newLinesBefore(language, style, member));
  const { offset, rest } = style.nextLine(member.endIndex, mark);
  return insertion(offset, gap + indent + lines.join(style.eol) + rest, name.by);
}

/** Where what an emptied method shares with its sample ends. */
function headEnd(method: Node): number {
  const parameters = method.childForFieldName('parameters') ?? method.childForFieldName('name');
  return parameters?.endIndex ?? headOfClause(method);
}

/** A clause of Elixir's functions ends its head before `do`. */
function headOfClause(method: Node): number {
  const args = named(method).find(({ type }) => type === 'arguments');
  return args?.namedChild(0)?.endIndex ?? method.startIndex;
}

/** Parameters whose type is that of the sample's event: `evt: Stripe.InvoicePaidEvent`. */
function ofTheType(method: Node, from: string, to: string): readonly Change[] {
  const parameters = method.childForFieldName('parameters');
  const by = parameters && respell(parameters.text, from, to);
  return parameters && by !== undefined && by !== null ? [replaced(parameters, by)] : [];
}

/** As many as there are before the sample; where that is the first of its kind, as many as are usual. */
function newLinesBefore(language: string, style: Style, { method, startIndex }: Member): number {
  if (!style.startsLine({ startIndex })) return 1;
  const before = style.newLinesBefore(startIndex);
  const whole = method.parent?.type === 'decorated_definition' ? method.parent : method;
  const isFirst =
    !whole.parent || named(whole.parent).find(({ type }) => type === whole.type)?.id === whole.id;
  if (before > 1 || !isFirst) return Math.min(before, 3);
  return language === 'python' && style.indentAt(startIndex) === '' ? 3 : 2;
}
