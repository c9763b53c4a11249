import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import type { FrameworkId } from '../../frameworks.ts';
import { fromWindows1252, toWindows1252, utf8 } from './text.ts';
import { phrase } from '../../../sentence.ts';

/** A way in which a body is changed on its way from what was signed to what is verified. */
export interface BodyChange {
  /** What happened to the body, for a sentence that begins with “The body”. */
  readonly happened: () => string;
  /** What to do, in one sentence. */
  readonly remedy: () => string;
  /** Where this happens, the likeliest first. */
  readonly frameworks: readonly FrameworkId[];
  /** The bodies from which one like this may have come; none when it does not look like it. */
  readonly undo: (body: Buffer) => readonly (Buffer | undefined)[];
}

/** Largest body that is unpacked, in bytes: a small packed one can be huge. */
const UNPACKED_LIMIT = 8 * 1024 * 1024;

const bom = Buffer.from([0xef, 0xbb, 0xbf]);
const rawBody = phrase`Verify the raw bytes of the request, before anything decodes or trims them.`;

/** Every change that can be undone, except JSON written anew, which is `rewritten.ts`. */
export const bodyChanges = {
  'bom-added': {
    happened: phrase`got a byte order mark in front`,
    remedy: phrase`Write the body as UTF-8 without a byte order mark (in .NET: new UTF8Encoding(false)).`,
    frameworks: ['aspnet'],
    undo: (body) => (body.subarray(0, 3).equals(bom) ? [body.subarray(3)] : []),
  },
  'bom-lost': {
    happened: phrase`lost the byte order mark in front`,
    remedy: rawBody,
    frameworks: ['aspnet'],
    undo: (body) => (body.subarray(0, 3).equals(bom) ? [] : [Buffer.concat([bom, body])]),
  },
  'line-end-added': {
    happened: phrase`got a line end at its end`,
    remedy: phrase`Take the line end away: echo, here-documents and editors add one; printf and files without it do not.`,
    frameworks: ['proxy'],
    undo: (body) => [matched(body, /^([^]*?)(?:\r?\n)+$/)],
  },
  'line-end-lost': {
    happened: phrase`lost the line end at its end`,
    remedy: rawBody,
    frameworks: ['proxy'],
    undo: (body) => (body.at(-1) === 0x0a ? [] : [withText(body, '\n'), withText(body, '\r\n')]),
  },
  'white-space-added': {
    happened: phrase`has white space around it`,
    remedy: phrase`Take the white space before and after the body away.`,
    frameworks: ['proxy'],
    undo: (body) => [changed(body, (text) => text.trim())],
  },
  crlf: {
    happened: phrase`got the line ends of Windows (CRLF in place of LF)`,
    remedy: phrase`Keep the body’s line ends: read and write it as bytes, not in text mode, and not through git’s autocrlf.`,
    frameworks: ['proxy'],
    undo: (body) => [changed(body, (text) => text.replaceAll('\r\n', '\n'))],
  },
  lf: {
    happened: phrase`lost the line ends of Windows (LF in place of CRLF)`,
    remedy: phrase`Keep the body’s line ends: read and write it as bytes, not in text mode.`,
    frameworks: ['proxy'],
    undo: (body) => [changed(body, (text) => text.replace(/\r?\n/g, '\r\n'))],
  },
  latin1: {
    happened: phrase`was written in latin1 (windows-1252) in place of UTF-8`,
    remedy: phrase`Verify the bytes as they came; if they must become text on the way, then as UTF-8, both ways.`,
    frameworks: ['spring', 'php', 'aspnet'],
    undo: (body) => (utf8(body) === undefined ? [Buffer.from(fromWindows1252(body))] : []),
  },
  mojibake: {
    happened: phrase`was read as latin1 (windows-1252) though it is UTF-8, so that “ä” became “Ã¤”`,
    remedy: phrase`Verify the bytes as they came; if they must become text on the way, then as UTF-8 (in Java: StandardCharsets.UTF_8).`,
    frameworks: ['spring', 'php'],
    undo: (body) => {
      const text = utf8(body);
      if (text === undefined || !/[\u0080-\uffff]/.test(text)) return [];
      return [toWindows1252(text), /[\u0100-\uffff]/.test(text) ? undefined : Buffer.from(text, 'latin1')];
    },
  },
  utf16: {
    happened: phrase`was written in UTF-16`,
    remedy: phrase`Keep the body in UTF-8 (in PowerShell: -Encoding utf8NoBOM).`,
    frameworks: ['aspnet'],
    undo: (body) => {
      if (!body.includes(0) || body.length % 2 !== 0) return [];
      return ['utf-16le', 'utf-16be'].map((name) => Buffer.from(new TextDecoder(name).decode(body)));
    },
  },
  compressed: {
    happened: phrase`is still compressed`,
    remedy: phrase`Unpack the body by its Content-Encoding before it is verified, or let the proxy send it unpacked.`,
    frameworks: ['proxy', 'lambda', 'express'],
    undo: (body) =>
      looksLikeText(body)
        ? []
        : [gunzipSync, inflateSync, inflateRawSync, brotliDecompressSync].map((unpack) =>
            unpacked(body, unpack),
          ),
  },
  base64: {
    happened: phrase`is still in base64`,
    remedy: phrase`Decode the body when the gateway says that it is in base64 (isBase64Encoded).`,
    frameworks: ['lambda'],
    undo: (body) => {
      const text = body.toString('latin1').trim();
      return /^[\w+/-]{16,}={0,2}$/.test(text) ? [Buffer.from(text, 'base64')] : [];
    },
  },
  envelope: {
    happened: phrase`is inside the message of a gateway, as its field “body”`,
    remedy: phrase`Verify the field “body” of the gateway’s message, not the message.`,
    frameworks: ['lambda'],
    undo: (body) => envelopeOf(body),
  },
  'json-string': {
    happened: phrase`was written as a JSON string, in quotes and with escaped quotes`,
    remedy: phrase`Pass the body on as it is; it is JSON already, so JSON.stringify or its like must not be applied to it.`,
    frameworks: ['express', 'lambda', 'proxy'],
    undo: (body) => {
      const value = json(body);
      return typeof value === 'string' ? [Buffer.from(value)] : [];
    },
  },
  'python-bytes': {
    happened: phrase`was turned into text by str() of Python, as in b'…'`,
    remedy: phrase`Verify the bytes themselves; str(bytes) is not a way to decode them.`,
    frameworks: ['flask', 'django', 'fastapi'],
    undo: (body) => pythonBytes(body.toString('latin1').trim()),
  },
  'form-field': {
    happened: phrase`is the value of a form field`,
    remedy: phrase`Send the body as application/json; no form encoding belongs around it.`,
    frameworks: ['php', 'rails', 'proxy'],
    undo: (body) => {
      const value = /^[\w.-]+=([^]*)$/.exec(body.toString('latin1'))?.[1];
      return value === undefined ? [] : [formDecoded(value), Buffer.from(value, 'latin1')];
    },
  },
  'percent-encoded': {
    happened: phrase`is percent-encoded, as a form encodes it`,
    remedy: phrase`Verify the body before it is encoded, or decode it first; better, send it as application/json.`,
    frameworks: ['express', 'php', 'proxy'],
    undo: (body) => {
      const text = body.toString('latin1');
      // A form with a key alone ends in “=”.
      return /%[\da-f]{2}/i.test(text) ? [formDecoded(text), formDecoded(text.replace(/=$/, ''))] : [];
    },
  },
  'form-parsed': {
    happened: phrase`was parsed as a form, so that all of it became the name of a field`,
    remedy: phrase`Keep form parsers away from this route; its requests are application/json.`,
    frameworks: ['express', 'nestjs', 'php', 'rails'],
    undo: (body) => formParsed(json(body)),
  },
  'form-decoded': {
    happened: phrase`was decoded as a form, so that each “+” became a space`,
    remedy: phrase`Keep form parsers away from this route; its requests are application/json.`,
    frameworks: ['php', 'express', 'rails'],
    // Where a space cannot stand: before the number of a telephone, and inside the name of a mail address.
    undo: (body) => [
      changed(body, (text) => text.replace(/" (?=\d)/g, '"+').replace(/(?<=[\w.]) (?=[\w.+-]+@)/g, '+')),
    ],
  },
  'html-escaped': {
    happened: phrase`was escaped for HTML, so that each quote became &quot;`,
    remedy: phrase`Take away what escapes input for HTML (a security filter or sanitizer) on this route.`,
    frameworks: ['php', 'proxy'],
    undo: (body) => [changed(body, htmlUnescaped)],
  },
  'slashes-added': {
    happened: phrase`got a backslash before each quote, as PHP’s addslashes and WordPress do`,
    remedy: phrase`Verify the body as php://input gives it.`,
    frameworks: ['php'],
    undo: (body) =>
      body.includes('\\"id\\"') ? [changed(body, (text) => text.replace(/\\(.)/g, '$1'))] : [],
  },
} as const satisfies Record<string, BodyChange>;

export type BodyChangeId = keyof typeof bodyChanges;

function withText(body: Buffer, text: string): Buffer {
  return Buffer.concat([body, Buffer.from(text)]);
}

/** The first group of a pattern over the bytes. */
function matched(body: Buffer, pattern: RegExp): Buffer | undefined {
  const text = pattern.exec(body.toString('latin1'))?.[1];
  return text === undefined ? undefined : Buffer.from(text, 'latin1');
}

/** The body with its text changed; undefined when it is no text or stays the same. */
function changed(body: Buffer, change: (text: string) => string): Buffer | undefined {
  const text = utf8(body);
  if (text === undefined) return undefined;
  const after = change(text);
  return after === text ? undefined : Buffer.from(after);
}

function json(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function looksLikeText(body: Buffer): boolean {
  return utf8(body) !== undefined && !body.subarray(0, 64).some((byte) => byte < 0x09);
}

function unpacked(
  body: Buffer,
  unpack: (body: Buffer, options: { maxOutputLength: number }) => Buffer,
): Buffer | undefined {
  try {
    return unpack(body, { maxOutputLength: UNPACKED_LIMIT });
  } catch {
    return undefined;
  }
}

function envelopeOf(body: Buffer): readonly Buffer[] {
  const message = json(body);
  if (typeof message !== 'object' || message === null || !('body' in message)) return [];
  const { body: inner } = message;
  return typeof inner === 'string' ? [Buffer.from(inner), Buffer.from(inner, 'base64')] : [];
}

function formDecoded(text: string): Buffer | undefined {
  try {
    return Buffer.from(decodeURIComponent(text.replaceAll('+', ' ')));
  } catch {
    return undefined;
  }
}

/** An object whose first field’s name is the start of the JSON; what followed an “=” became its value. */
function formParsed(value: unknown): readonly Buffer[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const [[name, rest] = ['', ''], ...others] = Object.entries(value);
  if (!/^\s*\{/.test(name) || others.length > 0 || typeof rest !== 'string') return [];
  const text = rest === '' ? name : `${name}=${rest}`;
  return [text, text.replace(/" (?=\d)/g, '"+')].map((one) => Buffer.from(one));
}

const entities: Readonly<Record<string, string>> = {
  '&quot;': '"',
  '&#34;': '"',
  '&#39;': "'",
  '&#039;': "'",
  '&apos;': "'",
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
};

function htmlUnescaped(text: string): string {
  return text.includes('&quot;') || text.includes('&#34;')
    ? text.replace(/&(?:quot|#34|#0?39|apos|lt|gt|amp);/g, (entity) => entities[entity] ?? entity)
    : text;
}

function pythonBytes(text: string): readonly Buffer[] {
  const inside = /^b(['"])([^]*)\1$/.exec(text)?.[2];
  if (inside === undefined) return [];
  const single: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
  const bytes = inside.replace(
    /\\(?:x([\da-f]{2})|([^]))/g,
    (_, hex: string | undefined, character: string) =>
      hex === undefined ? (single[character] ?? character) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return [Buffer.from(bytes, 'latin1')];
}
