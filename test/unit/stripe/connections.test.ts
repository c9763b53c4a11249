import assert from 'node:assert/strict';
import { World } from './support/machine.ts';

describe('connections', () => {
  let world: World;
  beforeEach(async () => {
    world = await new World().open();
  });
  afterEach(() => world.close());

  const add = (key = world.key) => world.boot().connections.addByKey(key, { apiBase: world.wire.baseUrl });

  it('always has the sandbox, which is active at first and cannot be removed', async () => {
    const { connections } = world.boot();
    assert.deepEqual(
      connections.list().map(({ kind }) => kind),
      ['sandbox'],
    );
    assert.equal(connections.active.kind, 'sandbox');
    await assert.rejects(connections.remove('sandbox'), { name: 'HumanError' });
  });

  it('adds an account by its key, names it as Stripe does, and keeps it over a restart', async () => {
    const added = await add(` ${world.key}\n`);
    assert.deepEqual(
      [added.kind, added.mode, added.label, added.accountId],
      ['account', 'test', 'Offline sandbox', world.sandbox.accountId],
    );
    const { connections } = world.boot();
    assert.deepEqual(connections.list()[1], added);
    await connections.setActive(added.id);
    assert.deepEqual(world.boot().connections.active, added);
    const client = await connections.client(added);
    assert.equal((await client.accounts.retrieveCurrent()).id, world.sandbox.accountId);
  });

  it('keeps the key in the secret store alone', async () => {
    await add();
    assert.ok([...world.stores.secretValues.values()].includes(world.key));
    assert.ok(![...world.stores.values.values()].join().includes(world.key));
  });

  it('replaces the key when the same account is added again', async () => {
    const first = await add();
    const { connections } = world.boot();
    await connections.client(first);
    const restricted = world.key.replace('sk_', 'rk_');
    assert.deepEqual(
      await connections.addByKey(restricted, { apiBase: world.wire.baseUrl }),
      connections.list()[1],
    );
    assert.equal(connections.list().length, 2);
    await (await connections.client(first)).accounts.retrieveCurrent();
    assert.equal(world.wire.passed.at(-1)?.authorization, `Bearer ${restricted}`);
  });

  it('stores nothing when Stripe does not accept the key, and does not show it', async () => {
    const key = 'sk_test_wrong0123456789abcdefgh';
    await assert.rejects(add(key), (error: Error & { reason: string }) => {
      assert.equal(error.reason, 'authentication');
      assert.ok(!`${error.message}${error.stack}${String((error.cause as Error).stack)}`.includes(key));
      return true;
    });
    assert.equal(world.stores.values.size + world.stores.secretValues.size, 0);
  });

  it('takes a restricted key that may not read its account, by the account that the refusal names', async () => {
    world.wire.fate = ({ path }) =>
      path === '/v1/account'
        ? {
            status: 403,
            body: {
              error: {
                type: 'invalid_request_error',
                message:
                  "The provided key 'rk_test_*****1234' does not have the required permissions for this endpoint on account 'acct_1Shop'. Having the 'rak_accounts_kyc_basic_read' permission would allow this request to continue.",
              },
            },
          }
        : 'pass';
    const added = await add('rk_test_0123456789abcdefghijklmn');
    assert.deepEqual([added.accountId, added.label], ['acct_1Shop', 'acct_1Shop']);
  });

  it('names such a key as the place it was found in does', async () => {
    const answer = { status: 403, body: { error: { message: 'This key may not.' } } };
    world.wire.fate = ({ path }) => (path === '/v1/account' ? answer : 'pass');
    const key = 'rk_test_0123456789abcdefghijklmn';
    await assert.rejects(add(key), { reason: 'permission' });
    const { connections } = world.boot();
    const added = await connections.addByKey(key, {
      apiBase: world.wire.baseUrl,
      hint: { accountId: 'acct_1Shop', label: 'Shop' },
    });
    assert.deepEqual([added.accountId, added.label], ['acct_1Shop', 'Shop']);
  });

  it('removes an account with its key and its signing secrets, and falls back to the sandbox', async () => {
    const added = await add();
    const { connections, signingSecrets } = world.boot();
    await connections.setActive(added.id);
    await signingSecrets.set(added.id, 'we_1', 'whsec_0123456789abcdef');
    await signingSecrets.set('sandbox', 'we_2', 'whsec_fedcba9876543210');
    await connections.remove(added.id);
    assert.equal(connections.active.kind, 'sandbox');
    assert.equal(connections.list().length, 1);
    assert.deepEqual(
      (await signingSecrets.all()).map(({ endpointId }) => endpointId),
      ['we_2'],
    );
    assert.equal(world.stores.secretValues.size, 1);
  });

  it('says so when the key was taken from this machine', async () => {
    const added = await add();
    world.stores.secretValues.clear();
    await assert.rejects(world.boot().connections.client(added), {
      name: 'HumanError',
      reason: 'authentication',
      message: /Offline sandbox/,
    });
  });

  it('follows the sandbox when it comes back on another port', async () => {
    const { connection, connections } = world.boot();
    await (await connections.client(connection)).accounts.retrieveCurrent();
    await world.wire.close();
    await world.wire.open();
    await (await connections.client(connection)).accounts.retrieveCurrent();
  });

  it('stops waiting when it is cancelled', async () => {
    const controller = new AbortController();
    world.wire.fate = () => 'hang-before';
    world.wire.onHang = () => controller.abort();
    const adding = world
      .boot()
      .connections.addByKey(world.key, { apiBase: world.wire.baseUrl, signal: controller.signal });
    await assert.rejects(adding, { name: 'AbortError' });
    assert.equal(world.stores.secretValues.size, 0);
  });

  it('tells of every change', async () => {
    const { connections } = world.boot();
    let changes = 0;
    connections.on('changed', () => changes++);
    const added = await connections.addByKey(world.key, { apiBase: world.wire.baseUrl });
    await connections.setActive(added.id);
    await connections.remove(added.id);
    assert.equal(changes, 3);
  });
});
