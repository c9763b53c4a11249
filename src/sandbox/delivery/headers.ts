import { signatureHeader } from '../../delivery/signature.ts';

/** The headers Stripe sends an event with, signed at a time (in ms) with every active secret. */
export function webhookHeaders(
  body: Uint8Array,
  secrets: readonly string[],
  nowMs: number,
): Readonly<Record<string, string>> {
  return {
    Accept: '*/*; q=0.5, application/xml',
    'Cache-Control': 'no-cache',
    'Content-Type': 'application/json; charset=utf-8',
    'Stripe-Signature': signatureHeader(body, secrets, Math.floor(nowMs / 1000)),
    'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
  };
}
