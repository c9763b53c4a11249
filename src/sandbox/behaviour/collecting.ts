import { apiErrors, type ApiError } from '../api/apiError.ts';
import { randomText } from '../state/ids.ts';
import type { Turn } from '../objects/turn.ts';
import type { StripeObject } from '../state/objects.ts';
import { day, number, record, text, type Given } from './behaviour.ts';
import { confirmIntent } from './paymentIntents.ts';
import { cardError, paymentMethodFor } from './paymentMethods.ts';
import { settleSubscription } from './subscriptions.ts';

/** Makes an open invoice a paid one, and tells of it. */
export function markPaid(turn: Turn, invoice: StripeObject): StripeObject {
  const paid = turn.change(invoice, {
    amount_paid: invoice['amount_due'],
    amount_remaining: 0,
    attempted: true,
    status: 'paid',
    'status_transitions.paid_at': turn.now,
  });
  turn.emit('invoice.paid', paid);
  turn.emit('invoice.payment_succeeded', paid);
  return settleSubscription(turn, paid);
}

/** How an attempt to pay an invoice ended. */
export interface Collected {
  readonly invoice: StripeObject;
  /** Why it is still open. */
  readonly error?: ApiError;
}

/** Pays an open invoice with a payment method, or the customer's default; tells of all that follows. */
export function collect(turn: Turn, invoice: StripeObject, given: Given = {}): Collected {
  const method = methodFor(turn, invoice, given);
  if (method === undefined) {
    const error = apiErrors.state(
      'There is no `default_payment_method` set on this Customer or Invoice. Please set a default payment method.',
      'invoice_payment_intent_requires_action',
    );
    return { invoice, error };
  }
  const amount = number(invoice['amount_remaining']);
  const intent = intentFor(turn, invoice, method.id, amount);
  const { intent: after, outcome } = confirmIntent(turn, intent);
  if (outcome.kind === 'declined' || outcome.kind === 'requires_action') {
    const attempted = turn.change(invoice, {
      attempt_count: number(invoice['attempt_count']) + 1,
      attempted: true,
      next_payment_attempt: invoice['billing_reason'] === 'manual' ? null : turn.now + 3 * day,
    });
    const event = outcome.kind === 'declined' ? 'payment_failed' : 'payment_action_required';
    turn.emit(`invoice.${event}`, attempted);
    return { invoice: attempted, error: cardError(outcome, { payment_intent: after }, true) };
  }
  if (outcome.kind === 'processing' || outcome.kind === 'settles_not') return { invoice };
  const [payment] = turn.all('invoice_payment', { 'payment.payment_intent': intent.id });
  if (payment) {
    const paid = { amount_paid: amount, status: 'paid', 'status_transitions.paid_at': turn.now };
    turn.emit('invoice_payment.paid', turn.change(payment, paid, { quiet: true }));
  }
  return {
    invoice: markPaid(
      turn,
      turn.change(invoice, { attempt_count: number(invoice['attempt_count']) + 1 }, { quiet: true }),
    ),
  };
}

/** The payment intent of an invoice, made when there is none that can still be paid. */
export function intentFor(
  turn: Turn,
  invoice: StripeObject,
  method: string | null,
  amount: number,
): StripeObject {
  const [known] = turn
    .all('invoice_payment', { invoice: invoice.id })
    .map((payment) => turn.find('payment_intent', record(payment['payment'])['payment_intent']))
    .filter((intent) => intent?.['status'] !== 'succeeded' && intent?.['status'] !== 'canceled');
  if (known) return turn.change(known, { amount, payment_method: method }, { quiet: true });
  const id = `pi_${randomText(24)}`;
  const intent = turn.create(
    'payment_intent',
    {
      amount,
      client_secret: `${id}_secret_${randomText(25)}`,
      currency: invoice['currency'],
      customer: invoice['customer'],
      description: text(invoice['description']) ?? 'Payment for Invoice',
      payment_method: method,
      payment_method_options: null,
      status: method === null ? 'requires_payment_method' : 'requires_confirmation',
    },
    { id },
  );
  turn.create('invoice_payment', {
    amount_requested: amount,
    amount_paid: null,
    currency: invoice['currency'],
    invoice: invoice.id,
    is_default: true,
    'payment.payment_intent': intent.id,
    'payment.type': 'payment_intent',
    status: 'open',
  });
  return intent;
}

function methodFor(turn: Turn, invoice: StripeObject, given: Given): StripeObject | undefined {
  const named = text(given['payment_method']);
  if (named !== undefined) return paymentMethodFor(turn, named);
  const customer = turn.need('customer', invoice['customer']);
  return payableWith(turn, customer, text(invoice['default_payment_method']));
}

/** What a customer's invoices are paid with. */
export function payableWith(turn: Turn, customer: StripeObject, chosen?: string): StripeObject | undefined {
  const method = chosen ?? text(record(customer['invoice_settings'])['default_payment_method']);
  const found = turn.find('payment_method', method);
  if (found) return found;
  const card = turn.find('card', customer['default_source']);
  if (!card) return undefined;
  // Payment intents know Sources' cards as payment methods with the same id.
  const same = turn.find('payment_method', card.id);
  if (same) return same;
  const { brand, country, exp_month, exp_year, fingerprint, funding, last4 } = card;
  const details = { brand, country, exp_month, exp_year, fingerprint, funding, last4 };
  const values = {
    customer: customer.id,
    type: 'card',
    card: {
      checks: null,
      display_brand: null,
      generated_from: null,
      networks: null,
      regulated_status: 'unregulated',
      three_d_secure_usage: null,
      wallet: null,
      ...details,
      brand: String(brand).toLowerCase(),
    },
  };
  return turn.create('payment_method', values, { id: card.id, hidden: turn.hidden(card), quiet: true });
}
