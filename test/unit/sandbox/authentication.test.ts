import assert from 'node:assert/strict';
import { masked } from '../../../src/sandbox/api/authentication.ts';
import { api, startSandbox } from './support/sandbox.ts';

describe('Sandbox: keys', () => {
  const refused: readonly (readonly [what: string, key: string | null, message: RegExp])[] = [
    ['no key', null, /You did not provide an API key/],
    ['a malformed key', 'hunter2', /Invalid API Key provided: \*{7}$/],
    [
      'another test key',
      'sk_test_51aaaaaaaaaaaaaaaaaaaaaa1234',
      /Invalid API Key provided: sk_test_\*+1234$/,
    ],
    [
      'a live key',
      'sk_live_51aaaaaaaaaaaaaaaaaaaaaa1234',
      /sk_live_\*+1234\. The sandbox takes its own test key only/,
    ],
    ['a publishable key', 'pk_test_51aaaaaaaaaaaaaaaaaaaaaa1234', /publishable/],
  ];
  for (const [what, key, message] of refused)
    it(`refuses ${what} with 401, and shows nothing of it`, async () => {
      const sandbox = await startSandbox();
      const { status, json, headers } = await api(sandbox, 'GET', '/v1/account', { key });
      const error = json['error'] as Record<string, string>;
      assert.equal(status, 401);
      assert.match(error['message'] ?? '', message);
      assert.equal(error['type'], 'invalid_request_error');
      assert.match(headers.get('www-authenticate') ?? '', /Basic/);
      assert.ok(!JSON.stringify(json).includes('51aaaa'));
    });

  it('takes its key as Bearer, as the user name of Basic, and as a restricted key', async () => {
    const sandbox = await startSandbox();
    const { testKey } = sandbox;
    const basic = Buffer.from(`${testKey}:`).toString('base64');
    for (const authorization of [`Bearer ${testKey}`, `bearer ${testKey}`, `Basic ${basic}`]) {
      const { status } = await api(sandbox, 'GET', '/v1/account', { key: null, headers: { authorization } });
      assert.equal(status, 200, authorization.slice(0, 6));
    }
    const restricted = testKey.replace('sk_', 'rk_');
    assert.equal((await api(sandbox, 'GET', '/v1/account', { key: restricted })).status, 200);
  });

  it('takes its own account in Stripe-Account and no other', async () => {
    const sandbox = await startSandbox();
    const as = (account: string) =>
      api(sandbox, 'GET', '/v1/account', { headers: { 'Stripe-Account': account } });
    assert.equal((await as(sandbox.accountId)).status, 200);
    assert.equal((await as('acct_other')).status, 403);
  });

  it('masks a key down to its kind and last four characters', () => {
    assert.equal(masked('sk_test_abcdefghijklmnop'), `sk_test_${'*'.repeat(12)}mnop`);
    assert.equal(masked('sk_test_short'), 'sk_test_*****');
  });
});
