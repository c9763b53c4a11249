/** A journal's worth of receipts, of many types, objects, endpoints and accounts, as a busy account has them. */
import { summarize } from '../../../src/receiver/eventSummary.ts';
import type { Receipt } from '../../../src/receiver/receipt.ts';
import { eventBody } from '../receiving/events.ts';

const types = [
  'payment_intent.succeeded',
  'payment_intent.created',
  'charge.succeeded',
  'charge.updated',
  'customer.created',
  'customer.updated',
  'customer.subscription.updated',
  'invoice.paid',
  'invoice.finalized',
  'checkout.session.completed',
];

/** When the first one was received: one a second from then on. */
export const beginning = 1_780_000_000_000;

/** The receipt of a position; a few in a thousand are rejected, duplicates, of another source or account. */
export function receiptAt(index: number): Receipt {
  const rare = index % 500 === 250;
  const type = rare ? 'payout.failed' : (types[(index * 7) % types.length] ?? '');
  const text = eventBody()
    .toString()
    .replace('"payment_intent.succeeded"', JSON.stringify(type))
    .replace('"1042"', `"${index}"`)
    .replace('"object": "event"', `"object": "event"${rare ? ', "account": "acct_1Rare"' : ''}`)
    .replace('espresso cups', rare ? 'portafilters' : 'espresso cups');
  const body = Buffer.from(text);
  const secret = { connectionId: 'acct_1Bench', endpointId: `we_${index % 5}` };
  const receivedAt = beginning + index * 1000;
  return {
    receivedAt,
    source: rare ? 'replay' : 'http',
    path: '/webhook',
    headers: [
      ['Content-Type', 'application/json; charset=utf-8'],
      ['User-Agent', 'Stripe/1.0 (+https://stripe.com/docs/webhooks)'],
      ['Stripe-Signature', `t=${receivedAt / 1000},v1=${'0123456789abcdef'.repeat(4)}`],
    ],
    body,
    verdict:
      index % 400 === 100
        ? { outcome: 'rejected', cause: 'no-match', explanation: 'It does not fit.', remedy: 'Make it fit.' }
        : { outcome: 'verified', secret, timestamp: receivedAt / 1000 },
    event: summarize(body),
  };
}
