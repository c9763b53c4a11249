import type { Stripe } from 'stripe';

/** Milliseconds until a request without an answer fails. */
const timeout = 30_000;

/** Who calls, as Stripe shows it in the account's request log. */
export interface AppInfo {
  readonly name: string;
  readonly version: string;
}

/** A client of the SDK for one key and API origin. The SDK is loaded here, on first use. */
export async function createClient(
  key: string,
  apiBase: string | undefined,
  appInfo: AppInfo,
): Promise<Stripe> {
  const { Stripe } = await import('stripe');
  return new Stripe(key, {
    appInfo,
    maxNetworkRetries: 2,
    timeout,
    telemetry: false,
    ...(apiBase === undefined ? {} : addressOf(apiBase)),
  });
}

function addressOf(apiBase: string): { host: string; port: string; protocol: 'http' | 'https' } {
  const url = new URL(apiBase);
  const protocol = url.protocol === 'http:' ? 'http' : 'https';
  return {
    // Node's http wants an IPv6 address without the brackets a URL has.
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port || (protocol === 'http' ? '80' : '443'),
    protocol,
  };
}
