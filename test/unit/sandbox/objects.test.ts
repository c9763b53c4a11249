import assert from 'node:assert/strict';
import fc from 'fast-check';
import { callsOf } from '../../../src/sandbox/api/resources/call.ts';
import { ParameterReader } from '../../../src/sandbox/api/resources/readDeclared.ts';
import { searchTest } from '../../../src/sandbox/api/resources/search.ts';
import { decodeForm } from '../../../src/sandbox/api/form.ts';
import { previousAttributes } from '../../../src/sandbox/objects/previous.ts';
import { Shapes } from '../../../src/sandbox/objects/shapes.ts';
import { withValues } from '../../../src/sandbox/objects/values.ts';
import type { SchemaCatalogue } from '../../../src/stripe/catalogue.ts';
import { loadOperationCatalogue } from '../../../src/stripe/loadCatalogue.ts';
import type { OperationCatalogue } from '../../../src/stripe/operations.ts';
import { testCatalogue } from '../support/catalogue.ts';

describe('Sandbox: what the declarations say of calls', () => {
  let operations: OperationCatalogue;
  let schemas: SchemaCatalogue;
  before(async function () {
    this.timeout(60_000);
    const catalogue = await testCatalogue();
    ({ schemas } = catalogue);
    operations = await loadOperationCatalogue(catalogue.directory);
  });

  it('tells by the path alone what a call does', () => {
    const calls = callsOf(operations.operations, new Shapes({ ...operations.schemas, ...schemas }));
    const call = (name: string) => {
      const found = calls.find(({ operation }) => `${operation.method} ${operation.path}` === name);
      return found && [found.role, found.types, found.parent, found.action, found.subject];
    };
    assert.deepEqual(call('POST /v1/customers'), ['create', ['customer'], undefined, undefined, undefined]);
    assert.deepEqual(call('POST /v1/invoices/{id}/pay')?.[0], 'action');
    assert.deepEqual(call('POST /v1/customers/{id}/tax_ids')?.slice(0, 3), [
      'create',
      ['tax_id'],
      'customer',
    ]);
    assert.deepEqual(call('GET /v1/customers/{id}/sources')?.[2], 'customer');
    assert.deepEqual(call('GET /v1/customers/search')?.[0], 'search');
    assert.equal(call('POST /v1/test_helpers/customers/{id}/fund_cash_balance')?.[4], 'customer');
    assert.equal(call('GET /v1/balance')?.[0], 'singleton');
  });

  it('reads forms as numbers, truths, lists and hashes, whichever way lists are sent', () => {
    const reader = new ParameterReader(operations.parameters);
    const read = (name: string, form: string, undeclared?: readonly string[]) =>
      reader.read(name, decodeForm(form), undeclared);
    assert.deepEqual(
      read('SubscriptionCreateParams', 'customer=cus_1&items[0][price]=p&items[0][quantity]=2'),
      {
        customer: 'cus_1',
        items: [{ price: 'p', quantity: 2 }],
      },
    );
    assert.deepEqual(read('CustomerCreateParams', 'preferred_locales[]=en&preferred_locales[]=de'), {
      preferred_locales: ['en', 'de'],
    });
    const created = read('CustomerListParams', 'created[gte]=5&limit=3');
    assert.deepEqual(created, { created: { gte: 5 }, limit: 3 });
    assert.deepEqual(read('CustomerListParams', 'created=5'), { created: 5 });
  });

  it('names what is wrong by its whole path', () => {
    const reader = new ParameterReader(operations.parameters);
    const refused = (name: string, form: string) => {
      try {
        reader.read(name, decodeForm(form));
      } catch (error) {
        return error as { param?: string; code?: string };
      }
      return undefined;
    };
    assert.equal(refused('CustomerCreateParams', 'address[town]=X')?.param, 'address[town]');
    assert.equal(
      refused('SubscriptionCreateParams', 'customer=c&items[0][quantity]=two')?.param,
      'items[0][quantity]',
    );
    assert.equal(refused('PaymentIntentCreateParams', 'amount=5')?.code, 'parameter_missing');
    assert.equal(refused('CustomerCreateParams', 'metadata[a]=1'), undefined);
  });

  it('takes what older versions took where it is told to, and calls it unknown elsewhere', () => {
    const reader = new ParameterReader(operations.parameters);
    const form = decodeForm('customer=cus_1&phases[0][items][0][price]=p&phases[0][iterations]=2');
    assert.throws(() => reader.read('SubscriptionScheduleCreateParams', form), /phases\[0\]\[iterations\]/);
    const read = reader.read('SubscriptionScheduleCreateParams', form, ['phases.iterations']);
    assert.deepEqual((read['phases'] as readonly object[])[0], { iterations: '2', items: [{ price: 'p' }] });
  });
});

describe('Sandbox: what an update tells of before', () => {
  it('is the old values of what changed, and of hashes the changed keys alone', () => {
    assert.deepEqual(
      previousAttributes(
        { name: 'Ada', metadata: { a: '1', b: '2' }, items: { object: 'list', data: [1] }, same: 1 },
        { name: null, metadata: { a: '1', b: '3', c: '4' }, items: { object: 'list', data: [2] }, same: 1 },
      ),
      { name: 'Ada', metadata: { b: '2', c: null }, items: { object: 'list', data: [1] } },
    );
  });

  it('is nothing when nothing changed', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
        assert.equal(previousAttributes(object, structuredClone(object)), undefined);
      }),
    );
  });

  it('a change by path leaves the object itself as it was', () => {
    const before = { status_transitions: { paid_at: null }, parent: null };
    const after = withValues(before, {
      'status_transitions.paid_at': 5,
      'parent.type': 'x',
      left: undefined,
    });
    assert.deepEqual(after, { status_transitions: { paid_at: 5 }, parent: { type: 'x' } });
    assert.deepEqual(before, { status_transitions: { paid_at: null }, parent: null });
  });
});

describe('Sandbox: the query of a search', () => {
  const object = { id: 'cus_1', name: "O'Hara", created: 100, phone: null, metadata: { plan: 'gold' } };
  for (const [query, expected] of [
    ['name:"o\'hara"', true],
    ["name:'O\\'Hara'", true],
    ['name~"HAR"', true],
    ['created>99 created<=100', true],
    ['created>100', false],
    ['phone:null', true],
    ['-phone:null', false],
    ["metadata['plan']:'gold' AND name~'x'", false],
    ["metadata['plan']:'free' OR name~'hara'", true],
  ] as const)
    it(`${query} is ${expected ? 'met' : 'not met'}`, () =>
      assert.equal(searchTest(query)(object), expected));

  for (const query of ['', 'name', 'name:"a" AND x:"b" OR y:"c"', 'name:"a'])
    it(`"${query}" is refused`, () => assert.throws(() => searchTest(query), /unable to parse/));
});
