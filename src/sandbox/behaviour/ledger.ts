import type { Turn } from '../objects/turn.ts';
import type { StripeObject } from '../state/objects.ts';
import { day } from './behaviour.ts';

/** Stripe's fee for a card payment in the US: 2.9 % and 30 cents. */
function feeFor(amount: number): number {
  return Math.round(amount * 0.029) + 30;
}

/** Books a movement of the account's balance; amounts are in minor units, negative for what leaves. */
export function book(
  turn: Turn,
  type: string,
  source: StripeObject,
  amount: number,
  options: { readonly availableAtOnce?: boolean; readonly description?: unknown } = {},
): StripeObject {
  const fee = type === 'charge' || type === 'payment' ? feeFor(amount) : 0;
  const category = type === 'adjustment' ? 'dispute' : type === 'payment' ? 'charge' : type;
  return turn.create('balance_transaction', {
    amount,
    available_on: options.availableAtOnce ? turn.now : turn.now + 2 * day,
    balance_type: 'payments',
    currency: source['currency'],
    description: options.description ?? null,
    fee,
    fee_details:
      fee === 0
        ? []
        : [
            {
              amount: fee,
              application: null,
              currency: source['currency'],
              description: 'Stripe processing fees',
              type: 'stripe_fee',
            },
          ],
    net: amount - fee,
    reporting_category: category,
    source: source.id,
    status: options.availableAtOnce ? 'available' : 'pending',
    type,
  });
}

/** The balance, by currency. */
export function balance(turn: Turn): StripeObject {
  const sums = { available: new Map<string, number>(), pending: new Map<string, number>() };
  for (const { available_on, currency, net } of turn.all('balance_transaction')) {
    const sum = Number(available_on) <= turn.now ? sums.available : sums.pending;
    sum.set(String(currency), (sum.get(String(currency)) ?? 0) + Number(net));
  }
  const funds = (sum: ReadonlyMap<string, number>) =>
    [...(sum.size > 0 ? sum : new Map([['usd', 0]]))].map(([currency, amount]) => ({
      amount,
      currency,
      source_types: { card: amount },
    }));
  return {
    object: 'balance',
    available: funds(sums.available),
    livemode: false,
    pending: funds(sums.pending),
  } as unknown as StripeObject;
}
