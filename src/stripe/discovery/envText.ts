import { modeOfKey } from '../apiKey.ts';
import type { FoundKey } from '../discoverKeys.ts';
import { assignments } from '../env/assignments.ts';
import { looksLikeKey } from './keyForm.ts';

/** The secret and restricted keys among the variables of a `.env` file's text, whatever the variables' names. */
export function keysInEnvText(text: string, file: string): readonly FoundKey[] {
  // The last assignment of a name is the one that counts.
  const values = new Map(assignments(text).map(({ name, value }) => [name, value.trim()]));
  return [...values].flatMap(([name, key]): FoundKey[] =>
    looksLikeKey(key) ? [{ source: 'envFile', file, label: name, mode: modeOfKey(key), key }] : [],
  );
}
