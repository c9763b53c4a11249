import type { Receipt } from '../../receiver/receipt.ts';

type Headers = Receipt['headers'];

/** Never written down: a tunnel or proxy may have added them, and they let their reader act for somebody. */
const credentials: ReadonlySet<string> = new Set([
  'authorization',
  'cookie',
  'proxy-authorization',
  'set-cookie',
  'x-api-key',
]);

/** The headers as one block of `Name: value` lines, without those that carry credentials. */
export function encodeHeaders(headers: Headers): string {
  let block = '';
  for (const [name, value] of headers) {
    if (!credentials.has(name.toLowerCase())) block += `${name}: ${value}\r\n`;
  }
  return block;
}

/** The pairs of a block; HTTP allows neither line ends in values nor colons in names. */
export function decodeHeaders(block: string): Headers {
  return block
    .split('\r\n')
    .slice(0, -1)
    .map((line) => {
      const colon = line.indexOf(': ');
      return [line.slice(0, colon), line.slice(colon + 2)] as const;
    });
}
