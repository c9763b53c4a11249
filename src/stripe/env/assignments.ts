/** One `NAME=value` of a `.env` file. Offsets are in UTF-16 units of the file's text. */
export interface Assignment {
  readonly name: string;
  /** The value as a program gets it. */
  readonly value: string;
  /** Where the value stands, quotes included; directly behind the `=` when it is empty. */
  readonly start: number;
  readonly end: number;
  /** The quote around the value; empty when there is none. */
  readonly quote: Quote;
}

/** What can stand around a value; single quotes and backticks take it as it is, double quotes know escapes. */
export type Quote = '' | "'" | '"' | '`';

const head = /[^\S\r\n]*(?:export[^\S\r\n]+)?([A-Za-z_][\w.-]*)[^\S\r\n]*=/y;
const blank = /[^\S\r\n]*/y;
const quoted = /(?:"((?:\\[^]|[^"\\])*)"|'([^']*)'|`([^`]*)`)(?=[^\S\r\n]*(?:#|[\r\n]|$))/y;
// A `#` begins a comment after white space, or where the value would begin.
const bare = /(?!#)[^\r\n]*?(?=[^\S\r\n]+#|[^\S\r\n]*(?:[\r\n]|$))/y;
const restOfLine = /[^\r\n]*(?:\r\n|\r|\n|$)/y;

/**
 * Every assignment in a `.env` file, in order; the last one of a name counts, as with all readers of such files. What is
 * no assignment is passed over. Source: the `dotenv` packages of npm, PyPI and RubyGems, where they agree.
 */
export function assignments(text: string): readonly Assignment[] {
  const found: Assignment[] = [];
  for (let at = 0; at < text.length;) {
    const [whole, name] = match(head, text, at);
    if (whole !== undefined && name !== undefined) {
      const assignment = valueAt(text, at + whole.length);
      found.push({ name, ...assignment });
      at = assignment.end;
    }
    at += match(restOfLine, text, at)[0]?.length || 1;
  }
  return found;
}

function valueAt(text: string, afterSign: number): Omit<Assignment, 'name'> {
  const begin = afterSign + (match(blank, text, afterSign)[0]?.length ?? 0);
  const [whole, double, single, backtick] = match(quoted, text, begin);
  if (whole !== undefined) {
    const quote = whole[0] as Quote;
    const value = double === undefined ? (single ?? backtick ?? '') : unescape(double);
    return { value, quote, start: begin, end: begin + whole.length };
  }
  const value = match(bare, text, begin)[0] ?? '';
  if (value === '') return { value, quote: '', start: afterSign, end: afterSign };
  return { value, quote: '', start: begin, end: begin + value.length };
}

function match(pattern: RegExp, text: string, at: number): (string | undefined)[] {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? [];
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function unescape(text: string): string {
  return text.replace(
    /\\([^])/g,
    (whole, char: string) => escapes[char] ?? (/[\\"$`]/.test(char) ? char : whole),
  );
}
