import assert from 'node:assert/strict';
import { EventFields, eventTypeNamed } from '../../../src/payloads/fieldHelp.ts';
import { objectPathOf } from '../../../src/payloads/objectPath.ts';
import { ownData, parseAssignments, parseOwnData } from '../../../src/payloads/ownData.ts';
import { PayloadBuilder } from '../../../src/payloads/payloadBuilder.ts';
import { validate } from '../../../src/payloads/validate.ts';
import { testCatalogue, type TestCatalogue } from '../support/catalogue.ts';
import { contradictions } from './support/trueToLife.ts';
import { at } from './support/checkState.ts';

const created = 1_790_000_000;

describe('my own data for an event', () => {
  let catalogue: TestCatalogue;
  let builder: PayloadBuilder;
  before(async function () {
    this.timeout(60_000);
    catalogue = await testCatalogue();
    builder = new PayloadBuilder(catalogue.events, catalogue.schemas);
  });

  function build(type: string, values: Readonly<Record<string, unknown>>) {
    const payload = builder.build(type, { seed: 1, created, ...ownData(values) });
    assert.deepEqual(validate(payload, catalogue.events, catalogue.schemas, { strict: true }), []);
    return payload;
  }

  it('is put where its paths say: in the object, or in the event around it', () => {
    const event = build('invoice.paid', {
      'data.object.metadata.order': '7',
      total: 500,
      account: 'acct_1',
      data: { object: { number: 'A-1' } },
      'request.idempotency_key': 'mine',
    });
    assert.equal(at(event, 'data.object.metadata.order'), '7');
    assert.equal(at(event, 'data.object.total'), 500);
    assert.equal(at(event, 'data.object.amount_paid'), 500);
    assert.equal(at(event, 'data.object.number'), 'A-1');
    assert.equal(at(event, 'account'), 'acct_1');
    assert.equal(at(event, 'request.idempotency_key'), 'mine');
    assert.match(String(at(event, 'request.id')), /^req_/);
  });

  it('changes an id wherever it stands, and the secret that belongs to it', () => {
    const event = build('payment_intent.succeeded', { id: 'pi_of_the_event', 'data.object.id': 'pi_mine' });
    assert.equal(at(event, 'id'), 'pi_of_the_event');
    assert.match(String(at(event, 'data.object.client_secret')), /^pi_mine_secret_/);
    const invoice = build('invoice.paid', { 'parent.subscription_details.subscription': 'sub_mine' });
    assert.equal(at(invoice, 'data.object.parent.subscription_details.subscription'), 'sub_mine');
  });

  it('fills what it leads through, and copies the last item for the next one', () => {
    const event = build('invoice.paid', {
      'shipping_details.name': 'Ada',
      'lines.data.1.amount': 100,
      'lines.data.0.amount': 400,
    });
    assert.equal(at(event, 'data.object.shipping_details.name'), 'Ada');
    assert.equal(at(event, 'data.object.total'), 500);
    const ids = [0, 1].map((index) => at(event, `data.object.lines.data.${index}.id`));
    assert.notEqual(ids[0], ids[1]);
    assert.deepEqual(contradictions(event), []);
  });

  it('says when the event happened, also of a thin one', () => {
    assert.equal(
      at(build('charge.succeeded', { created: created - 60 }), 'data.object.created'),
      created - 60,
    );
    const thin = build('v1.charge.succeeded', { context: 'acct_9', 'related_object.id': 'ch_mine' });
    assert.equal(at(thin, 'context'), 'acct_9');
    assert.equal(at(thin, 'related_object.id'), 'ch_mine');
  });

  it('can be what was different before', () => {
    const event = build('customer.updated', { 'data.previous_attributes': { name: 'Old Name' } });
    assert.deepEqual(at(event, 'data.previous_attributes'), { name: 'Old Name' });
  });

  it('can be an object of the account, whose state the event then decides', () => {
    const draft = builder.build('invoice.created', { seed: 'real', created: created - 900 });
    assert.equal(draft.object, 'event');
    const real = { ...draft.data.object, metadata: { order: '7' } };
    const paid = builder.build('invoice.paid', { seed: 1, created, base: real });
    assert.deepEqual(validate(paid, catalogue.events, catalogue.schemas, { strict: true }), []);
    assert.equal(at(paid, 'data.object.id'), real['id' as keyof typeof real]);
    assert.equal(at(paid, 'data.object.metadata.order'), '7');
    assert.equal(at(paid, 'data.object.status'), 'paid');
    assert.equal(at(paid, 'data.object.created'), created - 900);
  });

  it('is read from a line of paths and values', () => {
    assert.deepEqual(
      parseAssignments(
        'amount=500 livemode=false metadata.order="two words" data.object.items=[1,2] name=Ada',
      ),
      {
        amount: 500,
        livemode: false,
        'metadata.order': 'two words',
        'data.object.items': [1, 2],
        name: 'Ada',
      },
    );
    assert.deepEqual(parseAssignments('  '), {});
    assert.throws(() => parseAssignments('amount=5 nonsense'), /"nonsense" is no path with a value/);
  });

  it('is read from a file, whose first mistake is named with its place', () => {
    assert.deepEqual(parseOwnData('{ // mine\n "$schema": "x", "amount": 5, }', 'a.json'), { amount: 5 });
    assert.throws(
      () => parseOwnData('{\n  "amount": 5\n  "total": 6\n}', '.stripe/overrides/invoice.paid.json'),
      /^HumanError: \.stripe\/overrides\/invoice\.paid\.json:3:3 is not valid JSON \(CommaExpected\)/,
    );
    assert.throws(() => parseOwnData('[1]', 'a.json'), /a\.json does not hold a JSON object/);
    assert.throws(() => parseOwnData('', 'a.json'), /a\.json:1:1 is not valid JSON|does not hold/);
  });

  it('is explained field by field', () => {
    const fields = new EventFields(eventTypeNamed(catalogue.events, 'invoice.paid'), catalogue.schemas);
    const names = (...path: string[]) => fields.at(path).map(({ name }) => name);
    assert.ok(names().includes('pending_webhooks'));
    assert.deepEqual(names('data'), ['object', 'previous_attributes']);
    assert.ok(names('data', 'object').includes('amount_due'));
    assert.ok(names('data', 'object', 'lines', 'data', '0', 'period').includes('start'));
    assert.ok(names('data', 'object', 'customer').includes('email'), 'an expandable field can be expanded');
    assert.deepEqual(names('data', 'object', 'amount_due'), []);
    const status = fields.field(['data', 'object', 'status']);
    assert.ok(status?.values.includes('paid'));
    assert.match(status?.description ?? '', /\w/);
    assert.equal(fields.field(['data', 'object', 'nonsense']), undefined);
  });

  it('knows where an object is fetched by its id', () => {
    const path = (id: string) => objectPathOf(id, catalogue.events)?.path;
    assert.equal(path('cus_123'), '/v1/customers/cus_123');
    assert.equal(path('price_1'), '/v1/prices/price_1');
    assert.equal(path('sub_sched_1'), '/v1/subscription_schedules/sub_sched_1');
    assert.equal(path('cs_test_a/b'), '/v1/checkout/sessions/cs_test_a%2Fb');
    assert.equal(path('whsec_1'), undefined);
    assert.equal(path('person_1'), undefined);
  });
});
