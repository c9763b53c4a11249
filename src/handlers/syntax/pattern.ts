/**
 * Patterns over syntax trees, written as tree-sitter's queries are:
 * https://tree-sitter.github.io/tree-sitter/using-parsers/queries. Of that language this reads what the languages'
 * files use: node types, `(_)`, literals, fields, alternatives in brackets, `.` anchors, captures and predicates.
 *
 * Tree-sitter's own engine first analyses a query against the grammar's whole parse table, for up to 250 ms a query and
 * more than a second for all languages. The few nodes around a string that may name an event type don't repay that.
 */
export interface Pattern {
  /** A node type, or the text of an anonymous node; undefined for any named node. */
  readonly type: string | undefined;
  readonly isNamed: boolean;
  /** One of these instead of a node of its own. */
  readonly alternatives: readonly Pattern[] | undefined;
  /** Below which field of its parent. */
  readonly field: string | undefined;
  readonly captures: readonly string[];
  /** Whether no named node may stand between it and its predecessor, or its parent's start. */
  readonly isAnchored: boolean;
  readonly children: readonly Pattern[];
  /** Whether no named node may follow the last child. */
  readonly isClosed: boolean;
  readonly predicates: readonly Predicate[];
}

/** A condition on the text of every node of a capture. */
export interface Predicate {
  readonly capture: string;
  readonly holds: (text: string) => boolean;
}

const TOKEN = /\s+|;.*|"(?:\\.|[^"\\])*"|\(#[\w-]+\?|[()[\].]|@[\w-]+|\w+:?/y;

/** The patterns of a query. Throws when it is not well formed. */
export function parsePatterns(source: string): readonly Pattern[] {
  const reader = new Reader(source);
  const patterns: Pattern[] = [];
  while (reader.next !== undefined) patterns.push(readPattern(reader));
  return patterns;
}

class Reader {
  private readonly tokens: readonly string[];
  private at = 0;

  constructor(source: string) {
    const tokens: string[] = [];
    TOKEN.lastIndex = 0;
    for (let end = 0; end < source.length; end = TOKEN.lastIndex) {
      const [token] = TOKEN.exec(source) ?? [];
      if (token === undefined) throw new Error(`not understood in a pattern: ${source.slice(end, end + 40)}`);
      if (!/^[\s;]/.test(token)) tokens.push(token);
    }
    this.tokens = tokens;
  }

  get next(): string | undefined {
    return this.tokens[this.at];
  }

  take(): string {
    const token = this.next;
    if (token === undefined) throw new Error('a pattern ends too early');
    this.at++;
    return token;
  }

  takeIf(wanted: string): boolean {
    if (this.next !== wanted) return false;
    this.at++;
    return true;
  }
}

const anything: Pattern = {
  type: undefined,
  isNamed: true,
  alternatives: undefined,
  field: undefined,
  captures: [],
  isAnchored: false,
  children: [],
  isClosed: false,
  predicates: [],
};

function readPattern(reader: Reader, isAnchored = false): Pattern {
  const field = /^\w+:$/.test(reader.next ?? '') ? reader.take().slice(0, -1) : undefined;
  const token = reader.take();
  const core =
    token === '('
      ? readNode(reader)
      : token === '['
        ? { ...anything, alternatives: readAlternatives(reader) }
        : { ...anything, type: unquoted(token), isNamed: false };
  const captures = [...core.captures];
  while (reader.next?.startsWith('@')) captures.push(reader.take().slice(1));
  return { ...core, field, captures, isAnchored };
}

function readAlternatives(reader: Reader): readonly Pattern[] {
  const alternatives: Pattern[] = [];
  while (!reader.takeIf(']')) alternatives.push(readPattern(reader));
  return alternatives;
}

/** What follows an opening parenthesis: a node, or a pattern with its predicates. */
function readNode(reader: Reader): Pattern {
  const isGroup = reader.next === '(';
  const head = isGroup ? readPattern(reader) : readType(reader.take());
  const children: Pattern[] = [...head.children];
  const predicates: Predicate[] = [...head.predicates];
  let isAnchored = false;
  while (!reader.takeIf(')')) {
    if (reader.takeIf('.')) {
      isAnchored = true;
    } else if (reader.next?.startsWith('(#')) {
      predicates.push(readPredicate(reader));
    } else {
      if (isGroup) throw new Error('a pattern may group one node with its predicates');
      children.push(readPattern(reader, isAnchored));
      isAnchored = false;
    }
  }
  return { ...head, children, predicates, isClosed: isGroup ? head.isClosed : isAnchored };
}

function readType(token: string): Pattern {
  return token === '_' ? anything : { ...anything, type: token };
}

const tests: Readonly<Record<string, (words: readonly string[]) => (text: string) => boolean>> = {
  eq:
    ([word]) =>
    (text) =>
      text === word,
  'any-of': (words) => (text) => words.includes(text),
  match: ([expression = '']) => {
    const pattern = new RegExp(expression);
    return (text) => pattern.test(text);
  },
  'not-match': ([expression = '']) => {
    const pattern = new RegExp(expression);
    return (text) => !pattern.test(text);
  },
};

function readPredicate(reader: Reader): Predicate {
  const name = reader.take().slice('(#'.length, -'?'.length);
  const capture = reader.take().slice('@'.length);
  const words: string[] = [];
  while (!reader.takeIf(')')) words.push(unquoted(reader.take()));
  const test = tests[name];
  if (!test) throw new Error(`#${name}? is not a predicate that is known`);
  return { capture, holds: test(words) };
}

function unquoted(token: string): string {
  if (!/^"[^]*"$/.test(token)) throw new Error(`${token} is no literal of a pattern`);
  return token.slice(1, -1).replace(/\\(.)/g, '$1');
}
