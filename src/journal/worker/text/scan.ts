import type { DatabaseSync } from 'node:sqlite';
import { searchable, termsOf } from './match.ts';

/**
 * Gives SQL the function `has_text(body, text)`, which tells what the full-text index would, by reading the body. For
 * builds of SQLite without FTS5, as VS Code's older desktop hosts may have it: slower, never wrong.
 */
export function defineHasText(database: DatabaseSync): void {
  database.function('has_text', { deterministic: true }, (body, text) =>
    body instanceof Uint8Array && typeof text === 'string' && hasText(body, text) ? 1 : 0,
  );
}

/** Whether a body has all words and phrases of a text. */
function hasText(body: Uint8Array, text: string): boolean {
  const words = ` ${wordsOf(searchable(body)).join(' ')} `;
  return termsOf(text).every(({ term, isWhole }) =>
    words.includes(` ${wordsOf(term).join(' ')}${isWhole ? ' ' : ''}`),
  );
}

/** Lower-case words without accents, as FTS5's tokenizer `unicode61` makes them. */
function wordsOf(text: string): readonly string[] {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.match(/[\p{L}\p{N}\p{Co}_]+/gu) ?? [];
}
