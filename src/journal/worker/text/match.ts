/** A word or a phrase that is looked for. */
export interface Term {
  readonly term: string;
  /** False when its last word may go on. */
  readonly isWhole: boolean;
}

/** The words and quoted phrases of a text; signs alone are none. */
export function termsOf(text: string): readonly Term[] {
  return [...text.replaceAll('\0', ' ').matchAll(/"([^"]*)"?|[^\s"]+/g)]
    .map(([term, phrase]) => ({ term: phrase ?? term, isWhole: phrase !== undefined }))
    .filter(({ term }) => /[\p{L}\p{N}\p{Co}_]/u.test(term));
}

/** The same in FTS5's language; undefined when there is no word. */
export function matchOf(text: string): string | undefined {
  const terms = termsOf(text).map(({ term, isWhole }) => (isWhole ? `"${term}"` : `"${term}" *`));
  return terms.length > 0 ? terms.join(' ') : undefined;
}

/** Of each body so many bytes can be found: far more than Stripe sends, and few enough for the thread's memory. */
const SEARCHED_BYTES = 1024 * 1024;

/** The beginning of a body as it reads: JSON's escapes would glue letters to words. */
export function searchable(body: Uint8Array): string {
  const bytes = Math.min(body.byteLength, SEARCHED_BYTES);
  const text = Buffer.from(body.buffer, body.byteOffset, bytes).toString('utf8');
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:u([0-9a-f]{4})|(.))/gis, (_, code: string | undefined, letter: string) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    return '"\\/'.includes(letter) ? letter : ' ';
  });
}
