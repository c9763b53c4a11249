/**
 * Stripe's test cards and accounts: what paying with each comes to. Source: https://docs.stripe.com/testing and
 * https://docs.stripe.com/payments/sepa-debit/accept-a-payment for the account numbers.
 */

/** What paying with a card or account comes to. */
export interface Outcome {
  readonly kind: 'succeeds' | 'declined' | 'requires_action' | 'processing' | 'settles' | 'settles_not';
  /** Of a declined payment. */
  readonly code?: string;
  readonly declineCode?: string;
  readonly message?: string;
  /** It is declined when it is attached to a customer, too. */
  readonly refusedAtOnce?: boolean;
  /** The charge is disputed, or inquired about. */
  readonly dispute?: 'dispute' | 'inquiry';
  /** The money is available without delay. */
  readonly availableAtOnce?: boolean;
}

export interface TestCard {
  readonly brand: string;
  readonly last4: string;
  readonly funding: string;
  readonly country: string;
  readonly outcome: Outcome;
}

const succeeds: Outcome = { kind: 'succeeds' };

function declined(declineCode: string, message = 'Your card was declined.', code = 'card_declined'): Outcome {
  return { kind: 'declined', code, declineCode, message, refusedAtOnce: true };
}

function card(
  brand: string,
  last4: string,
  outcome: Outcome = succeeds,
  more: Partial<TestCard> = {},
): TestCard {
  return { brand, last4, funding: 'credit', country: 'US', outcome, ...more };
}

const authenticates: Outcome = {
  kind: 'requires_action',
  code: 'authentication_required',
  declineCode: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
};

/** By what follows `pm_card_` and `tok_`. */
export const testCards: Readonly<Record<string, TestCard>> = {
  visa: card('visa', '4242'),
  visa_debit: card('visa', '5556', succeeds, { funding: 'debit' }),
  mastercard: card('mastercard', '4444'),
  mastercard_debit: card('mastercard', '8210', succeeds, { funding: 'debit' }),
  mastercard_prepaid: card('mastercard', '5100', succeeds, { funding: 'prepaid' }),
  amex: card('amex', '8431'),
  discover: card('discover', '9424'),
  diners: card('diners', '4513'),
  jcb: card('jcb', '0505'),
  unionpay: card('unionpay', '0005'),
  bypassPending: card('visa', '0077', { ...succeeds, availableAtOnce: true }),
  createDispute: card('visa', '0259', { ...succeeds, dispute: 'dispute' }),
  createDisputeProductNotReceived: card('visa', '2685', { ...succeeds, dispute: 'dispute' }),
  createDisputeInquiry: card('visa', '1976', { ...succeeds, dispute: 'inquiry' }),
  authenticationRequired: card('visa', '3184', authenticates),
  authenticationRequiredOnSetup: card('visa', '3155', authenticates),
  threeDSecure2Required: card('visa', '3220', authenticates),
  threeDSecureRequired: card('visa', '3063', authenticates),
  chargeDeclined: card('visa', '0002', declined('generic_decline')),
  visa_chargeDeclined: card('visa', '0002', declined('generic_decline')),
  chargeCustomerFail: card('visa', '0341', { ...declined('generic_decline'), refusedAtOnce: false }),
  chargeDeclinedInsufficientFunds: card(
    'visa',
    '9995',
    declined('insufficient_funds', 'Your card has insufficient funds.'),
  ),
  chargeDeclinedLostCard: card('visa', '9987', declined('lost_card')),
  chargeDeclinedStolenCard: card('visa', '9979', declined('stolen_card')),
  chargeDeclinedFraudulent: card('visa', '0019', declined('fraudulent')),
  chargeDeclinedExpiredCard: card(
    'visa',
    '0069',
    declined('expired_card', 'Your card has expired.', 'expired_card'),
  ),
  chargeDeclinedIncorrectCvc: card(
    'visa',
    '0127',
    declined('incorrect_cvc', "Your card's security code is incorrect.", 'incorrect_cvc'),
  ),
  chargeDeclinedProcessingError: card(
    'visa',
    '0119',
    declined(
      'processing_error',
      'An error occurred while processing your card. Try again in a little bit.',
      'processing_error',
    ),
  ),
  chargeDeclinedVelocityLimitExceeded: card('visa', '6975', declined('card_velocity_exceeded')),
};

/** By the whole card number, for the keys that may send one. */
const numbers: Readonly<Record<string, string>> = {
  '4242424242424242': 'visa',
  '4000056655665556': 'visa_debit',
  '5555555555554444': 'mastercard',
  '378282246310005': 'amex',
  '4000000000000077': 'bypassPending',
  '4000000000000259': 'createDispute',
  '4000000000001976': 'createDisputeInquiry',
  '4000002760003184': 'authenticationRequired',
  '4000000000003220': 'threeDSecure2Required',
  '4000000000000002': 'chargeDeclined',
  '4000000000000341': 'chargeCustomerFail',
  '4000000000009995': 'chargeDeclinedInsufficientFunds',
  '4000000000009987': 'chargeDeclinedLostCard',
  '4000000000009979': 'chargeDeclinedStolenCard',
  '4000000000000069': 'chargeDeclinedExpiredCard',
  '4000000000000127': 'chargeDeclinedIncorrectCvc',
  '4000000000000119': 'chargeDeclinedProcessingError',
};

/** The name of the test card that a token, a test payment method or a card number stands for. */
export function testCardName(given: unknown): string | undefined {
  if (typeof given !== 'string') return undefined;
  const name = /^(?:pm_card|tok)_(\w+)$/.exec(given)?.[1] ?? numbers[given.replace(/[ -]/g, '')];
  return name !== undefined && Object.hasOwn(testCards, name) ? name : undefined;
}

/** What a bank account number comes to; others settle. */
const accounts: Readonly<Record<string, Outcome['kind']>> = {
  AT321904300235473204: 'processing',
  AT861904300235473202: 'settles_not',
  DE62370400440532013001: 'settles_not',
  IT60X0542811101000000123456: 'settles_not',
  '000222222227': 'settles_not',
  '000111111116': 'settles_not',
};

export function accountOutcome(accountNumber: string): Outcome {
  const kind = accounts[accountNumber.replaceAll(' ', '')] ?? 'settles';
  return kind === 'settles_not'
    ? {
        kind,
        code: 'payment_method_provider_decline',
        declineCode: 'generic_decline',
        message: 'The bank declined the debit.',
      }
    : { kind };
}
