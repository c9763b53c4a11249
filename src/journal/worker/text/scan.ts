import type { DatabaseSync } from 'node:sqlite';
import { searchable, termsOf } from './match.ts';

/**
 * Gives SQL the function `has_text(body, text)`, which tells what the full-text index would, by reading the body: for
 * few bodies, and for builds of SQLite without FTS5, as VS Code's older desktop hosts may have it.
 */
export function defineHasText(database: DatabaseSync): void {
  let last: { readonly text: string; readonly needles: readonly string[] } | undefined;
  database.function('has_text', { deterministic: true }, (body, text) => {
    if (!(body instanceof Uint8Array) || typeof text !== 'string') return 0;
    if (last?.text !== text) last = { text, needles: needlesOf(text) };
    const words = ` ${wordsOf(searchable(body))} `;
    return last.needles.every((needle) => words.includes(needle)) ? 1 : 0;
  });
}

/** What the words of a body, with a space around each, have to include. */
function needlesOf(text: string): readonly string[] {
  return termsOf(text).map(({ term, isWhole }) => ` ${wordsOf(term)}${isWhole ? ' ' : ''}`);
}

/** Lower-case words without accents, as FTS5's tokenizer `unicode61` makes them, with one space between. */
function wordsOf(text: string): string {
  // eslint-disable-next-line no-control-regex
  const isAscii = /^[\x00-\x7f]*$/.test(text);
  if (isAscii)
    return text
      .toLowerCase()
      .replace(/[^a-z0-9_]+/g, ' ')
      .trim();
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replace(/[^\p{L}\p{N}\p{Co}_]+/gu, ' ').trim();
}
