const secretPatterns: readonly [RegExp, string][] = [
  [/\b([sr]k)_(test|live|org)_[\w*.…-]+/g, '$1_$2_…'],
  [/\bwhsec_[\w+/=*…-]+/g, 'whsec_…'],
  [/\b(Bearer|Basic)\s+[\w+/=.-]{8,}/g, '$1 …'],
];

/** The text with every API key, signing secret and authorization value replaced by its prefix and `…`. */
export function scrub(text: string): string {
  return secretPatterns.reduce((scrubbed, [pattern, mask]) => scrubbed.replace(pattern, mask), text);
}
