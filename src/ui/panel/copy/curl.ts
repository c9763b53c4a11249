// What curl makes itself, and what only held between the sender and the receiver.
const notSent = new Set([
  'host',
  'content-length',
  'connection',
  'transfer-encoding',
  'expect',
  'accept-encoding',
]);

// One argument of a program may be 128 KiB long on Linux.
const longestArgument = 100_000;

/** A request to be written as a command. */
export interface CurlRequest {
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

/**
 * A shell command that sends the same bytes with the same headers. What a shell cannot hold as text goes through
 * `base64`, what is too long for an argument through standard input.
 */
export function curlCommand({ url, headers, body }: CurlRequest): string {
  const sent = headers.filter(([name]) => !notSent.has(name.toLowerCase()));
  const options = sent.map(([name, value]) => `  -H ${quoted(`${name}: ${value}`)}`);
  const text = plainText(body);
  const isShort = text !== undefined && text.length <= longestArgument;
  const data = isShort ? `  --data-binary ${quoted(text)}` : '  --data-binary @-';
  const command = [`curl -X POST ${quoted(url)}`, ...options, data].join(' \\\n');
  if (isShort) return command;
  const source =
    text === undefined
      ? `printf %s ${quoted(Buffer.from(body).toString('base64'))} | base64 -d`
      : `printf %s ${quoted(text)}`;
  return `${source} | ${command}`;
}

/** The body as text when it is valid UTF-8 that a shell keeps as it is. */
function plainText(body: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
    // eslint-disable-next-line no-control-regex
    return /[\u0000-\u0008\u000b-\u001f\u007f]/.test(text) || text.startsWith('@') ? undefined : text;
  } catch {
    return undefined;
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
