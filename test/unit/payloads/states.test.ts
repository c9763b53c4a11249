import assert from 'node:assert/strict';
import { PayloadBuilder } from '../../../src/payloads/payloadBuilder.ts';
import { eventRules, objectRules } from '../../../src/payloads/rules/states.ts';
import { preferredSchema } from '../../../src/payloads/rules/preferredSchema.ts';
import type { Schema } from '../../../src/stripe/catalogue.ts';
import { testCatalogue, type TestCatalogue } from '../support/catalogue.ts';

const created = 1_790_000_000;

/** What an integrator's handler reads first, per event. */
const expected: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'charge.dispute.closed': { status: 'won' },
  'charge.failed': {
    status: 'failed',
    paid: false,
    failure_code: 'card_declined',
    balance_transaction: null,
  },
  'charge.refunded': { refunded: true, status: 'succeeded' },
  'charge.succeeded': {
    status: 'succeeded',
    paid: true,
    captured: true,
    'payment_method_details.card.last4': '4242',
  },
  'checkout.session.completed': { status: 'complete', payment_status: 'paid', mode: 'payment' },
  'checkout.session.expired': { status: 'expired', payment_status: 'unpaid', payment_intent: null },
  'customer.subscription.created': {
    status: 'active',
    created,
    'items.data.0.price.recurring.interval': 'month',
  },
  'customer.subscription.deleted': { status: 'canceled', canceled_at: created, ended_at: created },
  'customer.subscription.paused': { status: 'paused' },
  'customer.subscription.trial_will_end': { status: 'trialing', trial_end: created + 3 * 86_400 },
  'invoice.created': { status: 'draft', number: null, 'status_transitions.finalized_at': null },
  'invoice.finalized': { status: 'open', 'status_transitions.finalized_at': created },
  'invoice.paid': { status: 'paid', amount_remaining: 0, 'status_transitions.paid_at': created },
  'invoice.payment_failed': { status: 'open', attempted: true, amount_paid: 0, attempt_count: 1 },
  'invoice.voided': { status: 'void', 'status_transitions.voided_at': created },
  'payment_intent.canceled': { status: 'canceled', canceled_at: created },
  'payment_intent.payment_failed': {
    status: 'requires_payment_method',
    'last_payment_error.code': 'card_declined',
  },
  'payment_intent.succeeded': { status: 'succeeded', last_payment_error: null },
  'payout.failed': { status: 'failed', failure_code: 'account_closed' },
  'payout.paid': { status: 'paid', failure_code: null },
  'quote.accepted': { status: 'accepted', 'status_transitions.accepted_at': created },
  'refund.failed': { status: 'failed' },
  'setup_intent.succeeded': { status: 'succeeded' },
  'subscription_schedule.released': { status: 'released', released_at: created },
  'topup.reversed': { status: 'reversed' },
  'treasury.outbound_payment.posted': { status: 'posted', 'status_transitions.posted_at': created },
};

describe("the state of an event's object", () => {
  let catalogue: TestCatalogue;
  let builder: PayloadBuilder;
  before(async function () {
    this.timeout(60_000);
    catalogue = await testCatalogue();
    builder = new PayloadBuilder(catalogue.events, catalogue.schemas);
  });

  function objectOf(type: string): unknown {
    const payload = builder.build(type, { seed: 'state', created });
    assert.equal(payload.object, 'event');
    return payload.data.object;
  }

  for (const [type, values] of Object.entries(expected))
    it(`matches ${type}`, () => {
      const object = objectOf(type);
      for (const [path, value] of Object.entries(values)) assert.deepEqual(at(object, path), value, path);
    });

  it('has amounts that agree', () => {
    const intent = objectOf('payment_intent.succeeded');
    assert.ok(Number(at(intent, 'amount')) > 0);
    assert.equal(at(intent, 'amount_received'), at(intent, 'amount'));
    const refunded = objectOf('charge.refunded');
    assert.equal(at(refunded, 'amount_refunded'), at(refunded, 'amount'));
    for (const type of ['invoice.created', 'invoice.paid', 'invoice.payment_failed']) {
      const invoice = objectOf(type);
      const total = Number(at(invoice, 'total'));
      assert.equal(at(invoice, 'amount_due'), total, type);
      assert.equal(at(invoice, 'lines.data.0.amount'), total, type);
      assert.equal(Number(at(invoice, 'amount_paid')) + Number(at(invoice, 'amount_remaining')), total, type);
    }
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

function at(object: unknown, path: string): unknown {
  return path.split('.').reduce((value, key) => (value as Record<string, unknown> | null)?.[key], object);
}
