import { formatJson } from '../../editor/formatJson.ts';

/** The payloads of events as JSON to read and to work with: one as it is, several as a list. */
export function jsonOf(bodies: readonly Uint8Array[]): string {
  const texts = bodies.map((body) => new TextDecoder().decode(formatJson(body)));
  const [only] = texts;
  return texts.length === 1 ? (only ?? '') : `[\n${texts.join(',\n')}\n]`;
}
