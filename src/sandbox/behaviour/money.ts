import { nothingDue } from '../objects/nothingDue.ts';
import { apiErrors } from '../api/apiError.ts';
import { newObjectId } from '../../payloads/objectId.ts';
import { bareObject } from '../objects/bare.ts';
import { withValues } from '../objects/values.ts';
import type { Turn } from '../objects/turn.ts';
import type { StripeObject } from '../state/objects.ts';
import { day, listed, number, record, text, type Behaviour, type Given } from './behaviour.ts';
import { book } from './ledger.ts';

/** Accounts, and money that moves between them and the bank; cards that are issued. */

/** An Issuing transaction; what a card is charged is negative. */
export function issuingTransaction(turn: Turn, given: Given): StripeObject {
  const card = turn.need('issuing.card', given['card'], 'card');
  const amount = number(given['amount']);
  const merchant = record(given['merchant_data']);
  const purchase = record(given['purchase_details']);
  const made = turn.create('issuing.transaction', {
    amount: -amount,
    amount_details: { atm_fee: null, cashback_amount: null },
    card: card.id,
    cardholder: record(card['cardholder'])['id'],
    currency: given['currency'] ?? card['currency'],
    merchant_amount: -amount,
    merchant_currency: given['currency'] ?? card['currency'],
    merchant_data: merchantData(turn, 'Issuing.Transaction.MerchantData', merchant),
    metadata: {},
    purchase_details: null,
    type: 'capture',
  });
  if (!Array.isArray(purchase['receipt'])) return made;
  const details = withValues(bareObject('Issuing.Transaction.PurchaseDetails', turn.shapes, turn.now), {
    receipt: purchase['receipt'].map((item) => receiptItem(record(item))),
    reference: purchase['reference'] ?? null,
  });
  const after = turn.change(made, { purchase_details: details }, { quiet: true });
  turn.emit('issuing_transaction.purchase_details_receipt_updated', after);
  return after;
}

function receiptItem({ description, quantity, total, unit_cost }: Given): Given {
  return {
    description: description ?? null,
    quantity: quantity === undefined ? null : number(quantity),
    total: total === undefined ? null : number(total),
    unit_cost: unit_cost === undefined ? null : number(unit_cost),
  };
}

function merchantData(turn: Turn, schema: string, given: Given): Given {
  return withValues(bareObject(schema, turn.shapes, turn.now), {
    category: 'computer_software_stores',
    category_code: '5734',
    name: 'Example Shop',
    network_id: '1234567890',
    ...given,
  });
}

/** An authorization that the card's issuer is asked about, approves, and tells of. */
export function authorize(turn: Turn, given: Given): StripeObject {
  const card = turn.need('issuing.card', given['card'], 'card');
  const amount = number(given['amount'] ?? given['held_amount']);
  const currency = text(given['currency']) ?? text(given['held_currency']) ?? card['currency'];
  const approved = card['status'] === 'active';
  const merchant = merchantData(turn, 'Issuing.Authorization.MerchantData', record(given['merchant_data']));
  const asked = {
    amount,
    amount_details: null,
    currency,
    is_amount_controllable: false,
    merchant_amount: amount,
    merchant_currency: currency,
    network_risk_score: null,
  };
  const made = turn.create(
    'issuing.authorization',
    {
      amount: 0,
      amount_details: { atm_fee: null, cashback_amount: null },
      authorization_method: given['authorization_method'] ?? 'online',
      card,
      cardholder: record(card['cardholder'])['id'],
      currency,
      merchant_amount: 0,
      merchant_currency: currency,
      merchant_data: merchant,
      metadata: {},
      pending_request: asked,
      status: 'pending',
    },
    { quiet: true },
  );
  turn.emit('issuing_authorization.request', made);
  const answered = turn.change(
    made,
    {
      amount: approved ? amount : 0,
      approved,
      merchant_amount: amount,
      pending_request: null,
      status: approved ? 'pending' : 'closed',
    },
    { quiet: true },
  );
  turn.emit('issuing_authorization.created', answered);
  return answered;
}

/** A transfer's reversal, in part or whole. */
function reverse(turn: Turn, reversal: StripeObject, given: Given): StripeObject {
  const transfer = turn.need('transfer', reversal['transfer']);
  const left = number(transfer['amount']) - number(transfer['amount_reversed']);
  const amount = given['amount'] === undefined ? left : number(given['amount']);
  if (amount > left)
    throw apiErrors.state(
      `Reversal amount (${amount}) is greater than what is left of the transfer (${left}).`,
    );
  const transaction = book(turn, 'transfer_refund', { ...reversal, currency: transfer['currency'] }, amount);
  const made = turn.change(
    reversal,
    { amount, balance_transaction: transaction.id, currency: transfer['currency'] },
    { quiet: true },
  );
  const total = number(transfer['amount_reversed']) + amount;
  const after = turn.change(transfer, {
    amount_reversed: total,
    reversed: total === number(transfer['amount']),
    'reversals.data': [made, ...listed(transfer, 'reversals')],
  });
  turn.emit('transfer.reversed', after);
  return made;
}

function booked(type: string, sign: 1 | -1): Behaviour['created'] {
  return (turn, object) => {
    const transaction = book(turn, type, object, sign * number(object['amount']), {
      description: object['description'],
    });
    const after = turn.change(object, { balance_transaction: transaction.id }, { quiet: true });
    const at = turn.drafts.findIndex((draft) => draft.object.id === object.id);
    const draft = turn.drafts[at];
    if (draft) turn.drafts[at] = { ...draft, object: after };
    return after;
  };
}

export const moneyBehaviours = {
  account: {
    defaults: () => ({
      business_type: null,
      capabilities: {},
      charges_enabled: false,
      'controller.type': 'application',
      country: 'US',
      default_currency: 'usd',
      details_submitted: false,
      email: null,
      future_requirements: nothingDue,
      metadata: {},
      payouts_enabled: false,
      requirements: nothingDue,
      'settings.dashboard': { display_name: null, timezone: 'Etc/UTC' },
      type: 'standard',
    }),
    values: (turn, _, id) => ({
      created: turn.now,
      external_accounts: {
        object: 'list',
        data: [],
        has_more: false,
        url: `/v1/accounts/${id}/external_accounts`,
      },
    }),
    deleted: (turn, account) => {
      turn.remove(account, { quiet: true });
      const application = { id: newObjectId('application'), object: 'application', name: 'Offline sandbox' };
      turn.emit('account.application.deauthorized', application, undefined, account.id);
      return account;
    },
  },
  transfer: {
    defaults: () => ({ metadata: {}, source_type: 'card' }),
    required: ['currency', 'destination'],
    values: (_, given, id) => {
      if (given['amount'] === undefined) throw apiErrors.missing('amount');
      return {
        'reversals.url': `/v1/transfers/${id}/reversals`,
        transfer_group: given['transfer_group'] ?? `group_${id.slice(3)}`,
      };
    },
    created: booked('transfer', -1),
  },
  transfer_reversal: { defaults: () => ({ metadata: {} }), created: reverse },
  payout: {
    defaults: (turn) => ({
      arrival_date: turn.now + 2 * day,
      metadata: {},
      method: 'standard',
      reconciliation_status: 'not_applicable',
      source_type: 'card',
      status: 'pending',
      type: 'bank_account',
    }),
    created: booked('payout', -1),
    actions: {
      cancel: { from: ['pending'], set: () => ({ status: 'canceled' }), events: ['payout.canceled'] },
    },
  },
  topup: {
    defaults: (turn) => ({ expected_availability_date: turn.now + 5 * day, metadata: {}, status: 'pending' }),
    created: booked('topup', 1),
    actions: {
      cancel: { from: ['pending'], set: () => ({ status: 'canceled' }), events: ['topup.canceled'] },
    },
  },
  'issuing.cardholder': {
    defaults: () => ({ metadata: {}, status: 'active', type: 'individual' }),
    values: (_, given) => ({
      individual: given['individual'] === undefined ? null : undefined,
      'requirements.disabled_reason': null,
      'requirements.past_due': [],
    }),
  },
  'issuing.card': {
    defaults: (turn) => ({
      brand: 'Visa',
      exp_month: 12,
      exp_year: new Date(turn.now * 1000).getUTCFullYear() + 3,
      last4: '0011',
      metadata: {},
      status: 'inactive',
    }),
    required: ['currency', 'type'],
    values: (turn, given) => ({
      cardholder: turn.need('issuing.cardholder', given['cardholder'], 'cardholder'),
    }),
  },
  'reporting.report_run': {
    defaults: () => ({ status: 'pending' }),
    created: (turn, run) => {
      const done = turn.change(run, { status: 'succeeded', succeeded_at: turn.now }, { quiet: true });
      turn.emit('reporting.report_run.succeeded', done);
      return run;
    },
  },
  'identity.verification_session': {
    defaults: () => ({ metadata: {}, status: 'requires_input' }),
    values: (_, __, id) => ({
      client_secret: `${id}_secret`,
      url: `https://verify.stripe.com/start/test_${id.slice(3)}`,
    }),
    actions: {
      cancel: {
        from: ['requires_input'],
        set: () => ({ status: 'canceled', client_secret: null, url: null }),
        events: ['identity.verification_session.canceled'],
      },
      redact: {
        set: () => ({ redaction: { status: 'redacted' }, client_secret: null, url: null }),
        events: ['identity.verification_session.redacted'],
      },
    },
  },
  'billing_portal.configuration': {
    defaults: (turn) => ({ active: true, is_default: false, metadata: {}, updated: turn.now }),
    updating: (turn) => ({ updated: turn.now }),
  },
  'billing_portal.session': {
    required: ['customer'],
    values: (turn, given, id) => ({
      configuration: given['configuration'] ?? portal(turn).id,
      url: `https://billing.stripe.com/p/session/test_${id.slice(4)}`,
    }),
  },
  'billing.meter': {
    defaults: (turn) => ({ status: 'active', updated: turn.now }),
    values: (turn, given) => {
      if (turn.all('billing.meter', { event_name: String(given['event_name']), status: 'active' }).length > 0)
        throw apiErrors.invalid(
          'event_name',
          `An active meter with the event name ${String(given['event_name'])} exists already.`,
          'resource_already_exists',
        );
      return {
        'customer_mapping.event_payload_key': 'stripe_customer_id',
        'customer_mapping.type': 'by_id',
        'value_settings.event_payload_key': 'value',
      };
    },
    actions: {
      deactivate: {
        from: ['active'],
        set: (turn) => ({
          status: 'inactive',
          'status_transitions.deactivated_at': turn.now,
          updated: turn.now,
        }),
        events: ['billing.meter.deactivated'],
      },
      reactivate: {
        from: ['inactive'],
        set: (turn) => ({ status: 'active', 'status_transitions.deactivated_at': null, updated: turn.now }),
        events: ['billing.meter.reactivated'],
      },
    },
  },
} satisfies Record<string, Behaviour>;

/** The portal's default configuration, made with the first session. */
function portal(turn: Turn): StripeObject {
  const [known] = turn.all('billing_portal.configuration', { is_default: true });
  if (known) return known;
  const values = { active: true, is_default: true, metadata: {}, updated: turn.now };
  return turn.create('billing_portal.configuration', values, { quiet: true });
}
