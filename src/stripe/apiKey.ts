import { phrase, sentence } from '../sentence.ts';

/** The prefixes of what people paste where a secret key belongs, and what to say about each. */
const otherThings = [
  ['pk_', phrase`a publishable key, which cannot manage webhooks`],
  ['whsec_', phrase`the signing secret of a webhook endpoint, not an API key`],
  ['acct_', phrase`an account id, not an API key`],
  ['we_', phrase`the id of a webhook endpoint, not an API key`],
  ['ek_', phrase`an ephemeral key, which cannot manage webhooks`],
  ['sk_org_', phrase`an organization key, which belongs to no single account`],
  ['rk_org_', phrase`an organization key, which belongs to no single account`],
] as const;

const wanted = phrase`paste a secret key (sk_test_… or sk_live_…) or a restricted key (rk_…)`;

/**
 * Checks the form of a pasted API key, after trimming.
 * Gives one sentence that says what was pasted instead, or undefined when the form is right.
 */
export function validateKey(text: string): string | undefined {
  const key = text.trim();
  if (key === '') return sentence`Nothing was pasted; ${wanted()}.`;
  const other = otherThings.find(([prefix]) => key.startsWith(prefix));
  if (other) return sentence`This is ${other[1]()}; ${wanted()}.`;
  if (/^["'`]|["'`]$/.test(key)) return sentence`The key is in quotes; paste it without them.`;
  if (/\s/.test(key)) return sentence`The key has white space in it; paste it as one piece.`;
  if (/[*…]|\.\.\./.test(key))
    return sentence`This key is shortened, as the Dashboard shows it; reveal the key there and paste all of it.`;
  if (!/^[sr]k_(test|live)_\w+$/.test(key)) return sentence`This is not a Stripe API key; ${wanted()}.`;
  return undefined;
}

/** The mode that a well-formed key acts in. */
export function modeOfKey(key: string): 'test' | 'live' {
  return /^[sr]k_live_/.test(key) ? 'live' : 'test';
}
