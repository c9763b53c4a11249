import type { HandlerFinder } from '../finder.ts';
import type { Range } from '../syntax/matcher.ts';

/** Any type does; one that is known in every version. */
const SAMPLE = 'invoice.paid';

/**
 * Whether an event type in a string at a place, in quotes or not yet, would be a handler there: found by putting one
 * there and looking. `range` is what stands between the quotes.
 */
export async function wantsType(
  finder: HandlerFinder,
  path: string,
  text: string,
  { start, end }: Range,
): Promise<boolean> {
  const before = text.slice(0, start);
  const quote = before.at(-1) ?? '';
  const closed = text[end] === quote ? '' : quote;
  const line = before.split('\n').length - 1;
  const column = start - 1 - (before.lastIndexOf('\n') + 1);
  // Half-written code is more often understood with the colon or the body that is still missing.
  for (const missing of ['', ':', ': {}', ' => null', ') {}']) {
    const rest = missing ? text.slice(end + (closed ? 0 : 1)) : text.slice(end);
    const tried = before + SAMPLE + (missing ? quote + missing : closed) + rest;
    const found = await finder.findIn(path, tried);
    if (found.some((handler) => handler.line === line && handler.column === column)) return true;
  }
  return false;
}
