import type { Receipt } from '../../receiver/receipt.ts';

type Headers = Receipt['headers'];

/** Stripe's API keys and signing secrets, wherever they stand. */
const keys = /\b(?:(?:sk|rk)_(?:test|live)_|whsec_)[A-Za-z0-9+/_]{8,}={0,2}/g;

/** With the client secret of a live payment a customer's payment can be completed. */
const clientSecrets = /\b[a-z]+_[A-Za-z0-9]+_secret_[A-Za-z0-9]{8,}/g;

/** Names of headers and query parameters whose values let their reader act for somebody. */
const credentialName = /auth|cookie|token|secret|passw|credential|api-?_?key|bypass|session/i;

/** These fit the pattern above, or nearly, and are no credentials. */
const harmlessNames: ReadonlySet<string> = new Set(['www-authenticate', 'idempotency-key']);

/**
 * The headers without those that carry credentials. `Stripe-Signature` stays: the secret cannot be got from it, and
 * whoever has the secret can check the original bytes again.
 */
export function redactHeaders(headers: Headers): Headers {
  return headers
    .filter(([name]) => harmlessNames.has(name.toLowerCase()) || !credentialName.test(name))
    .map(([name, value]) => [name, redactKeys(value)]);
}

/** A URL or path without its user name, password and the values of parameters that carry credentials. */
export function redactUrl(url: string): string {
  const withoutUser = url.replace(/^([a-z]+:\/\/)[^/?#@]*@/i, '$1');
  const [path = '', ...query] = withoutUser.split('?');
  const parameters = query
    .join('?')
    .split('&')
    .map((parameter) => {
      const name = parameter.split('=', 1)[0] ?? '';
      return credentialName.test(name) ? `${name}=${hidden}` : parameter;
    });
  return redactKeys(query.length > 0 ? `${path}?${parameters.join('&')}` : path);
}

/** A text without keys and signing secrets. What is taken out is replaced by as many letters. */
export function redactKeys(text: string): string {
  return text.replace(keys, blank);
}

/**
 * A body without keys and signing secrets and, of a live event, without client secrets. Nearly every body stays as it
 * is, byte for byte; others keep their length.
 */
export function redactBody(body: Uint8Array, livemode: boolean): Uint8Array {
  // Latin-1 gives and takes each byte as it is, and what is looked for is ASCII.
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1');
  const redacted = livemode ? redactKeys(text).replace(clientSecrets, blank) : redactKeys(text);
  return redacted === text ? body : Buffer.from(redacted, 'latin1');
}

const hidden = 'removed';

/** Leaves the part that says what it was. */
function blank(secret: string): string {
  const kept = /^(?:(?:sk|rk)_(?:test|live)_|whsec_|[a-z]+_[A-Za-z0-9]+_secret_)/.exec(secret)?.[0] ?? '';
  return kept + 'x'.repeat(secret.length - kept.length);
}
