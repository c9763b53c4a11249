import type { World } from '../build/world.ts';
import { documentedValues } from './documentedValues.ts';
import { idForms } from './idForms.ts';
import { preferred } from './present.ts';

/** Where a value goes. */
export interface Place {
  readonly world: World;
  /** The field's name. */
  readonly name: string;
  /** The schema that has the field, e.g. `Charge.BillingDetails`. */
  readonly owner: string;
  /** The `object` value of the nearest object around the field that has one. */
  readonly object: string;
  /** Markdown, from the declarations. */
  readonly description: string;
}

type TextRule = string | ((place: Place) => string);

const productName = 'Standard plan';

/** Texts by `Schema.field` or by the field's name alone. */
const texts: Readonly<Record<string, TextRule>> = {
  'Account.email': 'owner@example.com',
  'Apps.Install.app': 'com.example.app',
  'Billing.Meter.CustomerMapping.event_payload_key': 'stripe_customer_id',
  'Billing.Meter.ValueSettings.event_payload_key': 'value',
  'PromotionCode.code': 'SPRING10',
  'Reporting.ReportRun.error': 'The report could not be made.',
  'SourceMandateNotification.reason': 'debit_initiated',
  'SourceMandateNotification.type': 'sepa_debit',
  'Source.Receiver.address': '121042882-38381234567890123',
  'Application.name': 'Example App',
  'Coupon.name': '10% off',
  'Product.name': productName,
  'TaxRate.display_name': 'Sales tax',
  accept_header: 'text/html,application/xhtml+xml',
  account_country: 'US',
  account_id: ({ world }) => world.id('account'),
  account_name: 'Example Shop',
  bank_name: 'EXAMPLE BANK',
  brand: 'visa',
  business_name: 'Example Shop',
  category: 'computer_software_stores',
  category_code: '5734',
  city: ({ world }) => world.person.city,
  client_secret: ({ world, object }) => `${world.id(object)}_secret_${world.seed.text('client secret', 25)}`,
  country: ({ world }) => world.person.country,
  description: productName,
  developer_message_summary: 'There is 1 invalid event',
  display_name: 'Example Shop',
  event_name: 'api_requests',
  failure_code: 'card_declined',
  filename: 'report.pdf',
  fingerprint: ({ world, owner }) => world.seed.text(`fingerprint ${owner}`, 16),
  first_name: ({ world }) => world.person.first,
  funding: 'credit',
  hosted_invoice_url: ({ world }) => `https://example.com/invoices/${world.id('invoice')}`,
  idempotency_key: ({ world }) => world.seed.uuid('idempotency key'),
  invoice_pdf: ({ world }) => `https://example.com/invoices/${world.id('invoice')}/pdf`,
  ip_address: '192.0.2.44',
  jurisdiction: 'US',
  label: 'Front desk',
  language: 'en-US',
  last4: '4242',
  last_name: ({ world }) => world.person.last,
  line1: ({ world }) => world.person.line1,
  lookup_key: 'standard_monthly',
  message: 'The request was declined.',
  name: ({ world }) => `${world.person.first} ${world.person.last}`,
  network_id: '1234567890',
  number: ({ world }) => `${world.seed.text(`number of ${world.id('invoice')}`, 8).toUpperCase()}-0001`,
  pdf: 'https://example.com/document.pdf',
  postal_code: ({ world }) => world.person.postalCode,
  primary_account_identifier: '021000021',
  receipt_number: ({ world }) =>
    `${1000 + world.seed.number('receipt', 9000)}-${1000 + world.seed.number('receipt 2', 9000)}`,
  report_type: 'balance.summary.1',
  routing_number: '110000000',
  serial_number: 'WSC513105000001',
  sql: 'select id, amount from charges',
  state: ({ world }) => world.person.state,
  statement_descriptor: 'EXAMPLE SHOP',
  timezone: 'America/New_York',
  title: 'Monthly report',
  transaction_id: ({ world }) => world.id('v2.money_management.transaction'),
  url: 'https://example.com',
  user_agent: 'Mozilla/5.0',
  value: '12-3456789',
  verification_flow: ({ world }) => `vf_${world.seed.text('verification flow', 24)}`,
};

/** Texts by the form of the field's name, tried in order. */
const textForms: readonly (readonly [RegExp, TextRule])[] = [
  [/(^|_)currency$/, ({ world }) => world.currency],
  [/(^|_)email(_address)?$/, ({ world }) => world.person.email],
  [/(^|_)phone(_number)?$/, ({ world }) => world.person.phone],
  [/(^|_)name$/, ({ world }) => `${world.person.first} ${world.person.last}`],
  [
    /(^|_)(url|uri)$|^url$/,
    ({ name }) => `https://example.com/${name.replace(/_(url|uri)$/, '').replaceAll('_', '-')}`,
  ],
  [/last4$/, '4242'],
  [/(_at|_start|_end|_time|^created|^timestamp)$/, ({ world }) => new Date(world.now * 1000).toISOString()],
  [/(^|_)date$/, ({ world }) => new Date(world.now * 1000).toISOString().slice(0, 10)],
];

/** A text for a field; a last resort names the field, so that it is recognised as a sample. */
export function textFor(place: Place): string {
  const rule = texts[`${place.owner}.${place.name}`] ?? texts[place.name];
  if (rule !== undefined) return said(rule, place);
  const documented = documentedValues(place.description);
  if (documented.length > 0) return preferred(documented);
  const type = typeNamedBy(place.name);
  if (type) return place.world.id(type);
  const form = textForms.find(([pattern]) => pattern.test(place.name));
  return form ? said(form[1], place) : `sample ${place.name.replaceAll('_', ' ')}`;
}

function said(rule: TextRule, place: Place): string {
  return typeof rule === 'string' ? rule : rule(place);
}

/** Object types by the last part of their name; plain names before `issuing.card` and the like. */
const typesByField = new Map(
  Object.keys(idForms)
    .sort((a, b) => b.split('.').length - a.split('.').length)
    .map((type) => [type.split('.').at(-1) ?? type, type]),
);

/** The object whose id a field such as `default_payment_method` holds. */
export function typeNamedBy(name: string): string | undefined {
  // An account that acts as a customer, not a customer's account.
  if (name === 'customer_account') return 'account';
  const words = name.split('_');
  const ends = words.map((_, start) => words.slice(start).join('_'));
  return ends.map((end) => typesByField.get(end)).find((type) => type !== undefined);
}

const timeName =
  /(_at|_date|_time|^created|^updated|^start|^end|_start|_end|timestamp|_until|^as_of|^available_on|^eta)$/;
const timeText = /unix (epoch|timestamp)|timestamp/i;
const futureName = /expire|end|due|expected|next_|after$|arrival|_until|deadline|by$|available_on|eta$/;
const amountName = /(^|_)(amount|total|subtotal|net|value|price)(_|$)/;
const zeroName =
  /refund|tax|discount|shipping|fee|revers|overpaid|remaining|balance|credit_notes|tip|cashback|capturable|surcharge|percent/;

const numbers: Readonly<Record<string, number | ((world: World) => number)>> = {
  attempt_count: 0,
  day_of_month: 1,
  exp_month: 12,
  exp_year: (world) => new Date(world.now * 1000).getUTCFullYear() + 3,
  latitude: 37.77,
  longitude: -122.42,
  percent_off: 10,
  percentage: 8.5,
  size: 18_432,
  year: (world) => new Date(world.now * 1000).getUTCFullYear(),
};

/** A number for a field: a time in seconds, an amount in minor units, or a small count. */
export function numberFor({ world, name, object, description }: Place): number {
  if (name === 'created') return world.createdAt(object);
  const known = numbers[name];
  if (known !== undefined) return typeof known === 'number' ? known : known(world);
  if (timeName.test(name) || timeText.test(description))
    return futureName.test(name) ? world.now + 30 * 86_400 : world.now;
  const isAmount = amountName.test(name) || /smallest currency unit|\bcents\b/.test(description);
  if (zeroName.test(name)) return 0;
  return isAmount ? world.amount : 1;
}

const trueName = /^(active|available|charges_enabled|details_submitted|payouts_enabled|enabled|open|valid)$/;

export function booleanFor({ name }: Place): boolean {
  return trueName.test(name);
}
