import type { Node } from '../syntax/treeSitter.ts';
import { insertion, literalOf, type Insertion, type StubRequest } from './request.ts';
import { Style, todo } from './style.ts';

/** How a language writes a chain of `if (type == "x") {} else if (type == "y") {}`. */
interface ChainForm {
  /** Node types of an `if`, and of an `else if` where that is a node of its own. */
  readonly nodes: readonly string[];
  readonly quote: '"' | "'";
  readonly body: 'consequence' | 'body';
  readonly elseIf: string;
  /** Whether the condition's parentheses are the `if`'s. */
  readonly inParentheses?: boolean;
  /** For a language without braces. */
  readonly comment?: '#';
}

const braces = { nodes: ['if_statement'], quote: '"', body: 'consequence', elseIf: 'else if' } as const;

const forms: Readonly<Record<string, ChainForm>> = {
  go: braces,
  java: braces,
  csharp: { ...braces, inParentheses: true },
  php: { nodes: ['if_statement', 'else_if_clause'], quote: "'", body: 'body', elseIf: 'elseif' },
  ruby: { nodes: ['if', 'elsif'], quote: "'", body: 'consequence', elseIf: 'elsif', comment: '#' },
};

/** A new `else if` at the end of the chain that a comparison with an event type is part of. */
export function chainStub(language: string, request: StubRequest): Insertion | undefined {
  const form = forms[language];
  if (!form) return undefined;
  const compared = request.handlers.filter((handler) => handler.form === 'comparison');
  for (const handler of compared.toReversed()) {
    const literal = literalOf(request, handler);
    const stub = literal && newBranch(request, literal, form);
    if (stub) return stub;
  }
  return undefined;
}

function newBranch(request: StubRequest, sample: Node, form: ChainForm): Insertion | undefined {
  const { text, eventType } = request;
  const head = ifOf(sample, form);
  const condition = head?.childForFieldName('condition');
  // Another condition beside the type would not fit the new one.
  if (!head || !condition || /&&|\|\||\b(and|or|not)\b/.test(condition.text)) return undefined;
  const last = lastOf(head, form);
  const body = last.childForFieldName(form.body);
  const written = body?.text.trimEnd() ?? '';
  if (!body || written === '' || (!form.comment && !written.startsWith('{'))) return undefined;
  const style = new Style(text);
  const indent = style.indentAt(head.startIndex);
  const [first] = body.namedChildren;
  const inner = indent + style.unit(head, first);
  const literal = `${form.quote}${eventType}${form.quote}`;
  const at = (index: number) => index - condition.startIndex;
  const bare =
    condition.text.slice(0, at(sample.startIndex)) + literal + condition.text.slice(at(sample.endIndex));
  const wanted = `${form.elseIf} ${form.inParentheses ? `(${bare})` : bare}`;
  const note = `${form.comment ?? '//'} ${todo(eventType, undefined)}`;
  const end = body.startIndex + written.length;
  if (form.comment) {
    const offset = style.afterLineComment(end, /^[ \t]*(#.*)?$/);
    return insertion(offset, ['', indent + wanted, inner + note].join(style.eol), literal);
  }
  // Some write braces on lines of their own.
  const isOnOwnLine = style.startsLine(body);
  const lines = isOnOwnLine
    ? ['', indent + wanted, `${indent}{`, inner + note, `${indent}}`]
    : [` ${wanted} {`, inner + note, `${indent}}`];
  return insertion(end, lines.join(style.eol), literal);
}

/** The `if` whose condition a literal stands in. */
function ifOf(literal: Node, form: ChainForm): Node | undefined {
  for (let node: Node | null = literal; node?.parent; node = node.parent) {
    const { parent }: Node = node;
    if (!form.nodes.includes(parent.type)) continue;
    return parent.childForFieldName('condition')?.id === node.id ? parent : undefined;
  }
  return undefined;
}

function lastOf(head: Node, form: ChainForm): Node {
  let last = head;
  for (let next: Node | undefined = head; next;) {
    last = next;
    next = next
      .childrenForFieldName('alternative')
      .findLast((node): node is Node => node !== null && form.nodes.includes(node.type));
  }
  return last;
}
