import type { Range } from '../syntax/matcher.ts';
import type { EventTypeNames } from './eventTypeNames.ts';

/** Ranges nearer than this are looked at together. UTF-16 units. */
const NEAR = 200;

/** What else may name a type: words in `%w[…]`, methods that register a handler, and what the language adds. */
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
}

/** Where a text has strings that may name event types, or constants and methods whose name spells one. */
export function candidates(
  text: string,
  { strings, names, dispatches, alsoNear }: Looking,
): readonly Range[] {
  const constants = [...text.matchAll(/\b[A-Z]\w{4,120}\b/g)].filter(([name]) => names.isConstant(name));
  const others = [strings, WORDS, REGISTRATIONS, ...(dispatches ? [DISPATCHED] : []), alsoNear];
  return merge([...constants, ...others.flatMap((other) => (other ? [...text.matchAll(other)] : []))]);
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
