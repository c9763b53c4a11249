import { apiErrors } from '../api/apiError.ts';
import { randomText } from '../state/ids.ts';
import type { Turn } from '../objects/turn.ts';
import type { StripeObject } from '../state/objects.ts';
import { day, number, record, text, type Behaviour, type Given } from './behaviour.ts';
import { attach, cardFor, paymentMethodFor } from './paymentMethods.ts';
import { cancelSubscription } from './subscriptions.ts';

/** Gives a customer a coupon's discount, in the place of the one before; an empty one takes it away. */
function discount(turn: Turn, customer: StripeObject, couponId: unknown): StripeObject {
  if (couponId === undefined) return customer;
  const before = turn.find('discount', record(customer['discount'])['id']);
  if (couponId === '' || couponId === null) {
    if (before) turn.remove(before);
    return turn.change(customer, { discount: null }, { quiet: true });
  }
  const coupon = turn.need('coupon', couponId, 'coupon');
  const months = coupon['duration_in_months'];
  const values = {
    customer: customer.id,
    end: coupon['duration'] === 'repeating' ? turn.now + number(months) * 30 * day : null,
    'source.coupon': coupon.id,
    'source.type': 'coupon',
    start: turn.now,
  };
  const now = before ? turn.change(before, values) : turn.create('discount', values);
  const redeemed = { times_redeemed: number(coupon['times_redeemed']) + 1 };
  turn.change(coupon, redeemed, { quiet: true });
  return turn.change(customer, { discount: now }, { quiet: true });
}

/** What pays: a payment method, or a card as Sources make it. */
function means(turn: Turn, customer: StripeObject, given: Given): StripeObject {
  const source = text(given['source']);
  const method = text(given['payment_method']);
  let after = customer;
  if (source !== undefined) {
    const card = turn.find('card', source) ?? cardFor(turn, source, { customer: customer.id });
    after = turn.change(after, { default_source: card.id }, { quiet: true });
  }
  if (method !== undefined) attach(turn, paymentMethodFor(turn, method), customer.id);
  const wanted = text(record(given['invoice_settings'])['default_payment_method']);
  if (wanted === undefined) return after;
  const chosen = turn.need('payment_method', wanted, 'invoice_settings[default_payment_method]');
  attach(turn, chosen, customer.id);
  return turn.change(after, { 'invoice_settings.default_payment_method': chosen.id }, { quiet: true });
}

export const customerBehaviours = {
  customer: {
    undeclared: ['coupon', 'promotion_code', 'plan', 'trial_end', 'account_balance'],
    defaults: () => ({
      address: null,
      currency: null,
      delinquent: false,
      discount: null,
      invoice_prefix: randomText(8).toUpperCase(),
      metadata: {},
      name: null,
      next_invoice_sequence: 1,
      phone: null,
      preferred_locales: [],
      tax_exempt: 'none',
      test_clock: null,
    }),
    values: () => ({ 'invoice_settings.default_payment_method': null, default_source: null }),
    created: (turn, customer, given) => discount(turn, means(turn, customer, given), given['coupon']),
    updated: (turn, customer, given) => discount(turn, means(turn, customer, given), given['coupon']),
    deleted: (turn, customer) => {
      for (const subscription of turn.all('subscription', { customer: customer.id }))
        if (subscription['status'] !== 'canceled') cancelSubscription(turn, subscription);
      const trace = { id: customer.id, object: 'customer', deleted: true };
      turn.remove(customer, { trace });
      return trace;
    },
    actions: {
      fund_cash_balance: (turn, customer, given) => fund(turn, customer, given),
    },
  },
  card: { defaults: () => ({ metadata: {} }) },
  tax_id: {
    values: () => ({ 'verification.status': 'pending', 'verification.verified_address': null }),
  },
} satisfies Record<string, Behaviour>;

/** What of a customer's transfers has not been spent. */
export function cashBalance(turn: Turn, customer: StripeObject): StripeObject {
  return {
    object: 'cash_balance',
    available: record(turn.hidden(customer)['cash']),
    customer: customer.id,
    customer_account: null,
    livemode: false,
    settings: { reconciliation_mode: 'automatic', using_merchant_default: true },
  } as unknown as StripeObject;
}

/** Money that arrives by bank transfer: it goes to what waits for it, and the rest to the cash balance. */
function fund(turn: Turn, customer: StripeObject, given: Given): StripeObject {
  const amount = number(given['amount']);
  const currency = text(given['currency']);
  if (amount <= 0 || currency === undefined) throw apiErrors.missing(amount <= 0 ? 'amount' : 'currency');
  const kept = record(turn.hidden(customer)['cash']);
  const before = number(kept[currency]);
  const funded = turn.create('customer_cash_balance_transaction', {
    currency,
    customer: customer.id,
    ending_balance: before + amount,
    funded: {
      bank_transfer: { reference: null, type: 'us_bank_transfer', us_bank_transfer: { sender_name: null } },
    },
    net_amount: amount,
    type: 'funded',
  });
  const waiting = turn
    .all('payment_intent', { customer: customer.id, status: 'requires_action' })
    .find((intent) => intent['currency'] === currency);
  const left = waiting ? pay(turn, waiting, before + amount) : before + amount;
  turn.change(customer, {}, { hidden: { cash: { ...kept, [currency]: left } }, quiet: true });
  if (left > 0) turn.emit('cash_balance.funds_available', cashBalance(turn, customer));
  return funded;
}

/** Pays as much of a bank transfer's payment as there is; gives what is left. */
function pay(turn: Turn, intent: StripeObject, available: number): number {
  const instructions = 'next_action.display_bank_transfer_instructions.amount_remaining';
  const details = record(record(intent['next_action'])['display_bank_transfer_instructions']);
  const wanted = number(details['amount_remaining']);
  const paid = Math.min(wanted, available);
  if (paid < wanted) {
    const partly = turn.change(intent, { [instructions]: wanted - paid });
    turn.emit('payment_intent.partially_funded', partly);
  } else {
    const done = turn.change(intent, {
      status: 'succeeded',
      amount_received: intent['amount'],
      next_action: null,
    });
    turn.emit('payment_intent.succeeded', done);
  }
  return available - paid;
}
