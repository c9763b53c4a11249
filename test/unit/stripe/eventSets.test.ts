import assert from 'node:assert/strict';
import { eventSets, expandWildcard, typesOfSet, wildcardGroups } from '../../../src/stripe/eventSets.ts';
import { testCatalogue } from '../support/catalogue.ts';

describe('sets of event types', () => {
  let snapshot: readonly string[];
  let thin: readonly string[];
  before(async function () {
    this.timeout(60_000);
    const { eventTypes } = (await testCatalogue()).events;
    snapshot = eventTypes.filter(({ kind }) => kind === 'snapshot').map(({ type }) => type);
    thin = eventTypes.filter(({ kind }) => kind === 'thin').map(({ type }) => type);
  });

  const members = (id: string, types: readonly string[]) =>
    typesOfSet(eventSets.find((set) => set.id === id) ?? assert.fail(id), types);

  for (const [id, wanted, unwanted] of [
    ['payments', ['payment_intent.succeeded', 'refund.created', 'charge.failed'], 'charge.dispute.created'],
    ['checkout', ['checkout.session.completed', 'checkout.session.expired'], 'payment_intent.succeeded'],
    ['subscriptions', ['customer.subscription.updated', 'invoice.paid'], 'customer.created'],
    ['connect', ['account.updated', 'capability.updated', 'transfer.created'], 'payout.paid'],
    ['disputes', ['charge.dispute.created', 'radar.early_fraud_warning.created'], 'charge.succeeded'],
    ['payouts', ['payout.paid', 'payout.failed', 'balance.available'], 'transfer.created'],
  ] as const)
    it(`has what "${id}" stands for, and nothing that Stripe does not send`, () => {
      const types = members(id, snapshot);
      for (const type of wanted) assert.ok(types.includes(type), type);
      assert.ok(!types.includes(unwanted));
      assert.ok(types.every((type) => snapshot.includes(type)));
    });

  it('holds for thin types too', () => {
    assert.ok(members('payments', thin).includes('v1.payment_intent.succeeded'));
    assert.ok(members('connect', thin).includes('v2.core.account[requirements].updated'));
    for (const { id } of eventSets) assert.ok(members(id, thin).every((type) => thin.includes(type)));
  });

  it('has no pattern that stands for nothing', () => {
    for (const set of eventSets)
      for (const pattern of set.patterns)
        assert.ok(typesOfSet({ ...set, patterns: [pattern] }, [...snapshot, ...thin]).length > 0, pattern);
  });

  it('resolves a wildcard to all types that begin so', () => {
    const types = expandWildcard('customer.*', snapshot);
    assert.ok(types.includes('customer.created') && types.includes('customer.subscription.deleted'));
    assert.ok(types.every((type) => type.startsWith('customer.')));
    assert.deepEqual(expandWildcard('invoice.paid', snapshot), ['invoice.paid']);
    assert.deepEqual(expandWildcard('no.such', snapshot), []);
    assert.deepEqual(expandWildcard('*', snapshot), snapshot);
  });

  it('offers a wildcard for each beginning that several types share', () => {
    const groups = wildcardGroups([...snapshot, ...thin]);
    const patterns = groups.map(({ pattern }) => pattern);
    assert.ok(patterns.includes('customer.*') && patterns.includes('customer.subscription.*'));
    assert.ok(patterns.includes('v1.customer.*') && !patterns.includes('v1.*'));
    assert.ok(!patterns.includes('mandate.*'));
    assert.ok(patterns.every((pattern) => !pattern.includes('[') || pattern.includes(']')));
    for (const { pattern, types } of groups)
      assert.deepEqual(types, expandWildcard(pattern, [...snapshot, ...thin]));
  });
});
