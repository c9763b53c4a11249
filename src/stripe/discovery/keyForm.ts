import { validateKey } from '../apiKey.ts';

/** Whether this can be a secret or restricted key: well formed, and neither shortened nor a placeholder. */
export function looksLikeKey(value: unknown): value is string {
  if (typeof value !== 'string' || validateKey(value) !== undefined) return false;
  // `sk_test_your_key_here` and `sk_test_xxxxxxxx` are what examples have; a real key is long and has digits.
  return /^[sr]k_(test|live)_(?=\w*\d)[A-Za-z0-9]{16,}$/.test(value);
}
