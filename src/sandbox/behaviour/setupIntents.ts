import { apiErrors } from '../api/apiError.ts';
import { randomText } from '../state/ids.ts';
import type { Turn } from '../objects/turn.ts';
import type { StripeObject } from '../state/objects.ts';
import { text, type Behaviour, type Given } from './behaviour.ts';
import { attach, cardError, outcomeOf, paymentMethodFor } from './paymentMethods.ts';

function confirm(turn: Turn, intent: StripeObject, given: Given): StripeObject {
  const named = text(given['payment_method']) ?? text(intent['payment_method']);
  if (named === undefined)
    throw apiErrors.state(
      "You cannot confirm this SetupIntent because it's missing a payment method. Update the SetupIntent with a payment method and then confirm it again.",
      'setup_intent_unexpected_state',
    );
  const method = paymentMethodFor(turn, named);
  const outcome = outcomeOf(turn, method);
  if (outcome.kind === 'declined' && outcome.refusedAtOnce) {
    const failed = turn.change(intent, {
      status: 'requires_payment_method',
      payment_method: null,
      last_setup_error: {
        code: outcome.code,
        decline_code: outcome.declineCode,
        message: outcome.message,
        payment_method: method,
        type: 'card_error',
      },
    });
    turn.emit('setup_intent.setup_failed', failed);
    throw cardError(outcome, { payment_method: method, setup_intent: failed }, true);
  }
  if (outcome.kind === 'requires_action') {
    const action = { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect' } };
    const waiting = turn.change(intent, {
      status: 'requires_action',
      next_action: action,
      payment_method: method.id,
    });
    turn.emit('setup_intent.requires_action', waiting);
    return waiting;
  }
  const customer = text(intent['customer']);
  const kept = customer === undefined ? method : attach(turn, method, customer);
  const done = turn.change(intent, { status: 'succeeded', payment_method: kept.id, next_action: null });
  turn.emit('setup_intent.succeeded', done);
  return done;
}

export const setupIntentBehaviours = {
  setup_intent: {
    defaults: () => ({
      metadata: {},
      payment_method_types: ['card'],
      status: 'requires_payment_method',
      usage: 'off_session',
    }),
    undeclared: ['payment_method_types'],
    values: (turn, given, id) => {
      const named = text(given['payment_method']);
      return {
        client_secret: `${id}_secret_${randomText(25)}`,
        payment_method_options: null,
        ...(named !== undefined && {
          payment_method: paymentMethodFor(turn, named).id,
          status: 'requires_confirmation',
        }),
      };
    },
    created: (turn, intent, given) => (given['confirm'] === true ? confirm(turn, intent, {}) : intent),
    actions: {
      confirm,
      cancel: {
        from: ['requires_payment_method', 'requires_confirmation', 'requires_action'],
        set: (_, __, given) => ({
          status: 'canceled',
          cancellation_reason: text(given['cancellation_reason']) ?? null,
          next_action: null,
        }),
        events: ['setup_intent.canceled'],
      },
    },
  },
} satisfies Record<string, Behaviour>;
