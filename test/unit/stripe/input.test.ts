import assert from 'node:assert/strict';
import { modeOfKey, validateKey } from '../../../src/stripe/apiKey.ts';
import { sandboxConnection } from '../../../src/stripe/connection.ts';
import type { Connection } from '../../../src/stripe/connection.ts';
import { dashboardUrl } from '../../../src/stripe/dashboard.ts';
import { validateEndpoint, validateEvents, validateUrl } from '../../../src/stripe/endpointInput.ts';

const test: Connection = { id: 'a/test', kind: 'account', mode: 'test', label: 'Shop', accountId: 'acct_1' };
const live: Connection = { ...test, id: 'a/live', mode: 'live' };
const local: Connection = { ...test, id: 'a/local', apiBase: 'http://127.0.0.1:12111' };

describe('the URL of an endpoint', () => {
  for (const [text, connection, said] of [
    ['https://example.com/webhook', live, undefined],
    ['http://example.com/webhook', live, /https/],
    ['http://example.com/webhook', test, undefined],
    ['http://localhost:4242/webhook', sandboxConnection, undefined],
    ['http://localhost:4242/webhook', local, undefined],
    ['http://localhost:4242/webhook', test, /cannot reach localhost.*sandbox/],
    ['https://127.0.0.1/webhook', test, /cannot reach 127\.0\.0\.1/],
    ['http://[::1]:4242/', test, /cannot reach/],
    ['', test, /Enter/],
    ['localhost:4242', sandboxConnection, /not a complete URL/],
    ['http:example.com', sandboxConnection, /not a complete URL/],
    ['http://', sandboxConnection, /not a complete URL/],
    ['ftp://example.com', sandboxConnection, /not a complete URL/],
    ['https://exa mple.com', sandboxConnection, /white space/],
    ['https://user:pass@example.com', sandboxConnection, /password/],
  ] as const)
    it(`"${text}" is ${said ? 'refused' : 'taken'} by ${connection.id}`, () => {
      const sentence = validateUrl(text, connection);
      if (said) assert.match(sentence ?? '', said);
      else assert.equal(sentence, undefined);
    });
});

describe('the other fields of an endpoint', () => {
  it('need event types, and "*" alone', () => {
    assert.match(validateEvents([]) ?? '', /at least one/);
    assert.match(validateEvents(['*', 'invoice.paid']) ?? '', /either/);
    assert.equal(validateEvents(['invoice.paid']), undefined);
  });

  it('stay within what Stripe takes', () => {
    assert.match(validateEndpoint({ description: 'x'.repeat(5001) }, test) ?? '', /5001.*5000/);
    assert.match(validateEndpoint({ metadata: { ['k'.repeat(41)]: '' } }, test) ?? '', /40/);
    assert.match(validateEndpoint({ metadata: { key: 'v'.repeat(501) } }, test) ?? '', /501.*500/);
    assert.equal(
      validateEndpoint({ description: 'x'.repeat(5000), metadata: { key: 'v' } }, test),
      undefined,
    );
  });
});

describe('a pasted API key', () => {
  for (const [text, said] of [
    ['', /Nothing/],
    ['pk_test_0123456789', /publishable/],
    ['whsec_0123456789', /signing secret/],
    ['acct_0123456789', /account id/],
    ['sk_org_0123456789', /organization/],
    ['"sk_test_0123456789"', /quotes/],
    ['sk_test_01234 56789', /white space/],
    ['sk_test_****6789', /shortened/],
    ['hello', /not a Stripe API key/],
  ] as const)
    it(`"${text}" is refused with the cause`, () => {
      assert.match(validateKey(text) ?? '', said);
      assert.ok(!validateKey(text)?.includes('0123'));
    });

  it('is taken with its mode', () => {
    for (const [key, mode] of [
      ['sk_test_0123456789', 'test'],
      ['rk_test_0123456789', 'test'],
      ['sk_live_0123456789', 'live'],
      ['rk_live_0123456789', 'live'],
    ] as const) {
      assert.equal(validateKey(` ${key}\n`), undefined);
      assert.equal(modeOfKey(key), mode);
    }
  });
});

describe('Dashboard links', () => {
  it('open the account, mode and page of the thing', () => {
    assert.equal(
      dashboardUrl(test, { id: 'we_1' }),
      'https://dashboard.stripe.com/acct_1/test/webhooks/we_1',
    );
    assert.equal(dashboardUrl(live, { id: 'evt_1' }), 'https://dashboard.stripe.com/acct_1/events/evt_1');
  });

  it('do not exist for the sandbox', () => {
    assert.equal(dashboardUrl(sandboxConnection, { id: 'we_1' }), undefined);
    assert.equal(dashboardUrl(local, { id: 'we_1' }), undefined);
  });
});
