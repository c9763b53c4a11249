import { signatureHeader } from './signature.ts';

/** What Stripe sends beside the signature. */
export const stripeHeaders: Readonly<Record<string, string>> = {
  Accept: '*/*; q=0.5, application/xml',
  'Cache-Control': 'no-cache',
  'Content-Type': 'application/json; charset=utf-8',
  'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
};

/** The headers Stripe sends an event with, signed at a time (in ms) with every active secret. */
export function webhookHeaders(
  body: Uint8Array,
  secrets: readonly string[],
  nowMs: number,
): Readonly<Record<string, string>> {
  return { ...stripeHeaders, 'Stripe-Signature': signatureHeader(body, secrets, Math.floor(nowMs / 1000)) };
}
