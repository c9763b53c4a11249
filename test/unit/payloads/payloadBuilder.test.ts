import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { SnapshotPayload, ThinPayload } from '../../../src/payloads/eventPayload.ts';
import { PayloadBuilder, type PayloadOptions } from '../../../src/payloads/payloadBuilder.ts';
import { UnknownEventTypeError } from '../../../src/payloads/unknownEventTypeError.ts';
import { validate } from '../../../src/payloads/validate.ts';
import { testCatalogue, type TestCatalogue } from '../support/catalogue.ts';

type Json = Readonly<Record<string, unknown>>;

describe('building a payload', () => {
  let catalogue: TestCatalogue;
  let builder: PayloadBuilder;
  before(async function () {
    this.timeout(60_000);
    catalogue = await testCatalogue();
    builder = new PayloadBuilder(catalogue.events, catalogue.schemas);
  });

  function snapshot(type: string, options: PayloadOptions = {}): SnapshotPayload {
    const payload = builder.build(type, { seed: 1, created: 1_790_000_000, ...options });
    assert.equal(payload.object, 'event');
    return payload;
  }

  function thin(type: string, options: PayloadOptions = {}): ThinPayload {
    const payload = builder.build(type, { seed: 1, created: 1_790_000_000, ...options });
    assert.equal(payload.object, 'v2.core.event');
    return payload;
  }

  it('gives a valid payload of reasonable size for every event type', () => {
    for (const { type } of catalogue.events.eventTypes) {
      const payload = builder.build(type, { seed: type, withData: true });
      assert.deepEqual(validate(payload, catalogue.events, catalogue.schemas, { strict: true }), [], type);
      assert.deepEqual(JSON.parse(JSON.stringify(payload)), payload, `${type} is not plain JSON`);
      assert.ok(JSON.stringify(payload).length < 64 * 1024, `${type} is too large`);
    }
  });

  it('gives the same bytes for the same seed and time, whatever was built before', () => {
    const types = catalogue.events.eventTypes.map(({ type }) => type);
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.constantFrom(...types), fc.string(), (type, other, seed) => {
        const options = { seed, created: 1_790_000_000 };
        const first = JSON.stringify(builder.build(type, options));
        builder.build(other, options);
        assert.equal(JSON.stringify(builder.build(type, options)), first);
      }),
    );
  });

  it('gives other ids for another seed, and random ones without', () => {
    const ids = [1, 2].map((seed) => snapshot('charge.succeeded', { seed }).data.object['id']);
    assert.notEqual(ids[0], ids[1]);
    assert.notEqual(builder.build('charge.succeeded').id, builder.build('charge.succeeded').id);
  });

  it('names one customer, subscription and invoice throughout the events of a seed', () => {
    const invoice = snapshot('invoice.paid').data.object;
    const subscription = snapshot('customer.subscription.updated', { created: 1_790_000_100 }).data.object;
    assert.equal(subscription['customer'], invoice['customer']);
    assert.equal(subscription['latest_invoice'], invoice['id']);
    assert.equal(
      (invoice['parent'] as { subscription_details: Json }).subscription_details['subscription'],
      subscription['id'],
    );
  });

  it('gives each event its own id, also when a type comes again later', () => {
    const ids = ['invoice.paid', 'invoice.created'].flatMap((type) =>
      [1, 2].map((created) => snapshot(type, { created }).id),
    );
    assert.equal(new Set(ids).size, 4);
  });

  it('fills the envelope as asked', () => {
    const payload = snapshot('payout.paid', {
      account: 'acct_1',
      apiVersion: '2025-01-27.acacia',
      pendingWebhooks: 3,
      requestId: null,
    });
    assert.deepEqual(payload, {
      id: payload.id,
      object: 'event',
      account: 'acct_1',
      api_version: '2025-01-27.acacia',
      created: 1_790_000_000,
      data: payload.data,
      livemode: false,
      pending_webhooks: 3,
      request: { id: null, idempotency_key: null },
      type: 'payout.paid',
    });
    assert.match(payload.id, /^evt_\w{24}$/);
    assert.equal(snapshot('payout.paid').api_version, catalogue.events.apiVersion);
  });

  it('uses ids with the prefixes of Stripe, and no live mode', () => {
    const { object } = snapshot('payment_intent.succeeded').data;
    assert.match(String(object['id']), /^pi_\w{24}$/);
    assert.match(String(object['latest_charge']), /^ch_\w{24}$/);
    assert.match(String(object['customer']), /^cus_\w{14}$/);
    assert.match(String(object['payment_method']), /^pm_\w{24}$/);
    assert.match(String(object['client_secret']), new RegExp(`^${String(object['id'])}_secret_\\w{25}$`));
    assert.equal(object['livemode'], false);
    assert.deepEqual(object['metadata'], {});
  });

  it('shows in every update what was different before', () => {
    for (const { type } of catalogue.events.eventTypes.filter(({ kind }) => kind === 'snapshot')) {
      const { object, previous_attributes: previous } = snapshot(type).data;
      assert.equal(previous !== undefined, type.endsWith('.updated'), type);
      for (const [name, before] of Object.entries(previous ?? {}))
        assert.notDeepEqual(before, object[name], type);
      if (previous) assert.ok(Object.keys(previous).length > 0, type);
    }
  });

  it('never dates an object after its event', () => {
    for (const { type } of catalogue.events.eventTypes.filter(({ kind }) => kind === 'snapshot')) {
      const { created, data } = snapshot(type);
      const made = data.object['created'];
      if (typeof made === 'number') assert.ok(made <= created && made > created - 100 * 86_400, type);
    }
  });

  it('merges own values by nested object and by path', () => {
    const { object } = snapshot('customer.subscription.updated', {
      overrides: {
        customer: 'cus_mine',
        metadata: { order: '7' },
        'metadata.shop': 'north',
        'items.data.0.quantity': 3,
        description: undefined,
      },
    }).data;
    assert.equal(object['customer'], 'cus_mine');
    assert.deepEqual(object['metadata'], { order: '7', shop: 'north' });
    const [item] = (object['items'] as { data: Json[] }).data;
    assert.equal(item?.['quantity'], 3);
    assert.match(String(item?.['id']), /^si_/);
    assert.equal('description' in object, false);
  });

  it('takes own values from anybody without touching what all objects inherit', () => {
    const overrides = JSON.parse('{"__proto__":{"polluted":1},"constructor.prototype.polluted":1}') as Json;
    const { object } = snapshot('charge.succeeded', { overrides }).data;
    assert.equal(({} as Json)['polluted'], undefined);
    assert.deepEqual(Object.getOwnPropertyDescriptor(object, '__proto__')?.value, { polluted: 1 });
  });

  it('refuses a path through a value that has no fields', () => {
    assert.throws(
      () => snapshot('charge.succeeded', { overrides: { 'amount.value': 1 } }),
      /"amount" has no fields/,
    );
  });

  it('names its object in a thin event and leaves fetching it to the receiver', () => {
    const payload = thin('v1.billing.meter.error_report_triggered', { account: 'acct_1' });
    const { id = '' } = payload.related_object ?? {};
    assert.match(id, /^mtr_/);
    assert.deepEqual(payload.related_object, { id, type: 'billing.meter', url: `/v1/billing/meters/${id}` });
    assert.equal(payload.created, '2026-09-21T14:13:20.000Z');
    assert.equal(payload.context, 'acct_1');
    assert.equal(payload.data, undefined);
    assert.equal(payload.reason?.type, 'request');
  });

  it('gives the data of a thin event when it is fetched', () => {
    const payload = thin('v1.billing.meter.error_report_triggered', { withData: true, requestId: null });
    assert.equal(typeof payload.data?.['developer_message_summary'], 'string');
    assert.equal(payload.reason, undefined);
  });

  it('names the snapshot event about the same change, and no id of what there is only one of', () => {
    const payload = thin('v1.balance.available');
    assert.equal(payload.snapshot_event, snapshot('balance.available').id);
    assert.deepEqual(payload.related_object, { type: 'balance', url: '/v1/balance' });
    assert.equal(thin('v2.core.account.created').snapshot_event, undefined);
  });

  it('names the nearest type when there is none such', () => {
    assert.throws(
      () => builder.build('invoice.payed'),
      (error) =>
        error instanceof UnknownEventTypeError &&
        error.nearest === 'invoice.paid' &&
        error.message === 'Stripe has no event type "invoice.payed"; did you mean "invoice.paid"?',
    );
  });
});
