import type { Handler } from '../handler.ts';
import type { Node } from '../syntax/treeSitter.ts';
import { comparisonOf } from './comparisons.ts';
import { nameLike, type Named } from './literals.ts';
import { commentMark } from './marks.ts';
import { insertion, literalOf, type Insertion, type StubRequest } from './request.ts';
import { Style, todo } from './style.ts';
import { named, replaced, substitute, upFrom, within } from './tree.ts';

/** How a language writes one branch of a `switch`, `case`, `when`, `cond` or `match` over event types. */
interface ClauseForm {
  /** The node type of a branch. */
  readonly node: string;
  readonly head: (pattern: string) => string;
  /** What closes a branch; a statement of its own where one would fall into the next. */
  readonly end?: string;
  /** Whether what closes a branch is what it gives, which is what the fallback gives where that is a constant. */
  readonly endGives?: true;
  readonly closesOnOwnIndent?: boolean;
  /** Whether a branch without an end falls into the next. */
  readonly fallsThrough?: boolean;
  /** What a branch that gives a value looks like; `otherwise` is what the language gives where no branch shows it. */
  readonly giving?: {
    readonly write: (pattern: string, value: string) => string;
    readonly when: 'always' | 'used';
    readonly otherwise?: string;
  };
}

/** Patterns that are more than the type in them, and are kept. */
const WHOLE =
  /^(type_pattern|type_test|declaration_pattern|class_pattern|tuple_pattern|tuple_struct_pattern|hash_pattern|array_pattern|map|dict_pattern)$/;
/** What a fallback gives that goes for another type as well. */
const CONSTANT =
  /^(null|nil|None|Unit|undefined|\(\)|true|false|:\w+|\{:\w+(, (:\w+|\w+))*\}|Ok\(\(\)\)|[A-Z]\w*(\.|::)\w+(\(\))?)$/;
/** The parents of a `switch` or `match` whose value nobody takes. */
const STATEMENTS =
  /^(expression_statement|block|constructor_body|switch_block_statement_group|statements|source_file|program|do_block|body|stab_clause|lambda_literal)$/;

const colon = (pattern: string): string => `case ${pattern}:`;
const arrows = { end: '}', closesOnOwnIndent: true } as const;

const forms: Readonly<Record<string, readonly ClauseForm[]>> = {
  typescript: [{ node: 'switch_case', head: colon, end: 'break;', fallsThrough: true }],
  go: [
    { node: 'expression_case', head: colon },
    { node: 'type_case', head: colon },
  ],
  java: [
    { node: 'switch_block_statement_group', head: colon, end: 'break;', fallsThrough: true },
    {
      ...arrows,
      node: 'switch_rule',
      head: (pattern) => `case ${pattern} -> {`,
      giving: { write: (pattern, value) => `case ${pattern} -> ${value};`, when: 'used', otherwise: 'null' },
    },
  ],
  csharp: [
    { node: 'switch_section', head: colon, end: 'break;' },
    {
      node: 'switch_expression_arm',
      head: (pattern) => pattern,
      giving: { write: (pattern, value) => `${pattern} => ${value},`, when: 'always' },
    },
  ],
  php: [
    { node: 'case_statement', head: colon, end: 'break;', fallsThrough: true },
    {
      node: 'match_conditional_expression',
      head: (pattern) => pattern,
      giving: { write: (pattern, value) => `${pattern} => ${value},`, when: 'always', otherwise: 'null' },
    },
  ],
  ruby: [
    { node: 'when', head: (pattern) => `when ${pattern}` },
    { node: 'in_clause', head: (pattern) => `in ${pattern}` },
  ],
  kotlin: [
    {
      ...arrows,
      node: 'when_entry',
      head: (pattern) => `${pattern} -> {`,
      giving: { write: (pattern, value) => `${pattern} -> ${value}`, when: 'used' },
    },
  ],
  python: [{ node: 'case_clause', head: colon, end: 'pass' }],
  rust: [
    {
      ...arrows,
      node: 'match_arm',
      head: (pattern) => `${pattern} => {`,
      giving: { write: (pattern, value) => `${pattern} => ${value},`, when: 'used' },
    },
  ],
  elixir: [{ node: 'stab_clause', head: (pattern) => `${pattern} ->`, end: ':ok', endGives: true }],
};

/** A new branch behind the last one that handles an event type, in its form and layout. */
export function clauseStub(
  language: string,
  request: StubRequest,
  handlers: readonly Handler[],
): Insertion | undefined {
  const branches = handlers
    .flatMap((handler) => branchOf(language, request, handler) ?? [])
    .filter(({ node, form }) => !form.fallsThrough || endsItself(node));
  const last = branches.at(-1);
  return last && write(language, request, last);
}

interface Branch {
  readonly node: Node;
  readonly form: ClauseForm;
  readonly pattern: string;
  readonly name: Named;
}

function branchOf(language: string, request: StubRequest, handler: Handler): Branch | undefined {
  const literal = literalOf(request, handler);
  if (!literal) return undefined;
  for (const node of upFrom(literal)) {
    const form = forms[language]?.find((one) => one.node === node.type);
    if (!form) continue;
    const name = isInHead(node, literal) && nameLike(language, request, handler, literal, node);
    if (!name) return undefined;
    const whole =
      handler.form === 'comparison'
        ? comparisonOf(literal)
        : [...upFrom(literal)].find((outer) => within(node, outer) && WHOLE.test(outer.type));
    const pattern = whole && within(node, whole) ? patternLike(request.text, whole, name) : name.by;
    return { node, form, pattern, name };
  }
  return undefined;
}

/** Whether a literal stands before the sign that ends a branch's head. */
function isInHead(branch: Node, literal: Node): boolean {
  const sign = branch.children.findLast((child) => child !== null && /^(:|->|=>)$/.test(child.type));
  const end = sign ?? branch.childForFieldName('body');
  return end !== null && literal.endIndex <= (end?.startIndex ?? Infinity);
}

/** A pattern for the new type; what Rust binds in it beside the type is left out. */
function patternLike(text: string, pattern: Node, { node, by }: Named): string {
  const others = /^tuple_/.test(pattern.type) ? named(pattern).filter((part) => !within(part, node)) : [];
  return substitute(text, pattern, [replaced(node, by), ...others.map((part) => replaced(part, '_'))]);
}

function endsItself({ text }: Node): boolean {
  return /\b(break|return|throw|continue|exit|yield)\b[^;]*;\s*\}?\s*$/.test(text);
}

/** What the new branch gives, where branches must give something: what the fallback gives. Null where that can't be told. */
function valueOf({ node, form: { giving } }: Branch): string | undefined | null {
  if (!giving) return undefined;
  const isUsed = giving.when === 'always' || !isStatement(node);
  const value = fallbackOf(node);
  if (value !== undefined && CONSTANT.test(value)) return value;
  if (!isUsed) return undefined;
  if (value !== undefined && !/^throw\b|^\{|!\(/.test(value)) return value;
  return giving.otherwise ?? (giving.when === 'always' ? null : undefined);
}

/** What is given for all other types. */
function fallbackOf(branch: Node): string | undefined {
  const siblings = branch.parent ? named(branch.parent) : [];
  const fallback = siblings.find(({ text }) => /^(case\s+_|_|default|else|true)\s*(=>|->)/.test(text));
  return fallback?.text
    .replace(/^.*?(=>|->)\s*/s, '')
    .replace(/[;,]\s*$/, '')
    .trim();
}

function isStatement(branch: Node): boolean {
  const whole = [...upFrom(branch)].find(({ type }) => /^(switch|when|match)_expression$/.test(type));
  return STATEMENTS.test(whole?.parent?.type ?? '');
}

function write(language: string, { text, eventType }: StubRequest, branch: Branch): Insertion | undefined {
  const { node, form, pattern, name } = branch;
  const value = valueOf(branch);
  if (value === null) return undefined;
  const style = new Style(text, language);
  const indent = style.indentOf(node);
  const statement = node.namedChildren.findLast((child) => child !== null && style.startsLine(child));
  const inner = indent + style.unit(node, statement);
  const mark = commentMark(language);
  const note = `${mark} ${todo(eventType, undefined)}`;
  const given = form.endGives ? (fallbackOf(node) ?? '') : '';
  const end = CONSTANT.test(given) ? given : form.end;
  const lines =
    form.giving && value !== undefined
      ? [indent + note, indent + form.giving.write(pattern, value)]
      : [
          indent + form.head(pattern),
          inner + note,
          ...(end === undefined ? [] : [(form.closesOnOwnIndent ? indent : inner) + end]),
        ];
  // Some grammars count the white space behind a branch to it, some leave the comma to its parent.
  const written = text.slice(node.startIndex, node.endIndex).trimEnd();
  const last = node.startIndex + written.length;
  const comma = /^\s*,/.exec(text.slice(last))?.[0].length ?? 0;
  const needsComma = comma === 0 && form.giving?.write('', '').endsWith(',') && !/[,}]$/.test(written);
  const { offset, rest } = style.nextLine(last + comma, mark);
  const newText = (needsComma ? ',' : '') + style.eol + lines.join(style.eol) + rest;
  return insertion(needsComma ? last : offset, newText, name.by);
}
