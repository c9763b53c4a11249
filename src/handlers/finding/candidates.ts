import type { Range } from '../syntax/matcher.ts';
import type { EventTypeNames } from './eventTypeNames.ts';

/** Ranges nearer than this are looked at together. UTF-16 units. */
const NEAR = 200;

/** What else may name a type: words in `%w[…]`, methods that register a handler, and what the language adds. */
const CONSTANTS = /\b[A-Z]\w{4,120}\b/g;
const WORDS = /[%~]w[[({<|/][^\])}>|/]*/g;
const REGISTRATIONS = /\b[oO]n_?[vV]\d\w+/g;
const DISPATCHED = /\b(?:on|handle|process)_?[a-zA-Z]\w+/g;

/** How to look for what may name types. */
export interface Looking {
  /** Strings that may name event types (a global expression). */
  readonly strings: RegExp;
  readonly names: EventTypeNames;
  /** Whether methods are called by names derived from types. */
  readonly dispatches: boolean;
  readonly alsoNear: RegExp | undefined;
  /** What a line starts with that is a comment as a whole. */
  readonly lineComment: string;
}

/**
 * Where a text has strings that may name event types, or constants and methods whose name spells one, outside of lines
 * that are comments as a whole.
 */
export function candidates(
  text: string,
  { strings, names, dispatches, alsoNear, lineComment }: Looking,
): readonly Range[] {
  const search = (expression: RegExp): readonly RegExpExecArray[] => inCode(text, expression, lineComment);
  const constants = search(CONSTANTS).filter(([name]) => names.isConstant(name));
  const others = [strings, WORDS, REGISTRATIONS, ...(dispatches ? [DISPATCHED] : []), alsoNear];
  return merge([...constants, ...others.flatMap((other) => (other ? search(other) : []))]);
}

/** The matches of a global expression that don't start in a line which is a comment as a whole. */
function inCode(text: string, expression: RegExp, lineComment: string): readonly RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  expression.lastIndex = 0;
  for (let match = expression.exec(text); match; match = expression.exec(text)) {
    const lineEnd = endOfComment(text, match.index, lineComment);
    if (lineEnd === undefined) found.push(match);
    else expression.lastIndex = lineEnd;
  }
  return found;
}

/** Where the line of an index ends, if that is a comment as a whole. */
function endOfComment(text: string, index: number, lineComment: string): number | undefined {
  let start = text.lastIndexOf('\n', index) + 1;
  while (text[start] === ' ' || text[start] === '\t') start++;
  if (!text.startsWith(lineComment, start)) return undefined;
  const end = text.indexOf('\n', index);
  return end < 0 ? text.length : end;
}

/** Where a text uses any of the given names. */
export function usesOf(text: string, used: Iterable<string>): readonly Range[] {
  const escaped = [...used].map((name) => name.replaceAll('$', '\\$'));
  if (escaped.length === 0) return [];
  return merge([...text.matchAll(new RegExp(`(?<![\\w$])(?:${escaped.join('|')})(?![\\w$])`, 'g'))]);
}

function merge(found: readonly RegExpExecArray[]): readonly Range[] {
  const ranges: { start: number; end: number }[] = [];
  for (const { index, 0: text } of [...found].sort((a, b) => a.index - b.index)) {
    const last = ranges.at(-1);
    const end = index + text.length;
    if (last && index - last.end < NEAR) last.end = Math.max(last.end, end);
    else ranges.push({ start: index, end });
  }
  return ranges;
}
