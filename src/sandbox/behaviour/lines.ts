import { newObjectId } from '../../payloads/objectId.ts';
import type { Turn } from '../objects/turn.ts';
import type { StripeObject } from '../state/objects.ts';
import { bareObject } from '../objects/bare.ts';
import { withValues } from '../objects/values.ts';
import { apiErrors } from '../api/apiError.ts';
import { day, number, record, shown, text, type Given } from './behaviour.ts';

/** What a quantity of a price costs, in minor units; what is metered costs nothing before it is used. */
export function costOf(price: Given, quantity: number): number {
  if (record(price['recurring'])['usage_type'] === 'metered') return 0;
  return Math.round(Number(price['unit_amount_decimal'] ?? price['unit_amount'] ?? 0) * quantity);
}

/** The price that an item names, or that is made for it. */
export function priceFor(turn: Turn, item: Given): StripeObject {
  const named = text(item['price']) ?? text(item['plan']);
  if (named !== undefined) return turn.need('price', named, 'price');
  const data = record(item['price_data']);
  if (data['currency'] === undefined) throw apiErrors.missing('price');
  const product = text(data['product']);
  const made = record(data['product_data']);
  const period = record(data['recurring']);
  return turn.create('price', {
    currency: data['currency'],
    product: product ?? turn.create('product', { name: made['name'] ?? 'Product', metadata: {} }).id,
    recurring:
      period['interval'] === undefined
        ? null
        : {
            interval: period['interval'],
            interval_count: period['interval_count'] ?? 1,
            meter: null,
            trial_period_days: null,
            usage_type: 'licensed',
          },
    type: period['interval'] === undefined ? 'one_time' : 'recurring',
    unit_amount: data['unit_amount'] ?? null,
    unit_amount_decimal: data['unit_amount'] === undefined ? null : shown(data['unit_amount']),
  });
}

/** When a period of a recurring price that begins at a time ends; both in seconds. */
export function periodEnd(price: Given, start: number): number {
  const { interval, interval_count } = record(price['recurring']);
  const count = number(interval_count) || 1;
  if (interval === 'day') return start + count * day;
  if (interval === 'week') return start + count * 7 * day;
  const date = new Date(start * 1000);
  const months = interval === 'year' ? count * 12 : count;
  const end = new Date(date);
  end.setUTCDate(1);
  end.setUTCMonth(end.getUTCMonth() + months);
  const last = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + 1, 0)).getUTCDate();
  end.setUTCDate(Math.min(date.getUTCDate(), last));
  return Math.floor(end.getTime() / 1000);
}

export interface Line {
  readonly amount: number;
  readonly currency: unknown;
  readonly description: unknown;
  readonly period: { readonly start: number; readonly end: number };
  readonly quantity: number;
  readonly price?: Given | undefined;
  readonly subscription?: string | undefined;
  readonly subscriptionItem?: string | undefined;
  readonly invoiceItem?: string | undefined;
  readonly proration?: boolean;
  readonly metadata?: unknown;
}

/** One line of an invoice. */
export function invoiceLine(turn: Turn, invoice: string, line: Line): StripeObject {
  const { price, subscription, subscriptionItem, invoiceItem, proration = false } = line;
  const of = { invoice_item: invoiceItem, proration, proration_details: { credited_items: null } };
  const parent =
    subscriptionItem === undefined
      ? {
          invoice_item_details: { ...of, subscription: subscription ?? null },
          subscription_item_details: null,
          type: 'invoice_item_details',
        }
      : {
          invoice_item_details: null,
          subscription_item_details: {
            ...of,
            invoice_item: invoiceItem ?? null,
            subscription,
            subscription_item: subscriptionItem,
          },
          type: 'subscription_item_details',
        };
  const bare = bareObject('InvoiceLineItem', turn.shapes, turn.now);
  return withValues(bare, {
    id: newObjectId('line_item'),
    amount: line.amount,
    currency: line.currency,
    description: line.description ?? null,
    discount_amounts: [],
    discountable: true,
    invoice,
    metadata: line.metadata ?? {},
    parent,
    period: line.period,
    pricing: pricing(price, line.amount, line.quantity),
    quantity: line.quantity,
    quantity_decimal: String(line.quantity),
    subscription: subscription ?? null,
    subtotal: line.amount,
    taxes: [],
  }) as StripeObject;
}

export function pricing(price: Given | undefined, amount: number, quantity: number): Given {
  const each = quantity === 0 ? 0 : amount / quantity;
  return {
    ...(price && { price_details: { price: price['id'], product: price['product'] } }),
    type: 'price_details',
    unit_amount_decimal: shown(price?.['unit_amount_decimal'] ?? each),
  };
}

/** The lines of a checkout, a payment link or a quote. */
export function lineItems(turn: Turn, items: readonly Given[]): readonly StripeObject[] {
  return items.map((item) => {
    const price = priceFor(turn, item);
    const quantity = number(item['quantity'] ?? 1);
    const cost = costOf(price, quantity);
    const product = turn.find('product', price['product']);
    return withValues(bareObject('LineItem', turn.shapes, turn.now), {
      id: newObjectId('item'),
      amount_subtotal: cost,
      amount_total: cost,
      currency: price['currency'],
      description: product?.['name'] ?? null,
      metadata: {},
      price,
      quantity,
    }) as StripeObject;
  });
}

export function totalOf(lines: readonly Given[], name = 'amount_total'): number {
  return lines.reduce((sum, line) => sum + number(line[name]), 0);
}
