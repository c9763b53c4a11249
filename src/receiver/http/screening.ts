import type { IncomingMessage } from 'node:http';
import type { RefusalReason } from '../refusal.ts';

/** What a request is measured against before its body is read. */
export interface ScreeningRules {
  readonly path: string;
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

const localHost = /^(127\.0\.0\.1|localhost)(:\d{1,5})?$/i;

/** Says why a request is not worth reading, or undefined when its body may be read. */
export function screen(request: IncomingMessage, rules: ScreeningRules): Refused | undefined {
  const { headers, method = '', url = '' } = request;
  // A web page can point a name of its own at 127.0.0.1 (DNS rebinding); the Host header then gives it away.
  if (!localHost.test(headers.host ?? ''))
    return {
      status: 403,
      reason: 'foreign-host',
      sentence:
        'Only requests to 127.0.0.1 or localhost are accepted; correct the address, or the Host header.',
    };
  if (pathOf(url) !== rules.path)
    return {
      status: 404,
      reason: 'wrong-path',
      sentence: `Nothing is at ${shortened(pathOf(url))}; send events with POST to ${rules.path}.`,
    };
  if (method !== 'POST') return wrongMethod(method, rules.path);
  // Browsers send these and cannot be made to leave them out; Stripe and its tools never send them. Sec-Fetch-Mode
  // alone would not do, since `fetch` in Node sends it as well.
  if (headers.origin !== undefined || headers['sec-fetch-site'] !== undefined)
    return {
      status: 403,
      reason: 'from-browser',
      sentence: 'Requests from web pages are not accepted; send events from Stripe or from a server.',
    };
  return Number(headers['content-length'] ?? 0) > rules.bodyLimit ? tooLarge(rules.bodyLimit) : undefined;
}

/** The refusal of a body over the limit. */
export function tooLarge(bodyLimit: number): Refused {
  return {
    status: 413,
    reason: 'body-too-large',
    sentence: `The body is over the limit of ${bytesInWords(bodyLimit)}; send a smaller one, or raise the limit in the settings.`,
  };
}

function wrongMethod(method: string, path: string): Refused {
  const greeting = method === 'GET' || method === 'HEAD';
  return {
    status: 405,
    reason: 'wrong-method',
    sentence: greeting
      ? `This is the event receiver of Webhooks for Stripe; it takes signed Stripe events with POST to ${path}.`
      : `${shortened(method)} is not understood here; send events with POST to ${path}.`,
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
