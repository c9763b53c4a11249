import type { StripeEventPayload } from '../../../../src/payloads/eventPayload.ts';
import { idForms, namedIds } from '../../../../src/payloads/rules/idForms.ts';

type Json = Readonly<Record<string, unknown>>;
type Report = (what: string) => void;

const day = 86_400;

/**
 * Where an event contradicts itself or what everybody knows of Stripe: ids with the wrong prefix, times out of order,
 * amounts that do not add up, two currencies, live mode. Independent of how the event was built.
 */
export function contradictions(event: StripeEventPayload): readonly string[] {
  const problems: string[] = [];
  const report: Report = (what) => problems.push(`${event.type}: ${what}`);
  const time = typeof event.created === 'number' ? event.created : Date.parse(event.created) / 1000;
  for (const { path, value } of objectsIn(event)) {
    const at: Report = (what) => report(`${path}: ${what}`);
    ids(value, at);
    times(value, time, at);
    amounts(value, at);
    if ('livemode' in value && value['livemode'] !== false) at('livemode is not false');
  }
  currencies(event, report);
  placeholders(event, report);
  if (event.object === 'event') previous(event.data, report);
  return problems;
}

/** Every object inside a value, itself first. */
function objectsIn(root: unknown, path = 'event'): { readonly path: string; readonly value: Json }[] {
  if (typeof root !== 'object' || root === null) return [];
  const inside = Object.entries(root).flatMap(([key, value]) => objectsIn(value, `${path}.${key}`));
  return Array.isArray(root) ? inside : [{ path, value: root as Json }, ...inside];
}

function ids({ id, object }: Json, report: Report): void {
  if (typeof id !== 'string' || typeof object !== 'string') return;
  const form = idForms[object === 'plan' ? 'price' : object];
  if (!form || namedIds[object]) return;
  if (!id.startsWith(form.prefix)) report(`the id ${id} of a ${object} does not start with ${form.prefix}`);
}

const isPast = /^(created|start_date|trial_start|current_period_start|.+ed_at)$/;
const notYet = /^(expires_at|automatically_finalizes_at)$/;

function times(object: Json, now: number, report: Report): void {
  for (const [name, value] of Object.entries(object)) {
    if (typeof value !== 'number' || !/(^created|_at|_date|_start|_end|_by)$/.test(name)) continue;
    if (Math.abs(value - now) > 400 * day) report(`${name} is more than a year from the event`);
    if (isPast.test(name) && !notYet.test(name) && value > now) report(`${name} is after the event`);
  }
  const ordered = [
    ['created', 'canceled_at'],
    ['created', 'ended_at'],
    ['start_date', 'ended_at'],
    ['trial_start', 'trial_end'],
    ['period_start', 'period_end'],
    ['current_period_start', 'current_period_end'],
    ['start', 'end'],
    ['start_date', 'end_date'],
    ['data_available_start', 'data_available_end'],
  ] as const;
  for (const [first, second] of ordered) {
    const [one, other] = [object[first], object[second]];
    if (typeof one === 'number' && typeof other === 'number' && one > other)
      report(`${first} is after ${second}`);
  }
  const transitions = object['status_transitions'];
  if (typeof transitions !== 'object' || transitions === null) return;
  for (const [name, value] of Object.entries(transitions))
    if (typeof value === 'number' && value < Number(object['created'])) report(`${name} is before created`);
}

const amountRules: Readonly<Record<string, (object: Json, report: Report) => void>> = {
  application_fee: (fee, report) => {
    same(fee, report, 'amount_refunded', sumOf(fee, 'refunds', 'amount'));
    if (fee['refunded'] !== (fee['amount_refunded'] === fee['amount']))
      report('refunded contradicts the amounts');
  },
  balance_transaction: (entry, report) =>
    same(entry, report, 'net', number(entry, 'amount') - number(entry, 'fee')),
  charge: (charge, report) => {
    if (charge['refunded'] !== (charge['amount_refunded'] === charge['amount']))
      report('refunded contradicts the amounts');
    if (number(charge, 'amount_captured') > number(charge, 'amount')) report('more captured than charged');
    if (charge['captured'] === true && number(charge, 'amount_captured') === 0)
      report('captured without an amount');
    if (charge['captured'] === false && number(charge, 'amount_captured') > 0)
      report('an amount without capture');
  },
  'checkout.session': order,
  credit_note: (note, report) => {
    same(note, report, 'subtotal', sumOf(note, 'lines', 'amount'));
    same(note, report, 'amount', number(note, 'total'));
    same(note, report, 'total', number(note, 'pre_payment_amount') + number(note, 'post_payment_amount'));
  },
  invoice: (invoice, report) => {
    same(invoice, report, 'subtotal', sumOf(invoice, 'lines', 'amount'));
    const taxes = list(invoice['total_taxes']);
    const exclusive = taxes.filter((tax) => tax['tax_behavior'] === 'exclusive');
    const discounts = list(invoice['total_discount_amounts']);
    const total =
      number(invoice, 'subtotal') + number(invoice, 'amount_shipping') - added(discounts) + added(exclusive);
    same(invoice, report, 'total', total);
    same(invoice, report, 'total_excluding_tax', number(invoice, 'total') - added(taxes));
    same(invoice, report, 'amount_due', number(invoice, 'total') + number(invoice, 'starting_balance'));
    same(invoice, report, 'amount_remaining', number(invoice, 'amount_due') - number(invoice, 'amount_paid'));
    const lineTaxes = listed(invoice['lines']).reduce(
      (result, line) => result + added(list(line['taxes'])),
      0,
    );
    if (added(taxes) !== lineTaxes) report('total_taxes is not the sum of the lines’ taxes');
  },
  invoice_payment: (payment, report) => {
    if (number(payment, 'amount_paid') > number(payment, 'amount_requested'))
      report('more paid than requested');
  },
  payment_intent: (intent, report) => {
    if (number(intent, 'amount_received') + number(intent, 'amount_capturable') > number(intent, 'amount'))
      report('more received and capturable than its amount');
    if ((intent['status'] === 'succeeded') !== (intent['amount_received'] === intent['amount']))
      report('status contradicts amount_received');
    if ((intent['status'] === 'requires_capture') !== number(intent, 'amount_capturable') > 0)
      report('status contradicts amount_capturable');
  },
  plan: unitAmount('amount', 'amount_decimal'),
  price: unitAmount('unit_amount', 'unit_amount_decimal'),
  quote: order,
  subscription_item: (item, report) => {
    const [price, plan] = [item['price'] as Json, item['plan'] as Json];
    if (price['unit_amount'] !== plan['amount']) report('plan and price have different amounts');
    if ((price['recurring'] as Json)['interval'] !== plan['interval'])
      report('plan and price have different intervals');
  },
  transfer: (transfer, report) => {
    same(transfer, report, 'amount_reversed', sumOf(transfer, 'reversals', 'amount'));
    if (transfer['reversed'] !== (transfer['amount_reversed'] === transfer['amount']))
      report('reversed contradicts the amounts');
  },
};

function amounts(object: Json, report: Report): void {
  amountRules[String(object['object'])]?.(object, report);
}

function order(object: Json, report: Report): void {
  const details = (object['total_details'] ?? {}) as Json;
  const rest =
    number(details, 'amount_shipping') + number(details, 'amount_tax') - number(details, 'amount_discount');
  same(object, report, 'amount_total', number(object, 'amount_subtotal') + rest);
}

function unitAmount(name: string, decimal: string) {
  return (object: Json, report: Report): void => {
    if (object[name] !== null && object[decimal] !== JSON.stringify(object[name]))
      report(`${decimal} is not ${name}`);
  };
}

function same(object: Json, report: Report, name: string, expected: number): void {
  if (object[name] !== expected)
    report(`${name} is ${JSON.stringify(object[name])} and should be ${expected}`);
}

function number(object: Json, name: string): number {
  const value = object[name];
  return typeof value === 'number' ? value : 0;
}

function sumOf(object: Json, collection: string, field: string): number {
  return listed(object[collection]).reduce((result, item) => result + number(item, field), 0);
}

function listed(collection: unknown): readonly Json[] {
  return list((collection as { readonly data?: unknown } | null | undefined)?.data);
}

function list(value: unknown): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

function added(entries: readonly Json[]): number {
  return entries.reduce((result, entry) => result + number(entry, 'amount'), 0);
}

function currencies(event: StripeEventPayload, report: Report): void {
  const found = objectsIn(event).flatMap(({ value }) =>
    Object.entries(value).flatMap(([name, one]) =>
      /(^|_)currency$/.test(name) && one !== null ? [JSON.stringify(one)] : [],
    ),
  );
  const different = new Set(found);
  if (different.size > 1) report(`it has several currencies: ${[...different].join(', ')}`);
}

function placeholders(event: StripeEventPayload, report: Report): void {
  const text = /"sample [^"]*"/.exec(JSON.stringify(event));
  if (text) report(`it has a value that nothing real has: ${text[0]}`);
}

function previous(
  { object, previous_attributes: before }: { readonly object: Json; readonly previous_attributes?: Json },
  report: Report,
): void {
  if (before && Object.keys(before).length === 0) report('previous_attributes is empty');
  for (const [name, value] of Object.entries(before ?? {})) {
    if (!Object.hasOwn(object, name)) report(`previous_attributes.${name} is no attribute of the object`);
    if (JSON.stringify(value) === JSON.stringify(object[name]))
      report(`previous_attributes.${name} did not change`);
  }
}
