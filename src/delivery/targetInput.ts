import { sentence } from '../sentence.ts';

/** Checks of what a person types into a target's fields: a sentence, or undefined when it is right. */

/** Checks a target's URL; `isReceiver` tells where events come in, which would send them round in circles. */
export function validateTargetUrl(
  text: string,
  isReceiver: (url: URL) => boolean = () => false,
): string | undefined {
  const example = 'http://127.0.0.1:3000/webhook';
  if (!URL.canParse(text)) return sentence`Write a complete URL, for instance ${example}.`;
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return sentence`Events are sent over http:// or https://, for instance ${example}.`;
  if (url.username || url.password)
    return sentence`Leave name and password out of the URL; use a header for them.`;
  if (isReceiver(url))
    return sentence`This is the receiver itself, so events would go round in circles; write your app’s URL.`;
  return undefined;
}

/** Whether a URL leads to the same server on this machine as another one. */
export function isSamePlace(one: URL, other: URL): boolean {
  const host = ({ hostname }: URL) => (isLoopback(hostname) ? 'loopback' : hostname);
  return one.port === other.port && host(one) === host(other);
}

const privateHosts: readonly RegExp[] = [
  /^10\.\d+\.\d+\.\d+$/,
  /^192\.168\.\d+\.\d+$/,
  /^172\.(1[6-9]|2\d|3[01])\.\d+\.\d+$/,
  /^169\.254\.\d+\.\d+$/,
  /^\[f[cd][0-9a-f]{2}:/,
  /^\[fe[89ab][0-9a-f]:/,
  /\.(local|localhost|test|internal|home\.arpa)$/,
  // A name without a dot is one of the local network, as containers have.
  /^[^.[\]:]+$/,
];

/** Whether a URL's host is this machine or one of its private network; anything else deserves a question first. */
export function isPrivateUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return isLoopback(hostname) || privateHosts.some((pattern) => pattern.test(hostname));
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** Checks event types and patterns separated by commas or white space. */
export function validatePatterns(text: string): string | undefined {
  const patterns = readPatterns(text);
  if (patterns.length === 0) return sentence`Write at least one event type, or * for all of them.`;
  const odd = patterns.find((pattern) => !/^[a-z0-9_.*]+$/.test(pattern));
  return odd && sentence`“${odd}” is not an event type; write types like invoice.paid or customer.*.`;
}

/** The event types and patterns of a text. */
export function readPatterns(text: string): readonly string[] {
  const patterns = text.split(/[\s,]+/).filter(Boolean);
  return patterns.includes('*') ? ['*'] : [...new Set(patterns)];
}

const ownHeaders = /^(content-length|transfer-encoding|connection|stripe-signature|expect)$/i;

/** Checks a header given as `Name: value`. */
export function validateHeader(text: string): string | undefined {
  const header = readHeader(text);
  if (!header) return sentence`Write a header as Name: value.`;
  if (ownHeaders.test(header.name))
    return sentence`${header.name} is set by the delivery itself; leave it out.`;
  return undefined;
}

/** Name and value of a header given as `Name: value`; undefined when it is none. */
export function readHeader(text: string): { readonly name: string; readonly value: string } | undefined {
  const found = /^([!#$%&'*+.^_`|~\w-]+):\s*([\t\x20-\x7e\x80-\xff]*)$/.exec(text.trim());
  return found ? { name: found[1] ?? '', value: (found[2] ?? '').trim() } : undefined;
}
