import assert from 'node:assert/strict';
import { coverageOf, type CoveredType } from '../../../src/handlers/coverage.ts';
import type { Handler } from '../../../src/handlers/handler.ts';
import type { Endpoint } from '../../../src/stripe/endpoint.ts';

const types = ['charge.failed', 'charge.refunded', 'invoice.paid', 'invoice.sent'];

const endpoint = (id: string, events: readonly string[]): Endpoint => ({
  id,
  connectionId: 'sandbox',
  api: 'v1',
  kind: 'webhook',
  payload: 'snapshot',
  url: `https://example.com/${id}`,
  target: `https://example.com/${id}`,
  events,
  status: 'enabled',
  created: 0,
  metadata: {},
  connect: false,
  secretKnown: true,
});
const handler = (eventType: string): Handler => ({
  file: 'a.ts',
  eventType,
  line: 0,
  column: 0,
  endLine: 0,
  endColumn: 1,
  form: 'case',
});
const names = (covered: readonly CoveredType[] = []): readonly string[] => covered.map(({ type }) => type);

describe('Coverage', () => {
  it('tells per endpoint what of its subscription is handled, and how often it came', () => {
    const { endpoints } = coverageOf({
      endpoints: [
        endpoint('we_1', ['invoice.sent', 'charge.refunded', 'invoice.paid']),
        endpoint('we_2', ['invoice.paid']),
      ],
      handlers: [handler('invoice.paid'), handler('charge.*')],
      received: new Map([['invoice.sent', 3]]),
      types,
    });
    assert.deepEqual(names(endpoints[0]?.handled), ['charge.refunded', 'invoice.paid']);
    assert.deepEqual(
      endpoints[0]?.notHandled.map(({ type, received }) => [type, received]),
      [['invoice.sent', 3]],
    );
    assert.deepEqual(names(endpoints[1]?.handled), ['invoice.paid']);
    assert.deepEqual(endpoints[1]?.notHandled, []);
  });

  it('names what is handled and not subscribed to, except for what only a pattern covers', () => {
    const input = {
      handlers: [handler('invoice.paid'), handler('charge.*')],
      received: new Map<string, number>(),
      types,
    };
    assert.deepEqual(
      names(coverageOf({ ...input, endpoints: [endpoint('we_1', ['charge.failed'])] }).notSubscribed),
      ['invoice.paid'],
    );
    assert.deepEqual(names(coverageOf({ ...input, endpoints: [] }).notSubscribed), ['invoice.paid']);
  });

  it('counts an endpoint for all events by what the code handles and what came', () => {
    const { endpoints, notSubscribed } = coverageOf({
      endpoints: [endpoint('we_1', ['*'])],
      handlers: [handler('invoice.paid')],
      received: new Map([
        ['charge.failed', 1],
        ['invoice.paid', 2],
      ]),
      types,
    });
    assert.equal(endpoints[0]?.all, true);
    assert.deepEqual(names(endpoints[0]?.handled), ['invoice.paid']);
    assert.deepEqual(names(endpoints[0]?.notHandled), ['charge.failed']);
    assert.deepEqual(notSubscribed, []);
  });

  it('names what is received and handled nowhere, of types it has never heard of as well', () => {
    const { receivedNotHandled } = coverageOf({
      endpoints: [],
      handlers: [handler('invoice.*')],
      received: new Map([
        ['invoice.sent', 1],
        ['brand.new', 1],
        ['charge.failed', 4],
      ]),
      types,
    });
    assert.deepEqual(names(receivedNotHandled), ['brand.new', 'charge.failed']);
  });
});
