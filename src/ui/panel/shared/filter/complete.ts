import { excludingKeys, keys, ruleOf, type Key } from './language.ts';

/** Something that may be put into a filter instead of the characters from `from` to `to`. */
export interface Completion {
  readonly kind: 'key' | 'value' | 'saved';
  readonly label: string;
  /** What is meant, where the label does not say it. */
  readonly about?: string;
  readonly insert: string;
  readonly from: number;
  readonly to: number;
}

/** A value of a key, and what is meant by it, where it does not say so itself. */
export interface Word {
  readonly value: string;
  readonly about?: string;
}

/** Values that the language itself does not know, by key. */
export type Vocabulary = Readonly<Partial<Record<Key, readonly Word[]>>>;

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
  const key = typed.slice(0, colon).toLowerCase().replace(/^-/, '');
  const from = start + Math.max(colon, typed.lastIndexOf(',')) + 1;
  const part = text.slice(from, cursor).toLowerCase();
  const matching = wordsOf(key, vocabulary).filter(
    ({ value, about = '' }) => value.toLowerCase().includes(part) || about.toLowerCase().includes(part),
  );
  return ranked(matching, part)
    .slice(0, limit)
    .map(({ value, ...about }) => ({ kind: 'value', label: value, ...about, insert: value, from, to }));
}

function keyCompletions(typed: string, from: number, to: number): Completion[] {
  const offered = typed.startsWith('-') ? excludingKeys.map((key) => `-${key}`) : Object.keys(keys);
  return offered
    .filter((key) => key.startsWith(typed.toLowerCase()))
    .map((key) => ({ kind: 'key', label: `${key}:`, insert: `${key}:`, from, to }));
}

function savedCompletions(text: string, saved: readonly SavedFilter[]): Completion[] {
  const typed = text.trim().toLowerCase();
  return saved
    .filter(({ name, text: whole }) => name.toLowerCase().includes(typed) && whole !== text)
    .map(({ name, text: insert }) => ({ kind: 'saved', label: name, insert, from: 0, to: text.length }));
}

function wordsOf(key: string, vocabulary: Vocabulary): readonly Word[] {
  const rule = ruleOf(key);
  if (!rule) return [];
  const known = rule.values ?? (rule.time && times);
  return known?.map((value) => ({ value })) ?? vocabulary[key as Key] ?? [];
}

/** Those that begin with what was typed before those that merely hold it. */
function ranked(words: readonly Word[], part: string): Word[] {
  const begins = ({ value }: Word) => (value.toLowerCase().startsWith(part) ? 0 : 1);
  return words.toSorted((a, b) => begins(a) - begins(b));
}
