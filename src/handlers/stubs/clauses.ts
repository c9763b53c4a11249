import type { Node } from '../syntax/treeSitter.ts';
import { insertion, literalOf, type Insertion, type StubRequest } from './request.ts';
import { Style, todo } from './style.ts';

/** How a language writes one branch of a `switch`, `case`, `when` or `match` over event types. */
interface ClauseForm {
  /** The node type of a branch. */
  readonly node: string;
  readonly quote: '"' | "'";
  readonly head: (literal: string) => string;
  /** What closes a branch; a statement of its own where one would fall into the next. */
  readonly end?: string;
  readonly closesOnOwnIndent?: boolean;
  readonly comment: '//' | '#';
  /** Whether a constant could not stand beside a string, being of a type of its own. */
  readonly stringsOnly?: boolean;
  /** Whether a branch without an end falls into the next. */
  readonly fallsThrough?: boolean;
}

const colon = (literal: string) => `case ${literal}:`;

const forms: Readonly<Record<string, readonly ClauseForm[]>> = {
  go: [{ node: 'expression_case', quote: '"', head: colon, comment: '//' }],
  java: [
    {
      node: 'switch_block_statement_group',
      quote: '"',
      head: colon,
      end: 'break;',
      comment: '//',
      fallsThrough: true,
    },
    {
      node: 'switch_rule',
      quote: '"',
      head: (literal) => `case ${literal} -> {`,
      end: '}',
      closesOnOwnIndent: true,
      comment: '//',
    },
  ],
  csharp: [{ node: 'switch_section', quote: '"', head: colon, end: 'break;', comment: '//' }],
  php: [
    { node: 'case_statement', quote: "'", head: colon, end: 'break;', comment: '//', fallsThrough: true },
  ],
  ruby: [{ node: 'when', quote: "'", head: (literal) => `when ${literal}`, comment: '#' }],
  kotlin: [
    {
      node: 'when_entry',
      quote: '"',
      head: (literal) => `${literal} -> {`,
      end: '}',
      closesOnOwnIndent: true,
      comment: '//',
    },
  ],
  rust: [
    {
      node: 'match_arm',
      quote: '"',
      stringsOnly: true,
      head: (literal) => `${literal} => {`,
      end: '}',
      closesOnOwnIndent: true,
      comment: '//',
    },
  ],
  elixir: [{ node: 'stab_clause', quote: '"', head: (literal) => `${literal} ->`, end: ':ok', comment: '#' }],
};

/** A new branch behind the last one that handles an event type, in its form and layout. */
export function clauseStub(language: string, request: StubRequest): Insertion | undefined {
  const branches = request.handlers
    .filter(({ form }) => form === 'case')
    .flatMap((handler) => branchOf(language, request, handler) ?? [])
    .filter(({ node, form }) => !form.fallsThrough || endsItself(node));
  const last = branches.at(-1);
  return last && write(request, last.node, last.form);
}

interface Branch {
  readonly node: Node;
  readonly form: ClauseForm;
}

function branchOf(
  language: string,
  request: StubRequest,
  handler: StubRequest['handlers'][number],
): Branch | undefined {
  const literal = literalOf(request, handler);
  for (let node: Node | null = literal ?? null; node; node = node.parent) {
    const form = forms[language]?.find((one) => one.node === node?.type);
    if (form) return form.stringsOnly && !/^"/.test(literal?.text ?? '') ? undefined : { node, form };
  }
  return undefined;
}

function endsItself({ text }: Node): boolean {
  return /\b(break|return|throw|continue|exit|yield)\b[^;]*;\s*\}?\s*$/.test(text);
}

function write({ text, eventType }: StubRequest, node: Node, form: ClauseForm): Insertion {
  const style = new Style(text);
  const indent = style.indentAt(node.startIndex);
  const statement = node.namedChildren.findLast((child) => child !== null && style.startsLine(child));
  const inner = indent + style.unit(node, statement);
  const literal = `${form.quote}${eventType}${form.quote}`;
  const lines = [
    indent + form.head(literal),
    `${inner}${form.comment} ${todo(eventType, undefined)}`,
    ...(form.end === undefined ? [] : [(form.closesOnOwnIndent ? indent : inner) + form.end]),
  ];
  // Some grammars count the white space behind a branch to it, some leave the comma to its parent.
  const written = text.slice(node.startIndex, node.endIndex).trimEnd();
  const end = node.startIndex + written.length;
  const comma = /^\s*,/.exec(text.slice(end))?.[0].length ?? 0;
  const comment = new RegExp(`^[ \\t]*(${form.comment}.*)?$`);
  const offset = style.afterLineComment(end + comma, comment);
  return insertion(offset, style.eol + lines.join(style.eol), literal);
}
