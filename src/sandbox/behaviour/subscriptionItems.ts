import { newObjectId } from '../../payloads/objectId.ts';
import { apiErrors } from '../api/apiError.ts';
import type { Turn } from '../objects/turn.ts';
import type { StripeObject } from '../state/objects.ts';
import { listed, number, record, records, shown, type Behaviour, type Given } from './behaviour.ts';
import { collect } from './collecting.ts';
import { draftInvoice, finalize, pendingLines } from './invoices.ts';
import { priceFor, pricing } from './lines.ts';
import { itemCost, newItem } from './subscriptions.ts';

/** Adds, changes and removes items; what that costs or gives back for the rest of the period is invoiced. */
export function changeItems(turn: Turn, subscription: StripeObject, given: Given): StripeObject {
  const wanted = records(given['items']);
  if (wanted.length === 0) return subscription;
  let items = listed(subscription, 'items') as readonly StripeObject[];
  for (const change of wanted) {
    const before = items.find(({ id }) => id === change['id']);
    if (change['id'] !== undefined && !before)
      throw apiErrors.noSuch('subscription_item', shown(change['id']), 'items[0][id]', 400);
    const after = change['deleted'] === true ? undefined : changedItem(turn, subscription, before, change);
    if (given['proration_behavior'] !== 'none') prorate(turn, subscription, before, after);
    if (before && !after) turn.remove(before, { quiet: true });
    items = before
      ? items.flatMap((item) => (item.id === before.id ? (after ? [after] : []) : [item]))
      : [...items, ...(after ? [after] : [])];
  }
  const changed = turn.change(subscription, { 'items.data': items });
  if (given['proration_behavior'] !== 'always_invoice') return changed;
  const customer = turn.need('customer', subscription['customer']);
  const parent = {
    quote_details: null,
    subscription_details: { metadata: changed['metadata'], subscription: changed.id },
    type: 'subscription_details',
  };
  const values = { billing_reason: 'subscription_update', parent };
  const lines = (id: string) => pendingLines(turn, customer.id, id);
  const open = finalize(turn, draftInvoice(turn, customer, values, lines, newObjectId('invoice')));
  if (open['status'] === 'open') collect(turn, open);
  return turn.change(turn.need('subscription', changed.id), { latest_invoice: open.id }, { quiet: true });
}

function changedItem(
  turn: Turn,
  subscription: StripeObject,
  before: StripeObject | undefined,
  change: Given,
): StripeObject {
  if (!before) return newItem(turn, subscription.id, change, periodOf(subscription)?.end);
  const price = (change['price'] ?? change['price_data']) ? priceFor(turn, change) : undefined;
  return turn.change(before, {
    ...(price && { price, plan: turn.find('plan', price.id) ?? null }),
    ...(change['quantity'] !== undefined && { quantity: number(change['quantity']) }),
    ...(change['metadata'] !== undefined && { metadata: change['metadata'] }),
  });
}

/** The present period; that of the first item. */
export function periodOf(
  subscription: StripeObject,
): { readonly start: number; readonly end: number } | undefined {
  const [item] = listed(subscription, 'items');
  return item && { start: number(item['current_period_start']), end: number(item['current_period_end']) };
}

/** The unused part of what was, and the rest of what comes, as items of the next invoice. */
function prorate(
  turn: Turn,
  subscription: StripeObject,
  before: StripeObject | undefined,
  after: StripeObject | undefined,
): void {
  const period = periodOf(subscription);
  if (!period || period.end <= period.start || subscription['status'] === 'trialing') return;
  const share = (period.end - turn.now) / (period.end - period.start);
  for (const [item, sign] of [[before, -1] as const, [after, 1] as const]) {
    if (!item) continue;
    const amount = Math.round(itemCost(item) * share) * sign;
    const quantity = number(item['quantity'] ?? 1);
    turn.create('invoiceitem', {
      amount,
      currency: subscription['currency'],
      customer: subscription['customer'],
      description: sign < 0 ? 'Unused time' : 'Remaining time',
      'parent.subscription_details': { subscription: subscription.id, subscription_item: item.id },
      'parent.type': 'subscription_details',
      period: { start: turn.now, end: period.end },
      pricing: pricing(record(item['price']), amount, quantity),
      proration: true,
      quantity,
      quantity_decimal: String(quantity),
    });
  }
}

export const subscriptionItemBehaviours = {
  subscription_item: {
    defaults: () => ({ discounts: [], metadata: {} }),
    required: ['subscription'],
    created: (turn, made, given) => {
      turn.remove(made, { quiet: true });
      const subscription = turn.need('subscription', given['subscription'], 'subscription');
      const after = changeItems(turn, subscription, { ...given, items: [given] });
      return listed(after, 'items').at(-1) as StripeObject;
    },
    updated: (turn, item, given) => {
      const subscription = turn.need('subscription', item['subscription']);
      changeItems(turn, subscription, { ...given, items: [{ ...given, id: item.id }] });
      return turn.need('subscription_item', item.id);
    },
    deleted: (turn, item, given) => {
      const subscription = turn.need('subscription', item['subscription']);
      changeItems(turn, subscription, { ...given, items: [{ id: item.id, deleted: true }] });
      return { id: item.id, object: 'subscription_item', deleted: true };
    },
  },
} satisfies Record<string, Behaviour>;
