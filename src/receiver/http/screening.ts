import type { IncomingMessage } from 'node:http';
import type { RefusalReason } from '../refusal.ts';
import { sentence } from '../../sentence.ts';

/** What a request is measured against before its body is read. */
export interface ScreeningRules {
  readonly path: string;
  /** Names by which it may be reached besides 127.0.0.1 and localhost, such as a tunnel's; without a port. */
  readonly allowedHosts: () => readonly string[];
  /** In bytes. */
  readonly bodyLimit: number;
}

/** A refusal as answered: status, reason and sentence, with headers that the status asks for. */
export interface Refused {
  readonly status: number | undefined;
  readonly reason: RefusalReason;
  readonly sentence: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const jsonType = /^[\w.+-]+\/([\w.-]+\+)?json\s*(;|$)/i;
const localHost = /^(127\.0\.0\.1|localhost)(:\d{1,5})?$/i;

/** Says why a request is not worth reading, or undefined when its body may be read. */
export function screen(request: IncomingMessage, rules: ScreeningRules): Refused | undefined {
  const { headers, method = '', url = '' } = request;
  // A web page can point a name of its own at 127.0.0.1 (DNS rebinding); the Host header then gives it away.
  if (!isAllowedHost(headers.host ?? '', rules.allowedHosts)) return foreignHost(headers.host);
  if (pathOf(url) !== rules.path)
    return {
      status: 404,
      reason: 'wrong-path',
      sentence: sentence`Nothing is at ${shortened(pathOf(url))}; send events with POST to ${rules.path}.`,
    };
  if (method !== 'POST') return wrongMethod(method, rules.path);
  // Browsers send these and cannot be made to leave them out; Stripe and its tools never send them. Sec-Fetch-Mode
  // alone would not do, since `fetch` in Node sends it as well.
  if (headers.origin !== undefined || headers['sec-fetch-site'] !== undefined)
    return {
      status: 403,
      reason: 'from-browser',
      sentence: sentence`Requests from web pages are not accepted; send events from Stripe or from a server.`,
    };
  // With a signature it is read whatever its type says: the diagnosis tells more than a refusal could.
  const type = headers['content-type'];
  if (type !== undefined && headers['stripe-signature'] === undefined && !jsonType.test(type))
    return wrongContentType(type);
  return Number(headers['content-length'] ?? 0) > rules.bodyLimit ? tooLarge(rules.bodyLimit) : undefined;
}

function isAllowedHost(host: string, allowed: () => readonly string[]): boolean {
  if (localHost.test(host)) return true;
  const name = host.replace(/:\d{1,5}$/, '').toLowerCase();
  return name !== '' && allowed().some((one) => one.toLowerCase() === name);
}

function foreignHost(host: string | undefined): Refused {
  return {
    status: 403,
    reason: 'foreign-host',
    sentence: host
      ? sentence`Only requests to 127.0.0.1 or localhost are accepted, not to ${shortened(host)}; correct the address, or let the tunnel or proxy rewrite the Host header.`
      : sentence`The request has no Host header; send it to 127.0.0.1 or localhost with HTTP/1.1.`,
  };
}

function wrongContentType(type: string): Refused {
  return {
    status: 415,
    reason: 'wrong-content-type',
    sentence: sentence`The body is ${shortened(type)} and has no Stripe-Signature; send signed Stripe events as application/json.`,
  };
}

/** The refusal of an `Expect` header that asks for something else than to go on. */
export function unknownExpectation(expectation: string): Refused {
  return {
    status: 417,
    reason: 'unknown-expectation',
    sentence: sentence`“Expect: ${shortened(expectation)}” cannot be met; send the request without it, or with “Expect: 100-continue”.`,
  };
}

/** The refusal of a body over the limit. */
export function tooLarge(bodyLimit: number): Refused {
  return {
    status: 413,
    reason: 'body-too-large',
    sentence: sentence`The body is over the limit of ${bytesInWords(bodyLimit)}; send a smaller one, or raise the limit in the settings.`,
  };
}

/** The refusal of any method but POST. */
export function wrongMethod(method: string, path: string): Refused {
  const greeting = method === 'GET' || method === 'HEAD';
  return {
    status: 405,
    reason: 'wrong-method',
    sentence: greeting
      ? sentence`This is the event receiver of Webhooks for Stripe; it takes signed Stripe events with POST to ${path}.`
      : sentence`${shortened(method)} is not understood here; send events with POST to ${path}.`,
    headers: { Allow: 'POST' },
  };
}

function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
}

function shortened(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

function bytesInWords(bytes: number): string {
  const units = [
    [1024 * 1024, 'MiB'],
    [1024, 'KiB'],
  ] as const;
  const [size, unit] = units.find(([candidate]) => bytes >= candidate && bytes % candidate === 0) ?? [
    1,
    'bytes',
  ];
  return `${bytes / size} ${unit}`;
}
