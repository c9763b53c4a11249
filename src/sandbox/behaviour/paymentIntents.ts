import { apiErrors } from '../api/apiError.ts';
import { randomText } from '../state/ids.ts';
import type { Turn } from '../objects/turn.ts';
import type { Values } from '../objects/values.ts';
import type { StripeObject } from '../state/objects.ts';
import { number, record, text, type Act, type Behaviour, type Given } from './behaviour.ts';
import { charge, settle } from './charges.ts';
import { attach, cardError, outcomeOf, paymentMethodFor } from './paymentMethods.ts';
import type { Outcome } from './testCards.ts';

/** How an attempt to pay ended; a decline has its error, which the caller throws or not. */
export interface Confirmed {
  readonly intent: StripeObject;
  readonly outcome: Outcome;
}

/** Pays a payment intent with its payment method, and tells of all that follows. Never throws for a decline. */
export function confirmIntent(turn: Turn, intent: StripeObject): Confirmed {
  const method = turn.need('payment_method', intent['payment_method'], 'payment_method');
  const outcome = outcomeOf(turn, method);
  switch (outcome.kind) {
    case 'requires_action':
      return { intent: requireAction(turn, intent), outcome };
    case 'declined':
      return { intent: decline(turn, intent, method, outcome), outcome };
    case 'succeeds':
      return { intent: pay(turn, intent, method, outcome), outcome };
    default:
      return { intent: debit(turn, intent, method, outcome), outcome };
  }
}

/** What the charge takes over from its payment intent. */
function chargeValues(intent: StripeObject): Values {
  return {
    currency: intent['currency'],
    customer: intent['customer'],
    description: intent['description'],
    metadata: intent['metadata'],
    payment_intent: intent.id,
    receipt_email: intent['receipt_email'],
    shipping: intent['shipping'],
    statement_descriptor: intent['statement_descriptor'],
    transfer_group: intent['transfer_group'],
  };
}

function pay(turn: Turn, intent: StripeObject, method: StripeObject, outcome: Outcome): StripeObject {
  const manual = intent['capture_method'] === 'manual';
  const amount = number(intent['amount']);
  const made = charge(turn, { amount, method, outcome, manual, values: chargeValues(intent) });
  if (intent['setup_future_usage'] && text(intent['customer']) !== undefined)
    attach(turn, method, String(intent['customer']));
  const paid = { latest_charge: made.id, last_payment_error: null, next_action: null };
  if (manual) {
    const held = turn.change(intent, { ...paid, status: 'requires_capture', amount_capturable: amount });
    turn.emit('payment_intent.amount_capturable_updated', held);
    return held;
  }
  const after = turn.change(intent, { ...paid, status: 'succeeded', amount_received: amount });
  turn.emit('payment_intent.succeeded', after);
  settle(turn, made, amount, outcome);
  return after;
}

function decline(turn: Turn, intent: StripeObject, method: StripeObject, outcome: Outcome): StripeObject {
  const made = charge(turn, {
    amount: number(intent['amount']),
    method,
    outcome,
    values: chargeValues(intent),
  });
  const after = turn.change(intent, {
    status: 'requires_payment_method',
    latest_charge: made.id,
    payment_method: null,
    next_action: null,
    last_payment_error: {
      charge: made.id,
      code: outcome.code,
      decline_code: outcome.declineCode,
      doc_url: `https://docs.stripe.com/error-codes/${String(outcome.code).replaceAll('_', '-')}`,
      message: outcome.message,
      payment_method: method,
      type: 'card_error',
    },
  });
  turn.emit('payment_intent.payment_failed', after);
  return after;
}

function requireAction(turn: Turn, intent: StripeObject): StripeObject {
  const returnUrl = text(turn.hidden(intent)['return_url']);
  const action =
    returnUrl === undefined
      ? { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect' } }
      : {
          type: 'redirect_to_url',
          redirect_to_url: {
            return_url: returnUrl,
            url: `https://hooks.stripe.com/3d_secure_2/${randomText(24)}`,
          },
        };
  const after = turn.change(intent, { status: 'requires_action', next_action: action });
  turn.emit('payment_intent.requires_action', after);
  return after;
}

/** A debit of a bank account, which takes days; the sandbox knows at once how it ends. */
function debit(turn: Turn, intent: StripeObject, method: StripeObject, outcome: Outcome): StripeObject {
  const amount = number(intent['amount']);
  const made = charge(turn, { amount, method, outcome, values: chargeValues(intent) });
  const processing = turn.change(intent, { status: 'processing', latest_charge: made.id });
  turn.emit('payment_intent.processing', processing);
  if (outcome.kind === 'settles') {
    const paid = turn.change(made, { status: 'succeeded', paid: true }, { quiet: true });
    turn.emit('charge.succeeded', paid);
    const after = turn.change(processing, { status: 'succeeded', amount_received: amount });
    turn.emit('payment_intent.succeeded', after);
    settle(turn, paid, amount, outcome);
  } else if (outcome.kind === 'settles_not') {
    const failed = turn.change(
      made,
      { status: 'failed', captured: false, failure_code: outcome.code, failure_message: outcome.message },
      { quiet: true },
    );
    turn.emit('charge.failed', failed);
    const error = {
      code: outcome.code,
      message: outcome.message,
      type: 'card_error',
      payment_method: method,
    };
    const after = turn.change(processing, {
      status: 'requires_payment_method',
      payment_method: null,
      last_payment_error: error,
    });
    turn.emit('payment_intent.payment_failed', after);
  }
  return processing;
}

/** Confirms as a request does: a decline is an error, and stays done. */
function confirmOrThrow(turn: Turn, intent: StripeObject, given: Given): StripeObject {
  const ready = withMethod(turn, intent, given);
  if (isBankTransfer(ready, given)) return awaitTransfer(turn, ready, given);
  if (text(ready['payment_method']) === undefined)
    throw apiErrors.state(
      "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
      'payment_intent_unexpected_state',
    );
  const { intent: after, outcome } = confirmIntent(turn, ready);
  if (outcome.kind !== 'declined') return turn.need('payment_intent', after.id);
  const { charge: chargeId, payment_method: method } = record(after['last_payment_error']);
  throw cardError(outcome, { charge: chargeId, payment_intent: after, payment_method: method }, true);
}

function withMethod(turn: Turn, intent: StripeObject, given: Given): StripeObject {
  const data = record(given['payment_method_data']);
  const named = text(given['payment_method']);
  if (named !== undefined)
    return turn.change(intent, { payment_method: paymentMethodFor(turn, named).id }, { quiet: true });
  const type = text(data['type']);
  if (type === undefined || type === 'customer_balance') return intent;
  const details = record(data['billing_details']);
  const values = { type, 'billing_details.name': details['name'], 'billing_details.email': details['email'] };
  const method = turn.create('payment_method', values, { quiet: true });
  return turn.change(intent, { payment_method: method.id }, { quiet: true });
}

function isBankTransfer(intent: StripeObject, given: Given): boolean {
  const types = intent['payment_method_types'];
  return (
    record(given['payment_method_data'])['type'] === 'customer_balance' ||
    (Array.isArray(types) && types.length === 1 && types[0] === 'customer_balance')
  );
}

/** A payment that the customer is to make by bank transfer, out of the cash balance. */
function awaitTransfer(turn: Turn, intent: StripeObject, given: Given): StripeObject {
  const funding = record(
    record(record(given['payment_method_options'])['customer_balance'])['bank_transfer'],
  );
  const method = turn.create(
    'payment_method',
    { type: 'customer_balance', customer_balance: {}, customer: intent['customer'] },
    { quiet: true },
  );
  const after = turn.change(intent, {
    payment_method: method.id,
    status: 'requires_action',
    next_action: {
      type: 'display_bank_transfer_instructions',
      display_bank_transfer_instructions: {
        amount_remaining: intent['amount'],
        currency: intent['currency'],
        hosted_instructions_url: `https://payments.stripe.com/bank_transfers/instructions/${randomText(24)}`,
        reference: randomText(12).toUpperCase(),
        type: (text(funding['type']) ?? 'us_bank_transfer').replace(/_account$/, '_transfer'),
      },
    },
  });
  turn.emit('payment_intent.requires_action', after);
  return after;
}

const cancel: Act = (turn, intent, given) => {
  const status = String(intent['status']);
  if (status === 'succeeded' || status === 'canceled')
    throw apiErrors.state(
      `You cannot cancel this PaymentIntent because it has a status of ${status}. Only a PaymentIntent with one of the following statuses may be canceled: requires_payment_method, requires_capture, requires_confirmation, requires_action, processing.`,
      'payment_intent_unexpected_state',
    );
  const held = turn.find('charge', intent['latest_charge']);
  const after = turn.change(intent, {
    status: 'canceled',
    canceled_at: turn.now,
    cancellation_reason: text(given['cancellation_reason']) ?? null,
    amount_capturable: 0,
    next_action: null,
  });
  if (held && status === 'requires_capture') {
    const released = { amount_refunded: held['amount'], refunded: true };
    turn.emit('charge.refunded', turn.change(held, released, { quiet: true }));
  }
  turn.emit('payment_intent.canceled', after);
  return after;
};

const capture: Act = (turn, intent, given) => {
  if (intent['status'] !== 'requires_capture')
    throw apiErrors.state(
      `This PaymentIntent could not be captured because it has a status of ${String(intent['status'])}. Only a PaymentIntent with one of the following statuses may be captured: requires_capture.`,
      'payment_intent_unexpected_state',
    );
  const amount = number(given['amount_to_capture'] ?? intent['amount']);
  const held = turn.change(turn.need('charge', intent['latest_charge']), { captured: true }, { quiet: true });
  const settled = settle(turn, held, amount, { kind: 'succeeds' });
  turn.emit('charge.captured', settled);
  const after = turn.change(intent, { status: 'succeeded', amount_capturable: 0, amount_received: amount });
  turn.emit('payment_intent.succeeded', after);
  return after;
};

export const paymentIntentBehaviours = {
  payment_intent: {
    defaults: () => ({
      capture_method: 'automatic_async',
      confirmation_method: 'automatic',
      metadata: {},
      payment_method_types: ['card'],
      status: 'requires_payment_method',
    }),
    required: ['amount', 'currency'],
    undeclared: ['payment_method_types', 'source'],
    values: (turn, given, id) => {
      const named = text(given['payment_method']);
      return {
        client_secret: `${id}_secret_${randomText(25)}`,
        allowed_payment_method_types: null,
        payment_method_options: null,
        ...(record(given['automatic_payment_methods'])['enabled'] === true && {
          automatic_payment_methods: { allow_redirects: 'always', enabled: true },
        }),
        ...(named !== undefined && {
          payment_method: paymentMethodFor(turn, named).id,
          status: 'requires_confirmation',
        }),
      };
    },
    hidden: (_, given) => ({ return_url: given['return_url'] ?? null }),
    created: (turn, intent, given) =>
      given['confirm'] === true
        ? confirmOrThrow(turn, intent, { ...given, payment_method: undefined })
        : intent,
    updating: (turn, intent, given) => {
      const named = text(given['payment_method']);
      return named !== undefined && intent['status'] === 'requires_payment_method'
        ? { payment_method: paymentMethodFor(turn, named).id, status: 'requires_confirmation' }
        : {};
    },
    actions: {
      cancel,
      capture,
      confirm: (turn, intent, given) => {
        const status = String(intent['status']);
        if (status === 'succeeded' || status === 'canceled' || status === 'processing')
          throw apiErrors.state(
            `You cannot confirm this PaymentIntent because it has already ${status} after being previously confirmed.`,
            'payment_intent_unexpected_state',
          );
        return confirmOrThrow(turn, intent, given);
      },
      increment_authorization: (turn, intent, given) => {
        const amount = number(given['amount']);
        const held = turn.change(turn.need('charge', intent['latest_charge']), { amount });
        return turn.change(intent, { amount, amount_capturable: amount, latest_charge: held.id });
      },
    },
  },
} satisfies Record<string, Behaviour>;
