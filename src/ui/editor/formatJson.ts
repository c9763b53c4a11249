import { format } from 'jsonc-parser';

/**
 * JSON laid out over lines, without touching what it says: numbers, escapes and key order stay as they were sent,
 * which parsing and printing anew would not guarantee. What is not JSON comes back as it is.
 */
export function formatJson(body: Uint8Array): Uint8Array {
  const text = new TextDecoder().decode(body);
  if (!/^\s*[[{]/.test(text)) return body;
  const edits = format(text, undefined, { tabSize: 2, insertSpaces: true, eol: '\n' });
  // The library's `applyEdits` copies the whole text for each edit: minutes for an event of a megabyte.
  const parts: string[] = [];
  let end = 0;
  for (const { offset, length, content } of edits) {
    parts.push(text.slice(end, offset), content);
    end = offset + length;
  }
  return new TextEncoder().encode(parts.join('') + text.slice(end));
}
