import assert from 'node:assert/strict';
import fc from 'fast-check';
import { summarize } from '../../../src/receiver/eventSummary.ts';

const summaryOf = (event: unknown) => summarize(Buffer.from(JSON.stringify(event)));

describe('summarize', () => {
  it('reads a snapshot event of a connected account', () => {
    const event = {
      id: 'evt_1',
      object: 'event',
      type: 'payment_intent.succeeded',
      created: 1_800_000_000,
      livemode: true,
      api_version: '2026-10-28.endive',
      account: 'acct_1',
      request: { id: 'req_1', idempotency_key: null },
      data: { object: { id: 'pi_1', object: 'payment_intent' } },
    };
    assert.deepEqual(summaryOf(event), {
      id: 'evt_1',
      type: 'payment_intent.succeeded',
      kind: 'snapshot',
      created: 1_800_000_000,
      livemode: true,
      apiVersion: '2026-10-28.endive',
      objectId: 'pi_1',
      objectType: 'payment_intent',
      account: 'acct_1',
      requestId: 'req_1',
    });
  });

  it('reads a thin event, whose time is text', () => {
    const event = {
      id: 'evt_2',
      object: 'v2.core.event',
      type: 'v1.billing.meter.error_report_triggered',
      created: '2027-01-15T08:00:00.500Z',
      livemode: false,
      context: 'acct_2',
      reason: { type: 'request', request: { id: 'req_2', idempotency_key: 'key' } },
      related_object: { id: 'mtr_1', type: 'billing.meter', url: '/v1/billing/meters/mtr_1' },
    };
    assert.deepEqual(summaryOf(event), {
      id: 'evt_2',
      type: 'v1.billing.meter.error_report_triggered',
      kind: 'thin',
      created: 1_800_000_000.5,
      livemode: false,
      apiVersion: undefined,
      objectId: 'mtr_1',
      objectType: 'billing.meter',
      account: 'acct_2',
      requestId: 'req_2',
    });
  });

  it('reads the bare request id of old API versions', () => {
    const event = { id: 'evt_1', object: 'event', type: 'charge.failed', request: 'req_1' };
    assert.equal(summaryOf(event)?.requestId, 'req_1');
  });

  it('leaves out what an event does not say', () => {
    const summary = summaryOf({ id: 'evt_3', object: 'event', type: 'balance.available', data: null });
    assert.equal(summary?.objectId, undefined);
    assert.equal(summary?.created, 0);
    assert.equal(summary?.requestId, undefined);
  });

  it('takes nothing for an event that is none', () => {
    const others = [
      null,
      7,
      'event',
      [],
      {},
      { id: 'pi_1', object: 'payment_intent' },
      { object: 'event', id: 1, type: 'x' },
    ];
    for (const other of others) assert.equal(summaryOf(other), undefined, JSON.stringify(other));
    assert.equal(summarize(Buffer.from('{"object":"event"')), undefined);
    assert.equal(summarize(Buffer.alloc(0)), undefined);
  });

  it('says no more than an event can say, however much stands there', () => {
    const long = 'x'.repeat(256);
    const event = { id: 'evt_1', object: 'event', type: 'charge.failed' };
    assert.equal(summaryOf({ ...event, id: long }), undefined);
    assert.equal(summaryOf({ ...event, type: long }), undefined);
    const object = { id: long, object: long };
    const said = summaryOf({ ...event, account: long, api_version: long, request: long, data: { object } });
    assert.deepEqual(said, summaryOf(event));
    const longest = 'x'.repeat(255);
    assert.equal(summaryOf({ ...event, data: { object: { id: longest } } })?.objectId, longest);
  });

  it('gives a time that is one, whatever is said', () => {
    for (const created of ['1e400', '-1e400', '1e300', '8640000000001'])
      assert.equal(
        summarize(Buffer.from(`{"id":"evt_1","object":"event","type":"x","created":${created}}`))?.created,
        0,
        created,
      );
  });

  it('takes any bytes and any JSON', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => summarize(bytes) === undefined));
    fc.assert(fc.property(fc.json(), (text) => summarize(Buffer.from(text)) === undefined));
  });
});
