import { apiErrors } from '../api/apiError.ts';
import { newObjectId } from '../../payloads/objectId.ts';
import { randomText } from '../state/ids.ts';
import type { Turn } from '../objects/turn.ts';
import type { Values } from '../objects/values.ts';
import type { StripeObject } from '../state/objects.ts';
import { day, number, record, records, transit, type Act, type Behaviour, type Given } from './behaviour.ts';
import { draftInvoice } from './invoices.ts';
import { invoiceLine, lineItems, totalOf } from './lines.ts';
import { confirmIntent } from './paymentIntents.ts';
import { attach, cardError, paymentMethodFor } from './paymentMethods.ts';
import { startSubscription } from './subscriptions.ts';

/** Checkout sessions, payment links and quotes: what is made of line items. */

function keptLines(turn: Turn, holder: StripeObject): readonly Given[] {
  return records(turn.hidden(holder)['line_items']);
}

/** Keeps the line items of an object, which are given on request alone. */
function withLines(
  turn: Turn,
  holder: StripeObject,
  given: Given,
  values: (lines: readonly Given[]) => Values,
) {
  const lines = lineItems(turn, records(given['line_items']));
  return turn.change(holder, values(lines), { hidden: { line_items: lines }, quiet: true });
}

/** Replaces what an object told of itself at its creation by what it has become. */
function retell(turn: Turn, object: StripeObject): StripeObject {
  const at = turn.drafts.findLastIndex((draft) => draft.object.id === object.id);
  const draft = turn.drafts[at];
  if (draft) turn.drafts[at] = { ...draft, object };
  return object;
}

function sums(lines: readonly Given[]): Values {
  const total = totalOf(lines);
  return {
    amount_subtotal: total,
    amount_total: total,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
  };
}

/** Pays an open session as the customer does on Stripe's page, with a payment method. */
export function completeSession(turn: Turn, session: StripeObject, given: Given): StripeObject {
  if (session['status'] !== 'open')
    throw apiErrors.state(`This Checkout Session is ${String(session['status'])}: create another one.`);
  const expected = given['expected_amount'];
  if (expected !== undefined && number(expected) !== number(session['amount_total']))
    throw apiErrors.invalid('expected_amount', 'The amount to be paid is another one than expected.');
  const method = paymentMethodFor(turn, given['payment_method']);
  const customer = customerFor(turn, session, method);
  const details = record(method['billing_details']);
  const complete: Values = {
    'collected_information.shipping_details': null,
    customer: customer?.id ?? null,
    customer_details: {
      address: details['address'] ?? null,
      business_name: null,
      email: details['email'] ?? session['customer_email'] ?? null,
      individual_name: null,
      name: details['name'] ?? null,
      phone: details['phone'] ?? null,
      tax_exempt: 'none',
      tax_ids: [],
    },
    status: 'complete',
    url: null,
  };
  if (session['mode'] === 'payment') return payOnce(turn, session, method, customer, complete);
  const owner =
    customer ?? turn.create('customer', { email: details['email'] ?? null, name: details['name'] ?? null });
  attach(turn, method, owner.id);
  return session['mode'] === 'setup'
    ? setUp(turn, session, method, owner, complete)
    : subscribe(turn, session, method, owner, complete);
}

function customerFor(turn: Turn, session: StripeObject, method: StripeObject): StripeObject | undefined {
  const known = turn.find('customer', session['customer']);
  if (known || session['customer_creation'] !== 'always') return known;
  const { email, name } = record(method['billing_details']);
  return turn.create('customer', { email: email ?? null, name: name ?? null, metadata: {} });
}

function payOnce(
  turn: Turn,
  session: StripeObject,
  method: StripeObject,
  customer: StripeObject | undefined,
  complete: Values,
): StripeObject {
  const intent = intentOf(turn, session, method, customer);
  const before = turn.drafts.length;
  const { intent: paid, outcome } = confirmIntent(turn, intent);
  if (outcome.kind === 'declined') throw cardError(outcome, { payment_intent: paid }, true);
  const asynchronous = outcome.kind !== 'succeeds';
  const done = turn.change(
    session,
    { ...complete, payment_intent: intent.id, payment_status: asynchronous ? 'unpaid' : 'paid' },
    { quiet: true },
  );
  // A debit is under way when the session is complete; how it ended is told after that.
  const ending = asynchronous ? endingFrom(turn, before) : turn.drafts.length;
  const after = turn.drafts.splice(ending);
  turn.emit('checkout.session.completed', done);
  turn.drafts.push(...after);
  if (outcome.kind === 'settles') {
    const settled = turn.change(done, { payment_status: 'paid' }, { quiet: true });
    turn.emit('checkout.session.async_payment_succeeded', settled);
    return settled;
  }
  if (outcome.kind === 'settles_not') turn.emit('checkout.session.async_payment_failed', done);
  return done;
}

function intentOf(
  turn: Turn,
  session: StripeObject,
  method: StripeObject,
  customer: StripeObject | undefined,
): StripeObject {
  const data = record(turn.hidden(session)['payment_intent_data']);
  const id = newObjectId('payment_intent');
  return turn.create(
    'payment_intent',
    {
      amount: session['amount_total'],
      capture_method: data['capture_method'] ?? 'automatic_async',
      client_secret: `${id}_secret_${randomText(25)}`,
      currency: session['currency'],
      customer: customer?.id ?? null,
      description: data['description'] ?? null,
      metadata: data['metadata'] ?? {},
      payment_method: method.id,
      payment_method_types: session['payment_method_types'],
      shipping: shippingOf(data['shipping']),
      status: 'requires_confirmation',
    },
    { id },
  );
}

function endingFrom(turn: Turn, from: number): number {
  const at = turn.drafts.findIndex(
    ({ type }, index) => index >= from && type === 'payment_intent.processing',
  );
  return at < 0 ? turn.drafts.length : at + 1;
}

function shippingOf(shipping: unknown): Given | null {
  const { address, name, phone } = record(shipping);
  if (address === undefined) return null;
  const place = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null };
  return {
    address: { ...place, ...record(address) },
    carrier: null,
    name,
    phone: phone ?? null,
    tracking_number: null,
  };
}

function setUp(
  turn: Turn,
  session: StripeObject,
  method: StripeObject,
  customer: StripeObject,
  complete: Values,
): StripeObject {
  const intent = turn.create('setup_intent', {
    customer: customer.id,
    payment_method: method.id,
    status: 'succeeded',
  });
  turn.emit('setup_intent.succeeded', intent);
  const values = { ...complete, customer: customer.id, setup_intent: intent.id };
  const done = turn.change(session, { ...values, payment_status: 'no_payment_required' }, { quiet: true });
  turn.emit('checkout.session.completed', done);
  return done;
}

function subscribe(
  turn: Turn,
  session: StripeObject,
  method: StripeObject,
  customer: StripeObject,
  complete: Values,
): StripeObject {
  const data = record(turn.hidden(session)['subscription_data']);
  const days = number(data['trial_period_days']);
  const items = keptLines(turn, session).map(({ price, quantity }) => ({
    price: record(price)['id'],
    quantity,
  }));
  const subscription = startSubscription(turn, customer, {
    items,
    values: { default_payment_method: method.id, metadata: data['metadata'] ?? {} },
    ...(days > 0 && { trialEnd: turn.now + days * day }),
  });
  const done = turn.change(
    session,
    {
      ...complete,
      customer: customer.id,
      invoice: subscription['latest_invoice'],
      payment_status: 'paid',
      subscription: subscription.id,
    },
    { quiet: true },
  );
  turn.emit('checkout.session.completed', done);
  return done;
}

/** What a quote that is accepted begins. */
const accept: Act = (turn, quote, given) => {
  const customer = turn.need('customer', quote['customer'], 'customer');
  const lines = keptLines(turn, quote);
  const recurring = lines.some(({ price }) => record(price)['recurring'] !== null);
  const items = lines.map(({ price, quantity }) => ({ price: record(price)['id'], quantity }));
  const accepted: Values = { status: 'accepted', 'status_transitions.accepted_at': turn.now };
  const refuse = () =>
    apiErrors.state(`This quote is ${String(quote['status'])}: only an open one can be accepted.`);
  const from = ['open'];
  const begin = (): Values => {
    if (recurring) return { subscription: startSubscription(turn, customer, { items, values: {} }).id };
    const id = newObjectId('invoice');
    draftInvoice(turn, customer, {}, (invoice) => lines.map((line) => oneTimeLine(turn, invoice, line)), id);
    return { invoice: id };
  };
  const events = ['quote.accepted'];
  const done = transit({ from, set: () => accepted, events }, turn, quote, given, refuse);
  return turn.change(done, begin(), { quiet: true });
};

function oneTimeLine(turn: Turn, invoice: string, line: Given): StripeObject {
  return invoiceLine(turn, invoice, {
    amount: number(line['amount_total']),
    currency: line['currency'],
    description: line['description'],
    invoiceItem: newObjectId('invoiceitem'),
    period: { start: turn.now, end: turn.now },
    price: record(line['price']),
    quantity: number(line['quantity']),
  });
}

export const saleBehaviours = {
  'checkout.session': {
    defaults: (turn) => ({
      allow_promotion_codes: null,
      'automatic_tax.enabled': false,
      currency: null,
      expires_at: turn.now + day,
      metadata: {},
      mode: 'payment',
      payment_method_collection: 'if_required',
      payment_method_types: ['card'],
      payment_status: 'unpaid',
      status: 'open',
      ui_mode: 'hosted_page',
    }),
    undeclared: ['payment_method_types'],
    values: (_, given, id) => ({
      payment_method_options: {},
      ui_mode: given['ui_mode'] ?? 'hosted_page',
      url: `https://checkout.stripe.com/c/pay/${id}#${randomText(40)}`,
    }),
    hidden: (_, given) => ({
      payment_intent_data: given['payment_intent_data'] ?? {},
      subscription_data: given['subscription_data'] ?? {},
    }),
    created: (turn, session, given) => {
      const isSetup = session['mode'] === 'setup';
      if (!isSetup && records(given['line_items']).length === 0) throw apiErrors.missing('line_items');
      if (isSetup) return turn.change(session, { payment_status: 'no_payment_required' }, { quiet: true });
      return withLines(turn, session, given, (lines) => ({
        ...sums(lines),
        currency: lines[0]?.['currency'] ?? null,
        ...(session['mode'] === 'subscription' && { payment_method_collection: 'always' }),
      }));
    },
    actions: {
      expire: {
        from: ['open'],
        set: () => ({ status: 'expired', url: null }),
        events: ['checkout.session.expired'],
      },
    },
  },
  payment_link: {
    defaults: () => ({
      active: true,
      'after_completion.type': 'hosted_confirmation',
      metadata: {},
      payment_method_collection: 'always',
    }),
    values: () => ({ payment_method_types: null, url: `https://buy.stripe.com/test_${randomText(18)}` }),
    created: (turn, link, given) =>
      retell(
        turn,
        withLines(turn, link, given, (lines) => ({ currency: lines[0]?.['currency'] ?? 'usd' })),
      ),
  },
  quote: {
    defaults: (turn) => ({
      'automatic_tax.enabled': false,
      collection_method: 'charge_automatically',
      default_tax_rates: [],
      expires_at: turn.now + 30 * day,
      'invoice_settings.issuer.type': 'self',
      metadata: {},
      status: 'draft',
    }),
    created: (turn, quote, given) =>
      retell(
        turn,
        withLines(turn, quote, given, (lines) => ({
          ...sums(lines),
          'computed.upfront.amount_subtotal': totalOf(lines),
          'computed.upfront.amount_total': totalOf(lines),
          currency: lines[0]?.['currency'] ?? 'usd',
        })),
      ),
    actions: {
      accept,
      finalize: {
        from: ['draft'],
        set: (turn) => ({
          number: `QT-${randomText(8).toUpperCase()}-0001-1`,
          status: 'open',
          'status_transitions.finalized_at': turn.now,
        }),
        events: ['quote.finalized'],
      },
      cancel: {
        from: ['draft', 'open'],
        set: (turn) => ({ status: 'canceled', 'status_transitions.canceled_at': turn.now }),
        events: ['quote.canceled'],
      },
    },
  },
} satisfies Record<string, Behaviour>;
