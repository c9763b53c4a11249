import { apiErrors } from '../api/apiError.ts';
import { randomText } from '../state/ids.ts';
import type { Turn } from '../objects/turn.ts';
import type { Values } from '../objects/values.ts';
import type { StripeObject } from '../state/objects.ts';
import { number, record, shown, text, type Behaviour, type Given } from './behaviour.ts';

/** Products, prices and what makes them cheaper. */

function recurring(given: Given): Given | null {
  const wanted = record(given['recurring']);
  if (wanted['interval'] === undefined) return null;
  return {
    interval: wanted['interval'],
    interval_count: wanted['interval_count'] ?? 1,
    meter: wanted['meter'] ?? null,
    trial_period_days: null,
    usage_type: wanted['usage_type'] ?? 'licensed',
  };
}

function unitAmount(given: Given): Values {
  const decimal = text(given['unit_amount_decimal']);
  const amount = given['unit_amount'] ?? (decimal === undefined ? undefined : Number(decimal));
  if (amount === undefined) return {};
  const whole = Number.isInteger(amount) ? amount : null;
  return { unit_amount: whole, unit_amount_decimal: decimal ?? shown(amount) };
}

/** The product that a price or plan names, or that is made for it. */
function productOf(turn: Turn, given: Given): string {
  const named = given['product'];
  const data = record(typeof named === 'object' ? named : given['product_data']);
  if (typeof named === 'string') return turn.need('product', named, 'product').id;
  if (text(data['name']) === undefined) throw apiErrors.missing('product');
  const metadata = record(data['metadata']);
  return turn.create('product', { name: data['name'], metadata }, { id: text(data['id']) }).id;
}

/** The plan of older API versions that a recurring price is, too, with the same id; and the other way round. */
function planOf(price: StripeObject): Values {
  const { interval, interval_count, meter, usage_type } = record(price['recurring']);
  return {
    active: price['active'],
    amount: price['unit_amount'],
    amount_decimal: price['unit_amount_decimal'],
    billing_scheme: price['billing_scheme'],
    currency: price['currency'],
    interval,
    interval_count,
    metadata: price['metadata'],
    meter,
    nickname: price['nickname'],
    product: price['product'],
    usage_type,
  };
}

function priceOf(plan: StripeObject): Values {
  return {
    active: plan['active'],
    billing_scheme: plan['billing_scheme'],
    currency: plan['currency'],
    metadata: plan['metadata'],
    nickname: plan['nickname'],
    product: plan['product'],
    recurring: recurring({ recurring: plan }),
    tax_behavior: 'unspecified',
    type: 'recurring',
    unit_amount: plan['amount'],
    unit_amount_decimal: plan['amount_decimal'],
  };
}

export const catalogueItemBehaviours = {
  product: {
    defaults: (turn) => ({ active: true, metadata: {}, type: 'service', updated: turn.now }),
    values: () => ({ default_price: null }),
    created: (turn, product, given) => {
      const data = record(given['default_price_data']);
      if (data['currency'] === undefined) return product;
      const period = recurring(data);
      const price = turn.create('price', {
        ...unitAmount(data),
        active: true,
        currency: data['currency'],
        metadata: {},
        product: product.id,
        recurring: period,
        type: period ? 'recurring' : 'one_time',
      });
      return turn.change(product, { default_price: price.id });
    },
    updating: (turn) => ({ updated: turn.now }),
    deleted: (turn, product) => {
      if (turn.all('price', { product: product.id }).length > 0)
        throw apiErrors.state(
          'This product cannot be deleted because it has one or more user-created prices.',
          undefined,
          'id',
        );
      turn.remove(product);
      return product;
    },
  },
  price: {
    defaults: () => ({ active: true, billing_scheme: 'per_unit', metadata: {}, tax_behavior: 'unspecified' }),
    required: ['currency'],
    values: (turn, given) => {
      const period = recurring(given);
      return {
        ...unitAmount(given),
        product: productOf(turn, given),
        recurring: period,
        type: period ? 'recurring' : 'one_time',
      };
    },
    created: (turn, price) => {
      if (price['recurring']) turn.create('plan', planOf(price), { id: price.id });
      return price;
    },
  },
  plan: {
    defaults: () => ({
      active: true,
      billing_scheme: 'per_unit',
      interval_count: 1,
      metadata: {},
      usage_type: 'licensed',
    }),
    required: ['currency', 'interval'],
    values: (turn, given) => ({
      amount_decimal: shown(given['amount_decimal'] ?? given['amount'], '0'),
      product: productOf(turn, given),
    }),
    created: (turn, plan) => {
      turn.create('price', priceOf(plan), { id: plan.id });
      return plan;
    },
    deleted: (turn, plan) => {
      turn.remove(plan);
      const price = turn.find('price', plan.id);
      if (price) turn.remove(price);
      return plan;
    },
  },
  coupon: {
    defaults: () => ({ duration: 'once', metadata: {}, valid: true }),
    values: (_, given) => {
      if (given['percent_off'] === undefined && given['amount_off'] === undefined)
        throw apiErrors.missing('percent_off');
      return {};
    },
  },
  promotion_code: {
    undeclared: ['coupon'],
    defaults: () => ({ active: true, metadata: {}, 'restrictions.first_time_transaction': false }),
    values: (turn, given) => {
      const coupon = text(given['coupon']) ?? text(record(given['promotion'])['coupon']);
      if (coupon === undefined) throw apiErrors.missing('promotion[coupon]');
      return {
        code: text(given['code']) ?? randomText(8).toUpperCase(),
        'promotion.coupon': turn.need('coupon', coupon, 'coupon').id,
        'promotion.type': 'coupon',
      };
    },
  },
  tax_rate: {
    defaults: () => ({ active: true, metadata: {}, rate_type: 'percentage' }),
    values: (_, given) => ({ effective_percentage: null, percentage: number(given['percentage']) }),
  },
  shipping_rate: { defaults: () => ({ active: true, metadata: {}, type: 'fixed_amount' }) },
} satisfies Record<string, Behaviour>;
