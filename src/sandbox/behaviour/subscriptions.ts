import { newObjectId } from '../../payloads/objectId.ts';
import { apiErrors } from '../api/apiError.ts';
import { emptyList } from '../objects/bare.ts';
import type { Turn } from '../objects/turn.ts';
import type { Values } from '../objects/values.ts';
import type { StripeObject } from '../state/objects.ts';
import {
  day,
  listed,
  number,
  record,
  records,
  shown,
  text,
  type Behaviour,
  type Given,
} from './behaviour.ts';
import { collect, intentFor, payableWith } from './collecting.ts';
import { draftInvoice, finalize, pendingLines } from './invoices.ts';
import { costOf, invoiceLine, periodEnd, priceFor } from './lines.ts';
import { changeItems } from './subscriptionItems.ts';
import { attach, paymentMethodFor } from './paymentMethods.ts';

/** What begins a subscription. */
export interface Start {
  readonly items: readonly Given[];
  readonly values: Values;
  /** Seconds since the Unix epoch. */
  readonly trialEnd?: number | undefined;
  readonly paymentBehavior?: unknown;
  /** It begins although there is nothing to collect from. */
  readonly mayStayUnpaid?: boolean;
}

/** Begins a subscription: its items, its first invoice, and the payment of it. */
export function startSubscription(turn: Turn, customer: StripeObject, start: Start): StripeObject {
  const { items, values, trialEnd, paymentBehavior } = start;
  const id = newObjectId('subscription');
  const trialing = trialEnd !== undefined && trialEnd > turn.now;
  const made = items.map((item) => newItem(turn, id, item, trialing ? trialEnd : undefined));
  const before = turn.drafts.length;
  const subscription = turn.create(
    'subscription',
    {
      ...subscriptionValues(turn, customer),
      currency: record(made[0]?.['price'])['currency'] ?? 'usd',
      items: { ...emptyList(`/v1/subscription_items?subscription=${id}`), data: made },
      status: trialing ? 'trialing' : 'incomplete',
      ...values,
      ...(trialing && { trial_end: trialEnd, trial_start: turn.now, billing_cycle_anchor: trialEnd }),
    },
    { id, quiet: true },
  );
  if (!start.mayStayUnpaid && !trialing) requirePayable(turn, customer, subscription, paymentBehavior);
  invoiceFor(turn, subscription, 'subscription_create', paymentBehavior);
  const now = turn.need('subscription', id);
  // It tells of itself as it is when its first invoice is through, but before it.
  const isOwnUpdate = (type: string, object: StripeObject) =>
    type === 'customer.subscription.updated' && object.id === id;
  const caused = turn.drafts.splice(before).filter(({ type, object }) => !isOwnUpdate(type, object));
  turn.emit('customer.subscription.created', now);
  turn.drafts.push(...caused);
  if (trialing && trialEnd - turn.now <= 3 * day) tellTrialEnd(turn, now);
  return now;
}

/** A subscription that nothing can be collected for is refused, as at Stripe. */
function requirePayable(
  turn: Turn,
  customer: StripeObject,
  subscription: StripeObject,
  behavior: unknown,
): void {
  const free = listed(subscription, 'items').every((item) => itemCost(item) === 0);
  const waits = behavior === 'default_incomplete' || subscription['collection_method'] === 'send_invoice';
  if (free || waits) return;
  if (payableWith(turn, customer, text(subscription['default_payment_method']))) return;
  throw apiErrors.state(
    'This customer has no attached payment source or default payment method. Please consider adding a default payment method. For more information, visit https://stripe.com/docs/billing/subscriptions/payment-methods-setting#payment-method-priority.',
    'resource_missing',
  );
}

function subscriptionValues(turn: Turn, customer: StripeObject): Values {
  return {
    'automatic_tax.enabled': false,
    billing_cycle_anchor: turn.now,
    'billing_mode.type': 'flexible',
    'cancellation_details.comment': null,
    collection_method: 'charge_automatically',
    customer: customer.id,
    default_tax_rates: [],
    'invoice_settings.issuer.type': 'self',
    metadata: {},
    'payment_settings.save_default_payment_method': 'off',
    start_date: turn.now,
    test_clock: customer['test_clock'] ?? null,
    'trial_settings.end_behavior.missing_payment_method': 'create_invoice',
  };
}

export function newItem(turn: Turn, subscription: string, item: Given, end?: number): StripeObject {
  const price = priceFor(turn, item);
  if (!price['recurring'])
    throw apiErrors.state(
      `The price specified is set to \`type=one_time\` but this field only accepts prices with \`type=recurring\`.`,
      undefined,
      'items[0][price]',
    );
  return turn.create('subscription_item', {
    current_period_end: end ?? periodEnd(price, turn.now),
    current_period_start: turn.now,
    metadata: item['metadata'] ?? {},
    plan: turn.find('plan', price.id) ?? null,
    price,
    quantity: number(item['quantity'] ?? 1),
    subscription,
    tax_rates: [],
  });
}

export function itemCost(item: Given): number {
  return costOf(record(item['price']), number(item['quantity'] ?? 1));
}

/** The invoice of a subscription's present period: made, finalized, and paid if it can be. */
function invoiceFor(
  turn: Turn,
  subscription: StripeObject,
  reason: string,
  behavior?: unknown,
): StripeObject {
  const draft = draftFor(turn, subscription, reason);
  turn.change(subscription, { latest_invoice: draft.id }, { quiet: true });
  const open = finalize(turn, draft);
  if (open['status'] === 'paid') return open;
  if (behavior === 'default_incomplete') {
    intentFor(turn, open, null, number(open['amount_remaining']));
    return open;
  }
  if (isSent(subscription)) {
    turn.change(turn.need('subscription', subscription.id), { status: 'active' });
    turn.emit('invoice.sent', open);
    return open;
  }
  const { invoice, error } = collect(turn, open);
  if (!error) return invoice;
  if (behavior === 'error_if_incomplete') throw error;
  const unpaid = reason === 'subscription_create' ? 'incomplete' : 'past_due';
  turn.change(turn.need('subscription', subscription.id), { status: unpaid });
  return invoice;
}

function draftFor(turn: Turn, subscription: StripeObject, reason: string): StripeObject {
  const customer = turn.need('customer', subscription['customer']);
  const trialing = subscription['status'] === 'trialing';
  const daysUntilDue = number(subscription['days_until_due'] ?? 30);
  return draftInvoice(
    turn,
    customer,
    {
      auto_advance: true,
      billing_reason: reason,
      collection_method: subscription['collection_method'],
      default_payment_method: subscription['default_payment_method'],
      ...(isSent(subscription) && { due_date: turn.now + daysUntilDue * day }),
      parent: {
        quote_details: null,
        subscription_details: { metadata: subscription['metadata'], subscription: subscription.id },
        type: 'subscription_details',
      },
    },
    (invoice) => [
      ...listed(subscription, 'items').map((item) => itemLine(turn, invoice, subscription, item, trialing)),
      ...pendingLines(turn, customer.id, invoice),
    ],
    newObjectId('invoice'),
  );
}

/** Whether its invoices are sent to the customer, rather than charged. */
function isSent(subscription: StripeObject): boolean {
  return subscription['collection_method'] === 'send_invoice';
}

function itemLine(
  turn: Turn,
  invoice: string,
  subscription: StripeObject,
  item: Given,
  trialing: boolean,
): StripeObject {
  const price = record(item['price']);
  const product = turn.find('product', price['product']);
  const name = shown(product?.['name'], 'Subscription');
  const quantity = number(item['quantity'] ?? 1);
  return invoiceLine(turn, invoice, {
    amount: trialing ? 0 : itemCost(item),
    currency: subscription['currency'],
    description: trialing ? `Trial period for ${name}` : `${quantity} × ${name}`,
    period: { start: number(item['current_period_start']), end: number(item['current_period_end']) },
    price,
    quantity,
    subscription: subscription.id,
    subscriptionItem: text(item['id']),
  });
}

/** A paid invoice makes its subscription active. */
export function settleSubscription(turn: Turn, invoice: StripeObject): StripeObject {
  const details = record(record(invoice['parent'])['subscription_details']);
  const subscription = turn.find('subscription', details['subscription']);
  if (subscription && ['incomplete', 'past_due', 'unpaid'].includes(String(subscription['status'])))
    turn.change(subscription, { status: 'active' });
  return invoice;
}

export function tellTrialEnd(turn: Turn, subscription: StripeObject): void {
  turn.change(subscription, {}, { hidden: { trialEndTold: true }, quiet: true });
  turn.emit('customer.subscription.trial_will_end', subscription);
}

/** Moves a subscription into its next period, which begins now, and invoices it. */
export function renew(turn: Turn, subscription: StripeObject): StripeObject {
  if (subscription['cancel_at_period_end'] === true) return cancelSubscription(turn, subscription);
  const trialEnds = subscription['status'] === 'trialing';
  const customer = turn.need('customer', subscription['customer']);
  const settings = record(record(subscription['trial_settings'])['end_behavior']);
  const payable = payableWith(turn, customer, text(subscription['default_payment_method']));
  if (trialEnds && !payable && settings['missing_payment_method'] === 'cancel')
    return cancelSubscription(turn, subscription);
  const ended = trialEnds ? { trial_end: Math.min(turn.now, number(subscription['trial_end'])) } : {};
  if (trialEnds && !payable && settings['missing_payment_method'] === 'pause') {
    const paused = turn.change(subscription, { ...ended, status: 'paused' });
    turn.emit('customer.subscription.paused', paused);
    return paused;
  }
  const items = listed(subscription, 'items').map((item) =>
    turn.change(
      item as StripeObject,
      { current_period_start: turn.now, current_period_end: periodEnd(record(item['price']), turn.now) },
      { quiet: true },
    ),
  );
  const renewed = turn.change(subscription, { ...ended, 'items.data': items, status: 'active' });
  invoiceFor(turn, renewed, 'subscription_cycle');
  return turn.need('subscription', subscription.id);
}

/** Ends a subscription at once. */
export function cancelSubscription(turn: Turn, subscription: StripeObject, given: Given = {}): StripeObject {
  const details = record(given['cancellation_details']);
  const canceled = turn.change(
    subscription,
    {
      cancel_at_period_end: false,
      canceled_at: turn.now,
      'cancellation_details.comment': details['comment'] ?? null,
      'cancellation_details.feedback': details['feedback'] ?? null,
      'cancellation_details.reason': 'cancellation_requested',
      ended_at: turn.now,
      status: 'canceled',
    },
    { quiet: true },
  );
  turn.emit('customer.subscription.deleted', canceled);
  return canceled;
}

/** When a trial ends, in seconds. */
function trialEndOf(turn: Turn, given: Given): number | undefined {
  if (given['trial_period_days'] !== undefined) return turn.now + number(given['trial_period_days']) * day;
  if (given['trial_end'] === 'now') return turn.now;
  return given['trial_end'] === undefined ? undefined : number(given['trial_end']);
}

/** The discounts of a subscription's coupons. */
function discountsFor(turn: Turn, subscription: string, given: Given): readonly string[] {
  const coupons = [...records(given['discounts']).map((each) => each['coupon']), given['coupon']];
  return coupons
    .filter((coupon) => text(coupon) !== undefined)
    .map((coupon) => {
      const known = turn.need('coupon', coupon, 'coupon');
      const values = { 'source.coupon': known.id, 'source.type': 'coupon', start: turn.now, subscription };
      return turn.create('discount', values).id;
    });
}

export const subscriptionBehaviours = {
  subscription: {
    undeclared: ['coupon', 'promotion_code', 'plan', 'prorate'],
    required: ['customer'],
    values: (_, given) => {
      if (records(given['items']).length === 0) throw apiErrors.missing('items');
      return { payment_settings: undefined };
    },
    created: (turn, made, given) => {
      // Built anew: items, invoice and payment decide on its state.
      turn.drafts.splice(
        turn.drafts.findIndex(({ object }) => object.id === made.id),
        1,
      );
      turn.remove(made, { quiet: true });
      const customer = turn.need('customer', given['customer'], 'customer');
      const method = text(given['default_payment_method']);
      const chosen =
        method === undefined ? undefined : paymentMethodFor(turn, method, 'default_payment_method');
      if (chosen) attach(turn, chosen, customer.id);
      const own = Object.entries(made).filter(([name]) => given[name] !== undefined && !decided.has(name));
      const discounts = discountsFor(turn, made.id, given);
      return startSubscription(turn, customer, {
        items: records(given['items']),
        values: {
          ...Object.fromEntries(own),
          metadata: made['metadata'] ?? {},
          ...(chosen && { default_payment_method: chosen.id }),
          ...(discounts.length > 0 && { discounts }),
        },
        trialEnd: trialEndOf(turn, given),
        paymentBehavior: given['payment_behavior'],
      });
    },
    updating: (turn, _, given) => ({
      ...(given['cancel_at_period_end'] === true && {
        canceled_at: turn.now,
        'cancellation_details.reason': 'cancellation_requested',
      }),
      ...(given['cancel_at_period_end'] === false && { cancel_at: null, canceled_at: null }),
      items: undefined,
      trial_end: undefined,
    }),
    updated: (turn, subscription, given) => {
      const changed = changeItems(turn, subscription, given);
      const end = trialEndOf(turn, given);
      if (end === undefined) return changed;
      if (end <= turn.now && changed['status'] === 'trialing') return renew(turn, changed);
      return turn.change(changed, { status: 'trialing', trial_end: end, trial_start: turn.now });
    },
    deleted: (turn, subscription, given) => {
      if (subscription['status'] === 'canceled') throw apiErrors.noSuch('subscription', subscription.id);
      return cancelSubscription(turn, subscription, given);
    },
    actions: {
      pause: {
        from: ['active', 'trialing', 'past_due'],
        set: () => ({ status: 'paused' }),
        events: ['customer.subscription.paused'],
      },
      resume: {
        from: ['paused'],
        set: () => ({ status: 'active' }),
        events: ['customer.subscription.resumed'],
      },
    },
  },
} satisfies Record<string, Behaviour>;

/** Parameters whose fields are made by the rules above. */
const decided = new Set(['items', 'trial_end', 'discounts', 'default_payment_method', 'customer']);
