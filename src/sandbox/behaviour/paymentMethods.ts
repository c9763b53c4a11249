import { ApiError, apiErrors } from '../api/apiError.ts';
import type { Turn } from '../objects/turn.ts';
import type { Values } from '../objects/values.ts';
import type { StripeObject } from '../state/objects.ts';
import { record, shown, text, type Behaviour, type Given } from './behaviour.ts';
import { accountOutcome, testCardName, testCards, type Outcome, type TestCard } from './testCards.ts';

/** How paying with a payment method goes. */
export function outcomeOf(turn: Turn, method: StripeObject): Outcome {
  const { card, account } = turn.hidden(method);
  if (typeof card === 'string') return testCards[card]?.outcome ?? { kind: 'succeeds' };
  if (typeof account === 'string') return accountOutcome(account);
  return { kind: method['type'] === 'card' ? 'succeeds' : 'settles' };
}

/** Whether a text is the test name of a payment method, such as `pm_card_visa`. */
export function isTestCard(given: string): boolean {
  return given.startsWith('pm_card_') && testCardName(given) !== undefined;
}

/** A new payment method of a test name. */
export function cardForName(turn: Turn, given: string): StripeObject {
  return cardMethod(turn, testCardName(given) ?? 'visa', {});
}

/** The payment method with an id; throws `resource_missing` about `param`. */
export function paymentMethodFor(turn: Turn, given: unknown, param = 'payment_method'): StripeObject {
  return turn.need('payment_method', given, param);
}

/** A payment method of a test card. */
function cardMethod(turn: Turn, name: string, values: Values): StripeObject {
  const card = testCards[name] as TestCard;
  return turn.create(
    'payment_method',
    { ...values, type: 'card', card: cardDetails(turn, card) },
    { hidden: { card: name }, quiet: true },
  );
}

/** The `card` of a payment method, as it is of a charge's `payment_method_details`, too. */
function cardDetails(turn: Turn, card: TestCard): Given {
  return {
    brand: card.brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
    country: card.country,
    display_brand: card.brand,
    exp_month: 12,
    exp_year: new Date(turn.now * 1000).getUTCFullYear() + 1,
    fingerprint: `sandbox${card.last4}${card.brand}`.slice(0, 16).padEnd(16, '0'),
    funding: card.funding,
    generated_from: null,
    last4: card.last4,
    networks: { available: [card.brand], preferred: null },
    regulated_status: 'unregulated',
    three_d_secure_usage: { supported: true },
    wallet: null,
  };
}

/** A customer's card (`card_…`) of a token, as Sources make it. */
export function cardFor(turn: Turn, token: unknown, owner: Values): StripeObject {
  const name = testCardName(token);
  const card = name === undefined ? undefined : testCards[name];
  if (!card || name === undefined) throw apiErrors.noSuch('token', String(token), 'source', 400);
  if (owner['customer'] !== undefined) refuseDeclined(card.outcome);
  return turn.create(
    'card',
    {
      ...owner,
      brand: card.brand === 'visa' ? 'Visa' : card.brand,
      country: card.country,
      cvc_check: 'pass',
      exp_month: 12,
      exp_year: new Date(turn.now * 1000).getUTCFullYear() + 1,
      fingerprint: `sandbox${card.last4}`,
      funding: card.funding,
      last4: card.last4,
      metadata: {},
      name: null,
    },
    { hidden: { card: name } },
  );
}

/** What a charge says of how it was paid. */
export function chargeDetails(method: StripeObject): Given {
  const type = shown(method['type'], 'card');
  if (type !== 'card') return { type, [type]: detailsOf(type, method[type]) };
  const card = method['object'] === 'card' ? method : record(method['card']);
  const { brand, country, exp_month, exp_year, fingerprint, funding, last4 } = card;
  const network = String(brand).toLowerCase();
  return {
    type,
    card: {
      amount_authorized: null,
      authorization_code: null,
      brand: network,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
      country,
      electronic_commerce_indicator: null,
      exp_month,
      exp_year,
      fingerprint,
      funding,
      installments: null,
      last4,
      mandate: null,
      network,
      network_transaction_id: null,
      regulated_status: 'unregulated',
      three_d_secure: null,
      transaction_link_id: null,
      wallet: null,
    },
  };
}

function detailsOf(type: string, details: unknown): Given {
  if (type !== 'sepa_debit') return {};
  const { bank_code, branch_code, country, fingerprint, last4 } = record(details);
  return { bank_code, branch_code, country, fingerprint, last4, mandate: null };
}

/** A card that is always declined is so when it is attached. */
function refuseDeclined(outcome: Outcome): void {
  if (outcome.kind === 'declined' && outcome.refusedAtOnce) throw cardError(outcome);
}

export function cardError(outcome: Outcome, more: Given = {}, keepsChanges = false): ApiError {
  return new ApiError(402, outcome.message ?? 'Your card was declined.', {
    type: 'card_error',
    code: outcome.code ?? 'card_declined',
    more: { ...(outcome.declineCode !== undefined && { decline_code: outcome.declineCode }), ...more },
    keepsChanges,
  });
}

/** Attaches a payment method to a customer, unless it is already. */
export function attach(turn: Turn, method: StripeObject, customer: string): StripeObject {
  if (method['customer'] === customer) return method;
  refuseDeclined(outcomeOf(turn, method));
  const after = turn.change(method, { customer }, { quiet: true });
  turn.emit('payment_method.attached', after);
  return after;
}

function valuesOf(turn: Turn, given: Given): Values {
  const card = record(given['card']);
  const sepa = record(given['sepa_debit']);
  const iban = text(sepa['iban']);
  const name =
    testCardName(card['token']) ?? testCardName(card['number']) ?? (given['card'] ? 'visa' : undefined);
  const details = record(given['billing_details']);
  return {
    type: given['type'] ?? 'card',
    ...(name !== undefined && { card: cardDetails(turn, testCards[name] as TestCard) }),
    ...(iban !== undefined && {
      sepa_debit: {
        bank_code: iban.slice(4, 9),
        branch_code: '',
        country: iban.slice(0, 2),
        fingerprint: `sandbox${iban.slice(-9)}`,
        generated_from: { charge: null, setup_attempt: null },
        last4: iban.slice(-4),
      },
    }),
    ...(Object.keys(details).length > 0 && {
      billing_details: { address: null, email: null, name: null, phone: null, tax_id: null, ...details },
    }),
  };
}

const noDetails = { address: null, email: null, name: null, phone: null, tax_id: null };

export const paymentMethodBehaviours = {
  payment_method: {
    defaults: () => ({
      billing_details: noDetails,
      metadata: {},
      customer: null,
      allow_redisplay: 'unspecified',
    }),
    values: valuesOf,
    hidden: (_, given) => {
      const card = record(given['card']);
      const name = testCardName(card['token']) ?? testCardName(card['number']);
      const account =
        text(record(given['sepa_debit'])['iban']) ?? text(record(given['us_bank_account'])['account_number']);
      return { ...(name !== undefined && { card: name }), ...(account !== undefined && { account }) };
    },
    actions: {
      attach: (turn, method, given) => {
        const customer = text(given['customer']);
        if (customer === undefined) throw apiErrors.missing('customer');
        return attach(turn, method, turn.need('customer', customer, 'customer').id);
      },
      detach: (turn, method) => {
        if (method['customer'] === null)
          throw apiErrors.state(
            `The payment method you provided is not attached to a customer so detachment is impossible.`,
          );
        const after = turn.change(method, { customer: null }, { quiet: true });
        turn.emit('payment_method.detached', after, { customer: method['customer'] });
        return after;
      },
    },
  },
} satisfies Record<string, Behaviour>;
