/**
 * The `Stripe-Signature` scheme: `t=<seconds>,v1=<hex>[,v1=<hex>…]`, where `v1` is the HMAC-SHA256 of
 * `<t>.<raw body>` keyed with the whole secret, `whsec_` included.
 * Source: https://docs.stripe.com/webhooks#verify-manually
 */
import { createHmac } from 'node:crypto';

/** The `v1` signature of a body, in lower-case hex. `timestamp` is in seconds. */
export function signatureOf(body: Uint8Array, secret: string, timestamp: number | string): string {
  return createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex');
}

/** A header value with one `v1` per secret, as Stripe sends while a secret is rolled. `timestamp` is in seconds. */
export function signatureHeader(body: Uint8Array, secrets: readonly string[], timestamp: number): string {
  return [`t=${timestamp}`, ...secrets.map((secret) => `v1=${signatureOf(body, secret, timestamp)}`)].join(
    ',',
  );
}
