import { apiErrors } from '../api/apiError.ts';
import { randomText } from '../state/ids.ts';
import type { Turn } from '../objects/turn.ts';
import type { Values } from '../objects/values.ts';
import type { StripeObject } from '../state/objects.ts';
import { day, number, record, text, without, type Behaviour } from './behaviour.ts';
import { book } from './ledger.ts';
import { cardError, cardFor, chargeDetails } from './paymentMethods.ts';
import { testCards, type Outcome } from './testCards.ts';

/** What is paid, with what. */
export interface Payment {
  readonly amount: number;
  readonly method: StripeObject;
  readonly outcome: Outcome;
  /** The money is only reserved. */
  readonly manual?: boolean;
  readonly values: Values;
}

/** Makes the charge of a payment, in the state that its outcome gives it, and tells of it. */
export function charge(turn: Turn, { amount, method, outcome, manual, values }: Payment): StripeObject {
  const details = record(method['billing_details']);
  const common: Values = {
    amount,
    billing_details: { address: null, email: null, name: null, phone: null, tax_id: null, ...details },
    calculated_statement_descriptor: 'SANDBOX',
    payment_method: method.id,
    payment_method_details: chargeDetails(method),
    ...values,
  };
  const made = turn.create('charge', { ...common, ...stateOf(outcome, manual ?? false) }, { quiet: true });
  if (outcome.kind === 'declined') {
    turn.emit('charge.failed', made);
    return made;
  }
  if (outcome.kind !== 'succeeds') {
    turn.emit('charge.pending', made);
    return made;
  }
  turn.emit('charge.succeeded', made);
  return made;
}

function stateOf(outcome: Outcome, manual: boolean): Values {
  const { code, declineCode, message } = outcome;
  if (outcome.kind === 'declined')
    return {
      status: 'failed',
      paid: false,
      captured: false,
      failure_code: code,
      failure_message: message,
      outcome: {
        advice_code: 'try_again_later',
        network_advice_code: null,
        network_decline_code: null,
        network_status: 'declined_by_network',
        reason: declineCode ?? null,
        risk_level: 'normal',
        risk_score: 24,
        seller_message: 'The bank did not return any further details with this decline.',
        type: 'issuer_declined',
      },
    };
  const approved = {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: null,
    network_status: 'approved_by_network',
    reason: null,
    risk_level: 'normal',
    risk_score: 24,
    seller_message: 'Payment complete.',
    type: 'authorized',
  };
  if (outcome.kind !== 'succeeds')
    return { status: 'pending', paid: false, captured: true, outcome: approved };
  return {
    status: 'succeeded',
    paid: true,
    captured: !manual,
    outcome: approved,
    receipt_url: `https://pay.stripe.com/receipts/payment/${randomText(24)}`,
  };
}

/** Books the money of a charge, and tells of it unless the charge is only just being told of. */
export function settle(turn: Turn, charge: StripeObject, amount: number, outcome: Outcome): StripeObject {
  const type = record(charge['payment_method_details'])['type'] === 'card' ? 'charge' : 'payment';
  const availableAtOnce = outcome.availableAtOnce ?? false;
  const transaction = book(turn, type, charge, amount, {
    availableAtOnce,
    description: charge['description'],
  });
  const settled = turn.change(charge, { amount_captured: amount, balance_transaction: transaction.id });
  if (availableAtOnce) announceBalance(turn);
  return outcome.dispute ? dispute(turn, settled, outcome.dispute) : settled;
}

function announceBalance(turn: Turn): void {
  const available = turn
    .all('balance_transaction', { status: 'available' })
    .reduce((sum, { net }) => sum + number(net), 0);
  const funds = (amount: number) => [{ amount, currency: 'usd', source_types: { card: amount } }];
  turn.emit('balance.available', {
    object: 'balance',
    available: funds(available),
    livemode: false,
    pending: funds(0),
  } as unknown as StripeObject);
}

function dispute(turn: Turn, charge: StripeObject, kind: 'dispute' | 'inquiry'): StripeObject {
  const inquiry = kind === 'inquiry';
  const amount = number(charge['amount']);
  const made = turn.create(
    'dispute',
    {
      amount,
      charge: charge.id,
      currency: charge['currency'],
      'evidence_details.due_by': turn.now + 9 * day,
      'evidence_details.submission_method': 'not_submitted',
      is_charge_refundable: inquiry,
      metadata: {},
      payment_intent: charge['payment_intent'],
      reason: 'fraudulent',
      status: inquiry ? 'warning_needs_response' : 'needs_response',
    },
    { quiet: true },
  );
  const disputed = turn.change(charge, { disputed: true });
  turn.emit('charge.dispute.created', made);
  if (inquiry) return disputed;
  const withdrawn = book(turn, 'adjustment', made, -amount, {
    description: `Chargeback withdrawal for ${charge.id}`,
  });
  const after = turn.change(made, { balance_transactions: [withdrawn] }, { quiet: true });
  turn.emit('charge.dispute.funds_withdrawn', after);
  return disputed;
}

const chargeBehaviour: Behaviour = {
  defaults: () => ({ metadata: {}, fraud_details: {}, transfer_data: null }),
  required: ['amount', 'currency'],
  values: (_, given) => ({ capture: undefined, captured: given['capture'] !== false }),
  created: (turn, made, given) => {
    // A charge of the old kind: paid with a token or a customer's card.
    const customer =
      text(given['customer']) === undefined ? undefined : turn.find('customer', given['customer']);
    const source = text(given['source']) ?? text(customer?.['default_source']);
    if (source === undefined) throw apiErrors.state('Must provide source or customer.', 'parameter_missing');
    const card = turn.find('card', source) ?? cardFor(turn, source, {});
    const outcome = testCards[String(turn.hidden(card)['card'])]?.outcome ?? { kind: 'succeeds' };
    turn.remove(made, { quiet: true });
    const amount = number(given['amount']);
    const manual = given['capture'] === false;
    const paid = charge(turn, {
      amount,
      method: card,
      outcome,
      manual,
      values: { ...without(made, 'id', 'object'), source: card },
    });
    if (outcome.kind === 'declined') throw cardError(outcome, { charge: paid.id }, true);
    return manual ? paid : settle(turn, paid, amount, outcome);
  },
  actions: {
    capture: (turn, made, given) => {
      if (made['captured'] === true)
        throw apiErrors.state(`Charge ${made.id} has already been captured.`, 'charge_already_captured');
      const captured = turn.change(made, { captured: true }, { quiet: true });
      const settled = settle(turn, captured, number(given['amount'] ?? made['amount']), { kind: 'succeeds' });
      turn.emit('charge.captured', settled);
      return settled;
    },
  },
};

const refundBehaviour: Behaviour = {
  defaults: () => ({ metadata: {}, status: 'succeeded' }),
  undeclared: [],
  values: (turn, given) => {
    const intent = text(given['payment_intent']);
    const chargeId =
      intent === undefined
        ? text(given['charge'])
        : text(turn.need('payment_intent', intent, 'payment_intent')['latest_charge']);
    if (chargeId === undefined)
      throw intent === undefined
        ? apiErrors.missing('charge')
        : apiErrors.state(`This PaymentIntent (${intent}) does not have a successful charge to refund.`);
    const refunded = turn.need('charge', chargeId, 'charge');
    const left =
      number(refunded['amount_captured'] || refunded['amount']) - number(refunded['amount_refunded']);
    if (refunded['refunded'] === true || left <= 0)
      throw apiErrors.state(`Charge ${chargeId} has already been refunded.`, 'charge_already_refunded');
    const amount = given['amount'] === undefined ? left : number(given['amount']);
    if (amount > left)
      throw apiErrors.state(
        `Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`,
        undefined,
        'amount',
      );
    return {
      amount,
      charge: chargeId,
      currency: refunded['currency'],
      customer: refunded['customer'],
      payment_intent: refunded['payment_intent'],
      payment_method: refunded['payment_method'],
      'destination_details.type': 'card',
      'destination_details.card.type': 'refund',
    };
  },
  created: (turn, refund) => {
    const refunded = turn.need('charge', refund['charge']);
    const amount = number(refund['amount']);
    const transaction = book(turn, 'refund', refund, -amount, { description: 'REFUND FOR CHARGE' });
    const total = number(refunded['amount_refunded']) + amount;
    const full = total >= number(refunded['amount_captured'] || refunded['amount']);
    const before = { amount_refunded: refunded['amount_refunded'], refunded: refunded['refunded'] };
    const after = turn.change(refunded, { amount_refunded: total, refunded: full }, { quiet: true });
    turn.emit('charge.refunded', after, before);
    return turn.change(refund, { balance_transaction: transaction.id });
  },
};

const disputeBehaviour: Behaviour = {
  defaults: () => ({ metadata: {} }),
  updating: (_, dispute, given) => {
    const evidence = record(given['evidence']);
    if (Object.keys(evidence).length === 0) return {};
    return {
      'evidence_details.has_evidence': true,
      ...(given['submit'] !== false && {
        'evidence_details.submission_count':
          number(record(dispute['evidence_details'])['submission_count']) + 1,
        'evidence_details.submission_method': 'manual',
        status: String(dispute['status']).startsWith('warning') ? 'warning_under_review' : 'under_review',
      }),
    };
  },
  updated: (turn, dispute, given) => {
    const verdict = text(record(given['evidence'])['uncategorized_text']);
    if (verdict !== 'winning_evidence' && verdict !== 'losing_evidence') return dispute;
    const won = verdict === 'winning_evidence';
    const closed = turn.change(dispute, { status: won ? 'won' : 'lost' }, { quiet: true });
    turn.emit('charge.dispute.closed', closed);
    if (won) turn.emit('charge.dispute.funds_reinstated', closed);
    return closed;
  },
  actions: {
    close: {
      from: ['needs_response', 'warning_needs_response', 'under_review', 'warning_under_review'],
      set: (_, dispute) => ({
        status: String(dispute['status']).startsWith('warning') ? 'warning_closed' : 'lost',
        is_charge_refundable: false,
      }),
      events: ['charge.dispute.closed'],
    },
  },
};

export const chargeBehaviours = {
  charge: chargeBehaviour,
  refund: refundBehaviour,
  dispute: disputeBehaviour,
} satisfies Record<string, Behaviour>;
