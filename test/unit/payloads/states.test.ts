import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { SnapshotPayload, StripeEventPayload } from '../../../src/payloads/eventPayload.ts';
import { PayloadBuilder, type PayloadOptions } from '../../../src/payloads/payloadBuilder.ts';
import { objectRules } from '../../../src/payloads/rules/objects.ts';
import { preferredSchema } from '../../../src/payloads/rules/preferredSchema.ts';
import { eventRules } from '../../../src/payloads/rules/states.ts';
import type { Schema } from '../../../src/stripe/catalogue.ts';
import { testCatalogue, type TestCatalogue } from '../support/catalogue.ts';
import { at, stateProblems } from './support/checkState.ts';
import { impliedStates } from './support/impliedStates.ts';
import { contradictions } from './support/trueToLife.ts';

const created = 1_790_000_000;

/** Events about something with a price, and the field that says it. */
const priced: readonly [readonly [string, string], ...(readonly [string, string])[]] = [
  ['charge.succeeded', 'amount'],
  ['charge.captured', 'amount'],
  ['charge.refunded', 'amount'],
  ['charge.expired', 'amount'],
  ['charge.dispute.funds_withdrawn', 'amount'],
  ['charge.dispute.funds_reinstated', 'amount'],
  ['checkout.session.completed', 'amount_total'],
  ['credit_note.created', 'total'],
  ['invoice.created', 'total'],
  ['invoice.paid', 'amount_due'],
  ['invoice.payment_failed', 'total'],
  ['payment_intent.amount_capturable_updated', 'amount'],
  ['payment_intent.succeeded', 'amount'],
  ['application_fee.refunded', 'amount'],
  ['transfer.reversed', 'amount'],
  ['price.created', 'unit_amount'],
];

interface Mutable {
  data: { object: Record<string, unknown>; previous_attributes?: Record<string, unknown> };
}

type Mistake = readonly [
  name: string,
  type: string,
  change: (object: Record<string, unknown>, event: Mutable) => unknown,
];

/** What the checks above must notice, or they would accept anything. */
const mistakes: readonly Mistake[] = [
  ['the wrong state', 'invoice.paid', (invoice) => (invoice['status'] = 'open')],
  [
    'a time that is missing',
    'customer.subscription.deleted',
    (subscription) => (subscription['ended_at'] = null),
  ],
  ['a total that is not that of its lines', 'invoice.paid', (invoice) => (invoice['total'] = 1)],
  ['an amount that is not received', 'payment_intent.succeeded', (intent) => (intent['amount_received'] = 0)],
  ['a refund that is none', 'charge.refunded', (charge) => (charge['amount_refunded'] = 0)],
  ['another currency', 'invoice.paid', (invoice) => (invoice['currency'] = 'eur')],
  ['live mode', 'charge.succeeded', (charge) => (charge['livemode'] = true)],
  ['an id with a wrong prefix', 'customer.created', (customer) => (customer['id'] = 'sub_123')],
  ['a time after the event', 'charge.succeeded', (charge) => (charge['created'] = created + 60)],
  [
    'previous attributes that did not change',
    'customer.updated',
    (customer, event) => (event.data.previous_attributes = { email: customer['email'] }),
  ],
  ['a made-up value', 'customer.created', (customer) => (customer['description'] = 'sample description')],
];

describe("the state of an event's object", () => {
  let catalogue: TestCatalogue;
  let builder: PayloadBuilder;
  before(async function () {
    this.timeout(60_000);
    catalogue = await testCatalogue();
    builder = new PayloadBuilder(catalogue.events, catalogue.schemas);
  });

  function build(type: string, options: PayloadOptions = {}): StripeEventPayload {
    return builder.build(type, { seed: 'state', created, ...options });
  }

  function snapshot(type: string, options: PayloadOptions = {}): SnapshotPayload {
    const payload = build(type, options);
    assert.equal(payload.object, 'event');
    return payload;
  }

  const snapshotTypes = () =>
    catalogue.events.eventTypes.filter(({ kind }) => kind === 'snapshot').map(({ type }) => type);

  it('is written down for every snapshot type, or why there is none', () => {
    assert.deepEqual(Object.keys(impliedStates).sort(), snapshotTypes().sort());
  });

  it('is what the name of each event says', () => {
    assert.deepEqual(
      snapshotTypes().flatMap((type) => stateProblems(snapshot(type))),
      [],
    );
  });

  it('contradicts neither itself nor what everybody knows of Stripe, whatever the seed', () => {
    const types = catalogue.events.eventTypes.map(({ type }) => type);
    for (const seed of ['one', 'two', 'three'])
      assert.deepEqual(
        types.flatMap((type) => contradictions(build(type, { seed, withData: true }))),
        [],
      );
  });

  it('still adds up when the amount or the currency is changed by hand', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...priced),
        fc.integer({ min: 1, max: 10_000_000 }),
        ([type, field], amount) => {
          const event = snapshot(type, { overrides: { [field]: amount, currency: 'eur' } });
          assert.deepEqual([...contradictions(event), ...stateProblems(event)], []);
          assert.equal(event.data.object[field], amount);
          assert.equal(event.data.object['currency'], 'eur');
        },
      ),
    );
  });

  it('adds up with several lines, taxes and a discount', () => {
    const line = { ...(at(snapshot('invoice.paid').data.object, 'lines.data.0') as object) };
    const tax = (amount: number, behavior: string) => ({
      amount,
      tax_behavior: behavior,
      tax_rate_details: { tax_rate: `txr_${behavior}` },
      taxability_reason: 'standard_rated',
      taxable_amount: amount * 10,
      type: 'tax_rate_details',
    });
    const { object } = snapshot('invoice.paid', {
      overrides: {
        'lines.data': [
          { ...line, amount: 2000, taxes: [tax(200, 'exclusive')] },
          { ...line, amount: -500, taxes: [tax(-50, 'exclusive'), tax(30, 'inclusive')] },
        ],
        total_discount_amounts: [{ amount: 100, discount: 'di_1' }],
      },
    }).data;
    const values = [
      'subtotal',
      'total',
      'total_excluding_tax',
      'amount_due',
      'amount_paid',
      'amount_remaining',
    ];
    assert.deepEqual(
      values.map((name) => object[name]),
      [1500, 1550, 1370, 1550, 1550, 0],
    );
    assert.deepEqual(
      (object['total_taxes'] as { amount: number; taxable_amount: number }[]).map((one) => [
        one.amount,
        one.taxable_amount,
      ]),
      [
        [150, 1500],
        [30, 300],
      ],
    );
  });

  it('tells a refund in part from one in full', () => {
    const refunded = (overrides?: Record<string, number>) =>
      snapshot('charge.refunded', overrides && { overrides }).data.object['refunded'];
    assert.deepEqual(
      [refunded(), refunded({ amount_refunded: 100 }), refunded({ amount: 100 })],
      [true, false, true],
    );
  });

  it('begins a period of a subscription on the day it was started, also in a month that is too short', () => {
    const started = Date.UTC(2026, 0, 31, 12) / 1000;
    const { object } = snapshot('customer.subscription.updated', {
      created: Date.UTC(2026, 2, 5) / 1000,
      facts: { born: { subscription: started } },
    }).data;
    assert.deepEqual(
      ['start_date', 'items.data.0.current_period_start', 'items.data.0.current_period_end'].map((path) =>
        new Date(Number(at(object, path)) * 1000).toISOString().slice(0, 10),
      ),
      ['2026-01-31', '2026-02-28', '2026-03-31'],
    );
  });

  for (const [name, type, change] of mistakes)
    it(`is not accepted with ${name}`, () => {
      const event = structuredClone(snapshot(type)) as unknown as Mutable;
      change(event.data.object, event);
      const payload = event as unknown as SnapshotPayload;
      assert.notDeepEqual([...stateProblems(payload), ...contradictions(payload)], []);
    });

  it('is set by rules that all name declared fields of their object', () => {
    const snapshots = catalogue.events.eventTypes.filter(({ kind }) => kind === 'snapshot');
    for (const [type, rule] of Object.entries(eventRules)) {
      const eventType = snapshots.find((event) => event.type === type);
      assert.ok(eventType, `${type} is no event type`);
      const schema = preferredSchema(type, eventType.schemas);
      for (const path of Object.keys(rule))
        assert.ok(declares(schema, path), `${type}: ${schema} has no ${path}`);
    }
    const roots = new Set(snapshots.flatMap((event) => event.schemas));
    for (const [object, rule] of Object.entries(objectRules)) {
      const schema = [...roots].find((name) => isCalled(name, object));
      assert.ok(schema, `no event carries a ${object}`);
      for (const path of Object.keys(rule)) assert.ok(declares(schema, path), `${schema} has no ${path}`);
    }
  });

  function isCalled(schema: string, object: string): boolean {
    const declared = catalogue.schemas[schema];
    const type = declared?.kind === 'object' ? declared.fields['object']?.schema : undefined;
    return type?.kind === 'enum' && type.values.includes(object);
  }

  function declares(schema: string, path: string): boolean {
    let options: readonly Schema[] = [{ kind: 'ref', name: schema }];
    for (const key of path.split('.')) {
      options = options.flatMap((option) => fieldsIn(option, key));
      if (options.length === 0) return false;
    }
    return true;
  }

  function fieldsIn(schema: Schema, key: string): readonly Schema[] {
    if (schema.kind === 'ref') return fieldsIn(catalogue.schemas[schema.name] ?? { kind: 'unknown' }, key);
    if (schema.kind === 'union') return schema.options.flatMap((option) => fieldsIn(option, key));
    if (schema.kind === 'array') return fieldsIn(schema.items, key);
    if (schema.kind === 'list') return key === 'data' ? [schema.items] : [];
    const field = schema.kind === 'object' ? schema.fields[key] : undefined;
    return field ? [field.schema] : [];
  }
});
