const secretPatterns: readonly [RegExp, string][] = [
  [/\b([sr]k)_(test|live|org)_[\w*.…-]+/g, '$1_$2_…'],
  [/\bwhsec_[\w+/=*…-]+/g, 'whsec_…'],
  [/\b(Bearer|Basic)\s+[\w+/=.-]{8,}/g, '$1 …'],
];

/** The text with every API key, signing secret and authorization value replaced by its prefix and `…`. */
export function scrub(text: string): string {
  return secretPatterns.reduce((scrubbed, [pattern, mask]) => scrubbed.replace(pattern, mask), text);
}

/**
 * The same, and without what a payload can hold of the kind: client secrets (`pi_…_secret_…`, `cs_…_secret_…`) and
 * ephemeral keys. Source: https://docs.stripe.com/api/payment_intents/object
 */
export function scrubPayload(text: string): string {
  return scrub(text)
    .replace(/_secret_\w+/g, '_secret_…')
    .replace(/\b(ek|psk|rcs)_(test|live)_\w+/g, '$1_$2_…');
}
