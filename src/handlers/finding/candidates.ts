import type { Range } from '../syntax/grammar.ts';
import type { EventTypeNames } from './eventTypeNames.ts';

/** Ranges nearer than this are looked at together. UTF-16 units. */
const NEAR = 200;

/** Where a text has strings that may name event types (a global expression), or constants whose name spells one. */
export function candidates(text: string, strings: RegExp, names: EventTypeNames): readonly Range[] {
  const constants = [...text.matchAll(/\b[A-Z]\w{4,80}\b/g)].filter(([name]) => names.isConstant(name));
  return merge([...text.matchAll(strings), ...constants]);
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
