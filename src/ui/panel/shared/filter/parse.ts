import { ruleOf, type Key, type Problem, type Term } from './language.ts';
import { momentOf } from './time.ts';

/** A filter's text, understood as far as it can be. */
export interface ParsedFilter {
  readonly terms: readonly Term[];
  /** In the order of the text; empty when all is well. */
  readonly problems: readonly Problem[];
}

interface Piece {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A run of text without spaces outside quotes. */
interface Token {
  readonly start: number;
  readonly end: number;
  readonly key: Piece | undefined;
  /** Whether a minus stands before the key. */
  readonly not: boolean;
  readonly values: readonly Piece[];
  readonly unclosedAt: number | undefined;
}

/** Reads a filter such as `type:customer.* status:failed "some text"`. */
export function parseFilter(text: string): ParsedFilter {
  const terms: Term[] = [];
  const problems: Problem[] = [];
  for (const token of tokens(text)) {
    const found = problemOf(token, terms);
    if (found) problems.push(found);
    else terms.push(termOf(token));
  }
  return { terms, problems };
}

function tokens(text: string): Token[] {
  const found: Token[] = [];
  for (let at = 0; at < text.length;) {
    if (/\s/.test(text[at] ?? '')) at++;
    else {
      const token = readToken(text, at);
      found.push(token);
      at = token.end;
    }
  }
  return found;
}

function readToken(text: string, start: number): Token {
  let key: Piece | undefined;
  let not = false;
  const values: Piece[] = [];
  let unclosedAt: number | undefined;
  let [piece, from, quoted, at] = ['', start, false, start];
  const finish = () => values.push({ text: piece, start: from, end: at });
  for (; at < text.length && !/\s/.test(text[at] ?? ''); at++) {
    const character = text[at] ?? '';
    if (character === '"') {
      const quote = readQuote(text, at);
      if (!quote.closed) unclosedAt ??= at;
      piece += quote.text;
      quoted = true;
      at = quote.end - 1;
    } else if (character === ':' && !key && !quoted && /^-?[a-z]+$/i.test(piece)) {
      key = { text: piece.toLowerCase().replace('-', ''), start: from, end: at };
      not = piece.startsWith('-');
      [piece, from] = ['', at + 1];
    } else if (character === ',' && key) {
      finish();
      [piece, from] = ['', at + 1];
    } else piece += character;
  }
  finish();
  return { start, end: at, key, not, values, unclosedAt };
}

function readQuote(text: string, start: number): { text: string; end: number; closed: boolean } {
  let read = '';
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '"') return { text: read, end: at + 1, closed: true };
    if (character === '\\' && at + 1 < text.length) read += text[++at] ?? '';
    else read += character;
  }
  return { text: read, end: text.length, closed: false };
}

function problemOf(token: Token, before: readonly Term[]): Problem | undefined {
  const { key, not, values, unclosedAt } = token;
  const problem = (reason: Problem['reason'], at: { start: number; end: number }, value = ''): Problem => ({
    reason,
    start: at.start,
    end: at.end,
    key: `${not ? '-' : ''}${key?.text ?? ''}`,
    value,
  });
  if (unclosedAt !== undefined) return problem('unclosed-quote', { start: unclosedAt, end: token.end });
  if (!key) return undefined;
  const rule = ruleOf(key.text);
  if (!rule) return problem('unknown-key', key);
  if (not && !rule.excludes) return problem('not-excluding', key);
  const empty = values.find(({ text }) => text === '');
  if (empty) return problem('missing-value', { start: empty.start, end: Math.max(empty.end, token.end) });
  const [, second] = values;
  if (second && !rule.several) return problem('one-value', { start: second.start, end: token.end });
  for (const value of values) {
    if (rule.values && !rule.values.includes(value.text.toLowerCase()))
      return problem('unknown-value', value, value.text);
    if (rule.time && momentOf(value.text, 0) === undefined) return problem('bad-time', value, value.text);
  }
  const facet = facetOf(key.text as Key, values[0]?.text ?? '');
  const repeated = before.some(
    (term) => term.kind === 'key' && term.not === not && facetOf(term.key, term.values[0] ?? '') === facet,
  );
  return repeated ? problem('repeated', { start: token.start, end: token.end }) : undefined;
}

/** What a term decides; each can be decided once, and excluded from once. `status` and `is` decide two things each. */
function facetOf(key: Key, value: string): string {
  if (key === 'status')
    return ['verified', 'rejected'].includes(value.toLowerCase()) ? 'outcome' : 'delivery';
  if (key === 'is') return ['snapshot', 'thin'].includes(value.toLowerCase()) ? 'kind' : 'duplicates';
  return key;
}

function termOf({ key, not, values }: Token): Term {
  const texts = values.map(({ text }) => text);
  if (!key) return { kind: 'text', text: texts[0] ?? '' };
  const lower = ruleOf(key.text)?.values !== undefined;
  return {
    kind: 'key',
    key: key.text as Key,
    not,
    values: lower ? texts.map((text) => text.toLowerCase()) : texts,
  };
}
