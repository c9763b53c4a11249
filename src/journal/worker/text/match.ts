/** What FTS5 is to look for; undefined when the text has no word. Each word may be the beginning of one. */
export function matchOf(text: string): string | undefined {
  const terms = [...text.matchAll(/"([^"]*)"?|[^\s"]+/g)]
    .filter(([term]) => /[\p{L}\p{N}_]/u.test(term))
    .map(([term, phrase]) => (phrase === undefined ? `"${term}" *` : `"${phrase}"`));
  return terms.length > 0 ? terms.join(' ') : undefined;
}

/** A body as it reads: JSON's escapes would glue letters to words. */
export function searchable(body: Uint8Array): string {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:u([0-9a-f]{4})|(.))/gis, (_, code: string | undefined, letter: string) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    return '"\\/'.includes(letter) ? letter : ' ';
  });
}
