import assert from 'node:assert/strict';
import fc from 'fast-check';
import { defaultTarget, matchesPattern, wants } from '../../../src/delivery/target.ts';
import {
  isPrivateUrl,
  isSamePlace,
  readHeader,
  readPatterns,
  validateHeader,
  validatePatterns,
  validateTargetUrl,
} from '../../../src/delivery/targetInput.ts';

describe('Which events a target wants', () => {
  it('takes types, prefixes and all', () => {
    const fits = (pattern: string, type: string) => matchesPattern(pattern, type);
    assert.ok(fits('*', 'invoice.paid'));
    assert.ok(fits('invoice.paid', 'invoice.paid'));
    assert.ok(!fits('invoice.paid', 'invoice.paid_out'));
    assert.ok(fits('customer.*', 'customer.tax_id.created'));
    assert.ok(!fits('customer.*', 'customer_cash_balance_transaction.created'));
    assert.ok(fits('*.created', 'customer.created'));
    assert.ok(fits('customer.*.deleted', 'customer.subscription.deleted'));
    assert.ok(!fits('a.*.a', 'a.a'));
  });

  it('takes for a pattern what a regular expression takes for it', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 8 });
    const type = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 10 });
    fc.assert(
      fc.property(word, type, (pattern, text) => {
        const expected = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(text);
        assert.equal(matchesPattern(pattern, text), expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('tells the own account’s events from those of connected ones', () => {
    const target = defaultTarget('t', 'http://127.0.0.1/');
    const own = { type: 'invoice.paid', objectId: undefined, account: undefined };
    const connected = { ...own, account: 'acct_1' };
    const taken = (accounts: 'all' | 'own' | 'connected') =>
      [own, connected].map((event) => wants({ ...target, accounts }, event));
    assert.deepEqual(taken('all'), [true, true]);
    assert.deepEqual(taken('own'), [true, false]);
    assert.deepEqual(taken('connected'), [false, true]);
  });
});

describe('What is typed for a target', () => {
  it('is a URL of an app, not of the receiver', () => {
    const receiver = (url: URL) => isSamePlace(url, new URL('http://127.0.0.1:4747/webhook'));
    assert.equal(validateTargetUrl('http://localhost:3000/hook', receiver), undefined);
    assert.match(validateTargetUrl('localhost:3000') ?? '', /http:\/\//);
    assert.match(validateTargetUrl('3000') ?? '', /complete URL/);
    assert.match(validateTargetUrl('http://user:pw@localhost/') ?? '', /password/);
    for (const same of ['http://localhost:4747/other', 'http://[::1]:4747/', 'http://127.0.0.2:4747/'])
      assert.match(validateTargetUrl(same, receiver) ?? '', /receiver itself/);
  });

  it('needs no question when it stays on this machine or its network', () => {
    const near = ['localhost:3000', '127.0.0.1', '[::1]:80', '10.1.2.3', '172.16.0.1', '192.168.1.5'];
    const named = ['app', 'shop.test', 'mac.local', 'host.docker.internal', '[fd12::1]', '[fe80::1]'];
    for (const host of [...near, ...named]) assert.ok(isPrivateUrl(`http://${host}/x`), host);
    const far = ['example.com', '8.8.8.8', '172.32.0.1', '11.0.0.1', '10.example.com', 'localhost.evil.com'];
    for (const host of [...far, '[2001:db8::1]']) assert.ok(!isPrivateUrl(`http://${host}/x`), host);
  });

  it('is read as types and patterns', () => {
    assert.deepEqual(readPatterns(' invoice.*, customer.created\ninvoice.* '), [
      'invoice.*',
      'customer.created',
    ]);
    assert.deepEqual(readPatterns('invoice.paid, *'), ['*']);
    assert.equal(validatePatterns('invoice.*'), undefined);
    assert.match(validatePatterns('  ') ?? '', /at least one/);
    assert.match(validatePatterns('Invoice paid!') ?? '', /“Invoice” is not an event type/);
  });

  it('is a header that does not get in the way of the delivery', () => {
    assert.deepEqual(readHeader('Authorization: Bearer a:b'), { name: 'Authorization', value: 'Bearer a:b' });
    assert.match(validateHeader('no colon') ?? '', /Name: value/);
    assert.match(validateHeader('X: a\nY: b') ?? '', /Name: value/);
    assert.match(validateHeader('stripe-signature: t=1') ?? '', /leave it out/);
    assert.match(validateHeader('Content-Length: 1') ?? '', /leave it out/);
  });
});
