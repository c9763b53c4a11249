import assert from 'node:assert/strict';
import { PayloadBuilder } from '../../../src/payloads/payloadBuilder.ts';
import { validate, type ValidateOptions } from '../../../src/payloads/validate.ts';
import { testCatalogue, type TestCatalogue } from '../support/catalogue.ts';

type Json = Record<string, unknown>;

describe('validating a payload', () => {
  let catalogue: TestCatalogue;
  let builder: PayloadBuilder;
  before(async function () {
    this.timeout(60_000);
    catalogue = await testCatalogue();
    builder = new PayloadBuilder(catalogue.events, catalogue.schemas);
  });

  /** The problems of an invoice.updated event after a change to its object. */
  function problems(
    change: (object: Json, event: Json) => void,
    options?: ValidateOptions,
  ): readonly string[] {
    const event = structuredClone(builder.build('invoice.updated', { seed: 1 })) as unknown as Json;
    change((event['data'] as { object: Json }).object, event);
    return messages(event, options);
  }

  function messages(payload: unknown, options?: ValidateOptions): readonly string[] {
    return validate(payload, catalogue.events, catalogue.schemas, options).map(({ message }) => message);
  }

  it('finds nothing to say about a good one', () => {
    assert.deepEqual(
      problems(() => undefined, { strict: true }),
      [],
    );
  });

  it('reports a missing field', () => {
    assert.deepEqual(
      problems((invoice) => delete invoice['total']),
      ['The required field "data.object.total" is missing.'],
    );
  });

  it('reports a value of the wrong type, deep inside a list', () => {
    assert.deepEqual(
      problems((invoice) => {
        const [line] = (invoice['lines'] as { data: Json[] }).data;
        if (line) line['amount'] = '12';
      }),
      ['The field "data.object.lines.data.0.amount" is "12"; it must be a number.'],
    );
  });

  it('reports null where it is not allowed, and accepts it where it is', () => {
    assert.deepEqual(
      problems((invoice) => Object.assign(invoice, { total: null, number: null })),
      ['The field "data.object.total" is null; it must be a number.'],
    );
  });

  it('reports an expandable field that is neither an id nor the right object', () => {
    const [message = ''] = problems((invoice) => (invoice['customer'] = { object: 'charge', id: 'ch_1' }));
    assert.match(
      message,
      /^The field "data\.object\.customer" is an object; it must be a string or .*Customer/,
    );
  });

  it('looks into an expanded object', () => {
    assert.deepEqual(
      problems((invoice) => (invoice['customer'] = { ...customer(), balance: 'none' })),
      ['The field "data.object.customer.balance" is "none"; it must be a number.'],
    );
  });

  it('accepts values that an open enum does not list yet, unless it is strict', () => {
    const change = (invoice: Json): void => void (invoice['collection_method'] = 'by_pigeon');
    assert.deepEqual(problems(change), []);
    const [message = ''] = problems(change, { strict: true });
    assert.match(
      message,
      /collection_method" is "by_pigeon"; it must be one of "charge_automatically", "send_invoice"/,
    );
  });

  it('accepts fields that are not declared, unless it is strict', () => {
    const change = (invoice: Json): void => void (invoice['from_the_future'] = 1);
    assert.deepEqual(problems(change), []);
    assert.deepEqual(problems(change, { strict: true }), [
      'The field "data.object.from_the_future" is not declared.',
    ]);
  });

  it('checks the envelope and the previous attributes', () => {
    assert.deepEqual(
      problems((_, event) => {
        event['created'] = 'now';
        (event['data'] as Json)['previous_attributes'] = { total: 'much' };
      }),
      [
        'The field "created" is "now"; it must be a number.',
        'The field "data.previous_attributes.total" is "much"; it must be a number.',
      ],
    );
    assert.deepEqual(
      problems((_, event) => (event['data'] = null)),
      ['The field "data" is null; it must be an object.'],
    );
  });

  it('checks what a thin event refers to', () => {
    const event = {
      ...builder.build('v2.core.account.updated'),
      related_object: { type: 'v2.core.account' },
    };
    assert.deepEqual(messages(event), [
      'The required field "related_object.id" is missing.',
      'The required field "related_object.url" is missing.',
    ]);
  });

  it('says when it is no event, or none of a known type', () => {
    assert.deepEqual(messages([]), ['The payload is not a JSON object.']);
    assert.deepEqual(messages({ type: 'charge.suceeded' }), [
      'Stripe has no event type "charge.suceeded"; did you mean "charge.succeeded"?',
    ]);
  });

  function customer(): Json {
    const payload = builder.build('customer.created');
    return payload.object === 'event' ? { ...payload.data.object } : {};
  }
});
