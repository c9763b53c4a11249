import { keys, ruleOf, type Key } from './language.ts';

/** Something that may be put into a filter instead of the characters from `from` to `to`. */
export interface Completion {
  readonly kind: 'key' | 'value' | 'saved';
  readonly label: string;
  readonly insert: string;
  readonly from: number;
  readonly to: number;
}

/** Values that the language itself does not know, by key. */
export type Vocabulary = Readonly<Partial<Record<Key, readonly string[]>>>;

/** A filter that was kept under a name. */
export interface SavedFilter {
  readonly name: string;
  readonly text: string;
}

const limit = 50;
const times = ['5m', '1h', '1d'];

/** What may come at the cursor: keys, then a key's values; saved filters where nothing else stands. */
export function completions(
  text: string,
  cursor: number,
  vocabulary: Vocabulary,
  saved: readonly SavedFilter[] = [],
): readonly Completion[] {
  const start = text.slice(0, cursor).search(/\S*$/);
  const to = cursor + text.slice(cursor).search(/\s|$/);
  const typed = text.slice(start, cursor);
  const colon = typed.indexOf(':');
  if (colon < 0) return [...keyCompletions(typed, start, to), ...savedCompletions(text, saved)];
  const key = typed.slice(0, colon).toLowerCase();
  const from = start + Math.max(colon, typed.lastIndexOf(',')) + 1;
  const part = text.slice(from, cursor).toLowerCase();
  const matching = valuesOf(key, vocabulary).filter((value) => value.toLowerCase().includes(part));
  return ranked(matching, part)
    .slice(0, limit)
    .map((value) => ({ kind: 'value', label: value, insert: value, from, to }));
}

function keyCompletions(typed: string, from: number, to: number): Completion[] {
  return Object.keys(keys)
    .filter((key) => key.startsWith(typed.toLowerCase()))
    .map((key) => ({ kind: 'key', label: `${key}:`, insert: `${key}:`, from, to }));
}

function savedCompletions(text: string, saved: readonly SavedFilter[]): Completion[] {
  const typed = text.trim().toLowerCase();
  return saved
    .filter(({ name, text: whole }) => name.toLowerCase().includes(typed) && whole !== text)
    .map(({ name, text: insert }) => ({ kind: 'saved', label: name, insert, from: 0, to: text.length }));
}

function valuesOf(key: string, vocabulary: Vocabulary): readonly string[] {
  const rule = ruleOf(key);
  if (!rule) return [];
  if (rule.values) return rule.values;
  return rule.time ? times : (vocabulary[key as Key] ?? []);
}

/** Those that begin with what was typed before those that merely hold it. */
function ranked(values: readonly string[], part: string): string[] {
  const begins = (value: string) => (value.toLowerCase().startsWith(part) ? 0 : 1);
  return values.toSorted((a, b) => begins(a) - begins(b));
}
