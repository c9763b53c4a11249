import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { JournalledReceipt } from '../../../src/journal/journal.ts';
import type { ReceiptFilter } from '../../../src/journal/filter.ts';
import type { Receipt } from '../../../src/receiver/receipt.ts';
import { attempt, cleanUp, newFile, open, receipt, rejected } from './support/journals.ts';

const types = ['invoice.paid', 'invoice.payment_failed', 'customer.created', 'customer.subscription.updated'];
const sources = ['http', 'sandbox', 'replay'] as const;
const runs = ['payment-refunded-1f3a9c20', 'payment-refunded-77aa0b12', 'customer-00112233'];
const words = ['grüße', 'cus_9a', 'espresso', 'order 1042', 'jenny.rosen@example.com'];
const optional = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });

/** Receipts that share values often enough for every filter to want some and not others. */
const receipts: fc.Arbitrary<Receipt> = fc
  .record({
    event: fc.record({
      id: fc.constantFrom('evt_1', 'evt_2', 'evt_3'),
      type: fc.constantFrom(...types),
      kind: fc.constantFrom('snapshot', 'thin'),
      created: fc.constant(1),
      livemode: fc.boolean(),
      apiVersion: fc.constant(undefined),
      objectId: fc.constantFrom('in_1', 'cus_1', undefined),
      objectType: fc.constantFrom('invoice', 'customer', undefined),
      account: fc.constantFrom('acct_1', undefined),
      requestId: fc.constantFrom('req_1', 'req_2', undefined),
    }),
    isEvent: fc.constantFrom(true, true, true, false),
    isVerified: fc.boolean(),
    source: fc.constantFrom(...sources),
    receivedAt: fc.integer({ min: 1_000, max: 1_010 }),
    endpointId: fc.constantFrom('we_1', 'we_2'),
    connectionId: fc.constantFrom('sandbox', 'acct'),
    run: optional(
      fc
        .constantFrom(...runs)
        .map((id) => ({ id, kind: 'scenario' as const, name: 'Any', step: 1, steps: 2 })),
    ),
    text: fc.subarray(words),
  })
  .map(({ event, isEvent, isVerified, endpointId, connectionId, text, ...rest }) => ({
    ...(isVerified ? receipt(event.id) : rejected(event.id)),
    ...rest,
    ...(isVerified && {
      verdict: { outcome: 'verified', secret: { connectionId, endpointId }, timestamp: 1 },
    }),
    event: isEvent ? event : undefined,
    body: Buffer.from(JSON.stringify({ text })),
  }));

const filters: fc.Arbitrary<ReceiptFilter> = fc
  .record({
    types: optional(
      fc.subarray(['invoice.*', '*', '*.created', 'customer.*.*', 'invoice.paid', 'charge.failed', 'in*id']),
    ),
    outcome: optional(fc.constantFrom('verified', 'rejected')),
    delivery: optional(fc.constantFrom('delivered', 'failed', 'dead', 'none')),
    sources: optional(fc.subarray([...sources])),
    endpointIds: optional(fc.subarray(['we_1', 'we_2', 'we_9'])),
    connectionId: optional(fc.constantFrom('sandbox', 'acct')),
    account: optional(fc.constant('acct_1')),
    objectId: optional(fc.constantFrom('in_1', 'cus_1')),
    objectType: optional(fc.constantFrom('invoice', 'customer')),
    eventId: optional(fc.constantFrom('evt_1', 'evt_2')),
    requestId: optional(fc.constantFrom('req_1', 'req_2')),
    runs: optional(fc.subarray([...runs, 'payment-*', '*', 'trigger-9'])),
    kind: optional(fc.constantFrom('snapshot', 'thin')),
    from: optional(fc.integer({ min: 998, max: 1_012 })),
    until: optional(fc.integer({ min: 998, max: 1_012 })),
    upTo: optional(fc.integer({ min: 0, max: 310 })),
    text: optional(fc.constantFrom(...words)),
    duplicates: optional(fc.constantFrom('hide', 'only')),
    except: optional(
      fc.oneof(
        fc.record({ types: fc.subarray(['invoice.*', '*', '*.created', 'invoice.paid', 'charge.failed']) }),
        fc.record({ sources: fc.subarray([...sources]) }),
        fc.record({ endpointIds: fc.subarray(['we_1', 'we_2', 'we_9']) }),
      ),
    ),
  })
  // Most filters have one or two conditions; all at once would want nothing.
  .chain((all) => {
    const given = Object.entries(all).filter(([, value]) => value !== undefined);
    return fc.subarray(given, { maxLength: 3 }).map((some) => Object.fromEntries(some) as ReceiptFilter);
  });

const globs: Readonly<Record<string, RegExp>> = {
  '*': /^/,
  'invoice.*': /^invoice\./,
  '*.created': /\.created$/,
  'customer.*.*': /^customer\..*\./,
  'in*id': /^in.*id$/,
  'payment-*': /^payment-/,
};

const isOfType = (wanted: string, type: string | undefined) =>
  type !== undefined && (globs[wanted]?.test(type) ?? wanted === type);

/** What the filter means, said again in the plainest way. */
function wants(filter: ReceiptFilter, { event, verdict, ...one }: JournalledReceipt, text: string): boolean {
  const is = <T>(wanted: T | undefined, value: T | undefined) => wanted === undefined || wanted === value;
  const hasType = filter.types?.some((type) => type === '*' || isOfType(type, event?.type)) ?? true;
  const isExcepted =
    filter.except?.types?.some((type) => isOfType(type, event?.type)) ??
    filter.except?.sources?.includes(one.source) ??
    filter.except?.endpointIds?.some((id) => id === verdict.secret?.endpointId);
  const { delivery, run } = one;
  const isOfRun = filter.runs?.some((id) => run && (globs[id]?.test(run.id) ?? id === run.id)) ?? true;
  const isDelivered = {
    none: !delivery,
    delivered: delivery?.delivered === true,
    failed: delivery?.delivered === false,
    dead: delivery?.dead === true,
  };
  return (
    hasType &&
    !isExcepted &&
    isOfRun &&
    is(filter.outcome, verdict.outcome) &&
    (filter.delivery === undefined || isDelivered[filter.delivery]) &&
    (filter.sources?.includes(one.source) ?? true) &&
    (filter.endpointIds?.some((id) => id === verdict.secret?.endpointId) ?? true) &&
    is(filter.connectionId, verdict.secret?.connectionId) &&
    is(filter.account, event?.account) &&
    is(filter.objectId, event?.objectId) &&
    is(filter.objectType, event?.objectType) &&
    is(filter.eventId, event?.id) &&
    is(filter.requestId, event?.requestId) &&
    is(filter.kind, event?.kind) &&
    one.receivedAt >= (filter.from ?? 0) &&
    one.receivedAt < (filter.until ?? Infinity) &&
    one.id <= (filter.upTo ?? Infinity) &&
    text.includes(filter.text ?? '') &&
    is(filter.duplicates && filter.duplicates === 'only', one.duplicate)
  );
}

describe('Journal: filters', function () {
  this.timeout(60_000);
  afterEach(cleanUp);

  it('give what they say, page by page in both directions, and count it', async () => {
    const journal = await open(await newFile());
    const given = fc.sample(receipts, 300);
    for (const one of given) await journal.append(one);
    for (let id = 1; id <= 300; id += 2) {
      await journal.recordAttempt(id, attempt('a', { status: id % 3 === 0 ? 500 : 200, dead: id % 9 === 0 }));
      if (id % 4 === 1) await journal.recordAttempt(id, attempt('b', { status: id % 5 === 0 ? 404 : 204 }));
    }
    const all = await journal.list({ limit: 1_000 });
    assert.equal(all.length, 300);
    await fc.assert(
      fc.asyncProperty(filters, fc.integer({ min: 1, max: 60 }), async (filter, limit) => {
        const wanted = all.filter((one) => {
          const { text } = JSON.parse(String(given[one.id - 1]?.body)) as { text: string[] };
          return wants(filter, one, text.join(' '));
        });
        assert.equal(await journal.count(filter), wanted.length);
        const down: JournalledReceipt[] = [];
        const up: JournalledReceipt[] = [];
        for (
          let page;
          (page = await journal.list({ limit, filter, before: down.at(-1)?.id ?? 1_000 })).length > 0;
        )
          down.push(...page);
        for (let page; (page = await journal.list({ limit, filter, after: up[0]?.id ?? 0 })).length > 0;)
          up.unshift(...page);
        assert.deepEqual(down, wanted);
        assert.deepEqual(up, wanted);
      }),
      { numRuns: 300 },
    );
  });
});
