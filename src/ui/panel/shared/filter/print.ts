import type { ExcludingKey, Key, Term } from './language.ts';
import { parseFilter } from './parse.ts';

/** The text of a filter; reading it gives the same terms again. */
export function printFilter(terms: readonly Term[]): string {
  return terms.map(printTerm).join(' ');
}

function printTerm(term: Term): string {
  if (term.kind === 'text') return /^[^\s":]+$/.test(term.text) ? term.text : quoted(term.text);
  return `${term.not ? '-' : ''}${term.key}:${term.values.map((value) => (/^[^\s",]+$/.test(value) ? value : quoted(value))).join(',')}`;
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** The filter with these keys set to these values, or taken out where there is none; what is mistaken is left out. */
export function withKeys(
  text: string,
  changes: Readonly<Partial<Record<Key, string | readonly string[] | undefined>>>,
): string {
  const kept = parseFilter(text).terms.filter((term) => term.kind === 'text' || !(term.key in changes));
  const added = Object.entries(changes).flatMap(([key, value]): Term[] =>
    value === undefined ? [] : [{ kind: 'key', key: key as Key, not: false, values: [value].flat() }],
  );
  return printFilter([...kept, ...added]);
}

/** The filter with values of a key excluded, besides what it excludes already; what is mistaken is left out. */
export function withExcluded(text: string, key: ExcludingKey, values: readonly string[]): string {
  const { terms } = parseFilter(text);
  const isExclusion = (term: Term) => term.kind === 'key' && term.not && term.key === key;
  const before = terms.filter(isExclusion).flatMap((term) => (term.kind === 'key' ? term.values : []));
  const exclusion: Term = { kind: 'key', key, not: true, values: [...new Set([...before, ...values])] };
  return printFilter([...terms.filter((term) => !isExclusion(term)), exclusion]);
}
