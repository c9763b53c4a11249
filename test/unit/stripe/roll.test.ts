import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Endpoint } from '../../../src/stripe/endpoint.ts';
import { HumanError } from '../../../src/humanError.ts';
import { Death, revive } from './support/death.ts';
import { World } from './support/machine.ts';

const input = {
  url: 'http://localhost:4242/webhook',
  events: ['invoice.paid', 'customer.created'],
  description: 'Shop',
  metadata: { team: 'billing' },
  apiVersion: '2026-10-28.endive',
};
const hour = 60 * 60 * 1000;

describe('rolling a secret', () => {
  let world: World;
  beforeEach(async () => {
    world = await new World().open();
  });
  afterEach(() => world.close());

  const ids = async () => (await world.atStripe()).map(({ id }) => id).sort();
  const enabled = async () => (await world.atStripe()).filter(({ status }) => status === 'enabled').length;
  const create = async (change: Partial<typeof input> = {}) => {
    const machine = world.boot();
    return machine.endpoints.create(machine.connection, { ...input, ...change });
  };

  /** After a roll: one endpoint, equal to the old one, whose true secret is the only one known. */
  async function assertRolled(oldId: string) {
    const { signingSecrets, rolls } = world.boot();
    assert.deepEqual(rolls.pending(), []);
    const [endpoint, ...others] = await world.atStripe();
    assert.ok(endpoint);
    assert.deepEqual(others, []);
    assert.notEqual(endpoint.id, oldId);
    const { url, enabled_events, description, metadata, api_version, status } = endpoint;
    assert.deepEqual(
      { url, events: enabled_events, description, metadata, apiVersion: api_version, status },
      { ...input, status: 'enabled' },
    );
    const known = await signingSecrets.all();
    assert.deepEqual(
      known.map(({ endpointId, secret }) => [endpointId, secret]),
      [[endpoint.id, world.wire.secrets.get(endpoint.id)]],
    );
  }

  it('replaces the endpoint by an equal one with a new secret, and forgets the old secret', async () => {
    const old = await create();
    const { connection, rolls } = world.boot();
    const reached: string[] = [];
    rolls.on('progress', ({ state }) => reached.push(state.name));
    const fresh = await rolls.start(connection, old);
    assert.notEqual(fresh.id, old.id);
    assert.equal(fresh.secretKnown, true);
    assert.deepEqual(reached, ['intended', 'secretStored', 'matched', 'oldDeleted', 'done']);
    await assertRolled(old.id);
  });

  it('keeps a paused endpoint paused and a Connect endpoint for connected accounts', async () => {
    const { connection, endpoints, rolls } = world.boot();
    const old = await endpoints.create(connection, { ...input, connect: true });
    await endpoints.pause(connection, old.id);
    const fresh = await rolls.start(connection, old);
    assert.deepEqual([fresh.status, fresh.connect], ['disabled', true]);
  });

  for (const when of ['before', 'after'] as const)
    it(`is finished after a restart, whichever operation the process died ${when}`, async () => {
      let deaths = 0;
      for (let at = 1; ; at++) {
        const old = await create();
        const { connection, rolls } = world.boot();
        const death = new Death(world, at, when);
        const end = await Promise.race([death.died, rolls.start(connection, old)]);
        revive(world);
        assert.ok((await enabled()) >= 1, `no working endpoint after dying ${when} operation ${at}`);
        const next = world.boot();
        if (end === 'died') deaths++;
        const outcomes = await next.rolls.resumePending();
        assert.deepEqual(
          outcomes.map(({ error }) => error?.message),
          outcomes.map(() => undefined),
        );
        // A death before the intent was written leaves everything as it was.
        if ((await ids()).includes(old.id)) await next.rolls.start(connection, old);
        await assertRolled(old.id);
        for (const { id } of await next.endpoints.list(connection))
          await next.endpoints.delete(connection, id);
        if (end !== 'died') break;
      }
      assert.ok(deaths >= 14, `only ${deaths} operations were tried`);
    }).timeout(60_000);

  it('is finished after any series of deaths, with a day between them or not', async () => {
    const deaths = fc.array(
      fc.record({
        at: fc.integer({ min: 1, max: 16 }),
        when: fc.constantFrom('before' as const, 'after' as const),
        later: fc.constantFrom(0, 0, 25 * hour),
      }),
      { minLength: 1, maxLength: 4 },
    );
    const survives = fc.asyncProperty(deaths, async (series) => {
      const old = await create();
      let first = true;
      for (const { at, when, later } of series) {
        const { connection, rolls } = world.boot();
        const death = new Death(world, at, when);
        const run = first ? rolls.start(connection, old) : rolls.resumePending();
        await Promise.race([death.died, run.catch(() => {})]);
        revive(world);
        first = false;
        assert.ok((await enabled()) >= 1);
        world.now += later;
        await world.clock.advance(later);
      }
      const { connection, rolls } = world.boot();
      assert.deepEqual((await resume()).join(), '');
      if ((await ids()).includes(old.id)) await rolls.start(connection, old);
      await assertRolled(old.id);
    });
    const fresh = async () => {
      await world.close();
      world = await new World().open();
    };
    await fc.assert(survives.beforeEach(fresh), { numRuns: 60 });
  }).timeout(120_000);

  it('tells of the endpoints once it is over, and resumes only the rolls it is asked to', async () => {
    const old = await create();
    const { connection, endpoints, rolls } = await dieAt(7, old);
    const told: string[] = [];
    endpoints.on('changed', (connectionId) => told.push(connectionId));
    assert.deepEqual(await rolls.resumePending(({ connectionId }) => connectionId !== connection.id), []);
    assert.equal(rolls.pending().length, 1);
    await rolls.resumePending();
    assert.deepEqual(told, [connection.id]);
    await assertRolled(old.id);
  });

  it('never has a moment without an enabled endpoint, nor an enabled one without known secret at the end', async () => {
    const old = await create();
    const { connection, rolls } = world.boot();
    let fewest = Infinity;
    world.wire.fate = async (): Promise<'pass'> => {
      fewest = Math.min(fewest, await enabled());
      return 'pass';
    };
    await rolls.start(connection, old);
    assert.equal(fewest, 1);
    await assertRolled(old.id);
  });

  it('gets the secret of an answer that was lost three times, without a second endpoint', async () => {
    const old = await create();
    const { connection, rolls } = world.boot();
    world.wire.fate = ({ method }) => (method === 'POST' ? 'lose-answer' : 'pass');
    await assert.rejects(rolls.start(connection, old), { name: 'HumanError', reason: 'offline' });
    assert.equal((await ids()).length, 2);
    assert.equal(rolls.pending().length, 1);
    revive(world);
    await rolls.start(connection, old);
    await assertRolled(old.id);
  }).timeout(30_000);

  /** Lets a roll die at an operation: 4 creates, 5 and 6 store the secret, 7 journals that, 11 journals the match. */
  async function dieAt(operation: number, old: Endpoint) {
    const { connection, rolls } = world.boot();
    const death = new Death(world, operation, 'after');
    assert.equal(await Promise.race([death.died, rolls.start(connection, old)]), 'died');
    revive(world);
    return world.boot();
  }

  async function resume() {
    const outcomes = await world.boot().rolls.resumePending();
    return outcomes.map(({ error }) => error?.message);
  }

  const keys = () =>
    world.wire.passed
      .filter(({ method, path }) => method === 'POST' && path === '/v1/webhook_endpoints')
      .map(({ idempotencyKey }) => idempotencyKey);

  for (const [name, later, newKeys] of [
    ['a day later', 25 * hour, 2],
    ['when Stripe forgot the key early', 0, 1],
  ] as const) {
    it(`replaces a new endpoint whose secret can no longer be had: ${name}`, async () => {
      const old = await create();
      const before = keys().length;
      await dieAt(4, old);
      assert.equal((await ids()).length, 2);
      world.now += later;
      await world.clock.advance(25 * hour);
      assert.deepEqual(await resume(), [undefined]);
      assert.equal(new Set(keys().slice(before)).size, newKeys);
      await assertRolled(old.id);
    });

    it(`does so at the limit of endpoints too: ${name}`, async () => {
      const others = await Promise.all(Array.from({ length: 14 }, () => create()));
      const old = await create();
      await dieAt(4, old);
      world.now += later;
      await world.clock.advance(25 * hour);
      assert.deepEqual(await resume(), [undefined]);
      const { connection, endpoints } = world.boot();
      for (const { id } of others) await endpoints.delete(connection, id);
      await assertRolled(old.id);
    });
  }

  it('keeps a new endpoint whose secret was stored, however late it is resumed', async () => {
    const old = await create();
    await dieAt(6, old);
    const made = (await ids()).filter((id) => id !== old.id);
    world.now += 25 * hour;
    await world.clock.advance(25 * hour);
    assert.deepEqual(await resume(), [undefined]);
    assert.deepEqual(await ids(), made);
    await assertRolled(old.id);
  });

  it('deletes no old endpoint for a new one that was deleted or paused elsewhere meanwhile', async () => {
    const old = await create();
    const next = await dieAt(11, old);
    assert.equal(next.rolls.pending()[0]?.state.name, 'matched');
    const made = (await ids()).find((id) => id !== old.id) ?? '';
    await next.endpoints.pause(next.connection, made);
    const other = await create();
    await dieAt(11, other);
    for (const id of await ids())
      if (![old.id, made, other.id].includes(id)) await world.elsewhere.webhookEndpoints.del(id);
    assert.match((await resume()).join(), /^,.*old one still works/);
    assert.deepEqual(await ids(), [made, other.id].sort());
    assert.equal(await enabled(), 2);
  });

  it('removes the endpoint of a creation that went through long after it was given up', async () => {
    const old = await create();
    const { connection, rolls } = world.boot();
    world.wire.fate = ({ method }) =>
      method === 'POST'
        ? {
            status: 504,
            body: { error: { message: 'x' } },
            headers: { 'stripe-should-retry': 'false' },
            late: true,
          }
        : 'pass';
    await assert.rejects(rolls.start(connection, old), { reason: 'server' });
    world.wire.fate = async ({ method }): Promise<'pass'> => {
      if (method === 'DELETE') for (const arrive of world.wire.late.splice(0)) await arrive();
      return 'pass';
    };
    assert.deepEqual(await resume(), [undefined]);
    assert.equal(world.wire.late.length, 0);
    await assertRolled(old.id);
  });

  it('tries a fresh idempotency key after a 5xx answer, which Stripe would repeat for the old one', async () => {
    const old = await create();
    const { connection, rolls } = world.boot();
    const before = keys().length;
    world.wire.fate = ({ method, path }) =>
      method === 'POST' && path === '/v1/webhook_endpoints'
        ? {
            status: 500,
            body: { error: { type: 'api_error', message: 'x' } },
            headers: { 'stripe-should-retry': 'false' },
          }
        : 'pass';
    await assert.rejects(rolls.start(connection, old), { reason: 'server' });
    revive(world);
    await rolls.start(connection, old);
    assert.equal(new Set(keys().slice(before)).size, 2);
    await assertRolled(old.id);
  });

  it('says before it starts that there is no room for a second endpoint', async () => {
    const { connection, endpoints, rolls } = world.boot();
    const old = await create();
    for (let n = 1; n < 16; n++) await endpoints.create(connection, input);
    await assert.rejects(rolls.start(connection, old), { reason: 'endpoint-limit', message: /16/ });
    assert.deepEqual(rolls.pending(), []);
    assert.equal((await ids()).length, 16);
  });

  it('leaves everything as it was when Stripe refuses the new endpoint', async () => {
    const old = await create();
    const { connection, rolls, signingSecrets } = world.boot();
    const before = await signingSecrets.all();
    world.wire.fate = ({ method }) =>
      method === 'POST'
        ? {
            status: 400,
            body: { error: { type: 'invalid_request_error', message: 'Invalid URL', param: 'url' } },
          }
        : 'pass';
    await assert.rejects(rolls.start(connection, old), {
      reason: 'invalid-request',
      message: /stays as it was.*Invalid URL/,
    });
    assert.deepEqual(rolls.pending(), []);
    assert.deepEqual(await ids(), [old.id]);
    assert.deepEqual(await signingSecrets.all(), before);
  });

  it('keeps the old endpoint until the new secret can be stored', async () => {
    const old = await create();
    const { connection, rolls } = world.boot();
    const { secrets } = world.stores;
    const store = secrets.store.bind(secrets);
    secrets.store = () => Promise.reject(new Error('keychain locked'));
    await assert.rejects(rolls.start(connection, old), { name: 'HumanError', reason: 'storage' });
    assert.ok((await ids()).includes(old.id));
    secrets.store = store;
    assert.deepEqual(
      (await rolls.resumePending()).map(({ error }) => error),
      [undefined],
    );
    await assertRolled(old.id);
  });

  it('copies what was changed on the old endpoint while the roll waited', async () => {
    const old = await create();
    const next = await dieAt(7, old);
    const { connection } = next;
    assert.equal(next.rolls.pending()[0]?.state.name, 'secretStored');
    await next.endpoints.update(connection, old.id, { events: ['*'], metadata: { team: '', owner: 'ops' } });
    await next.rolls.resumePending();
    const [endpoint] = await next.endpoints.list(connection);
    assert.deepEqual([endpoint?.events, endpoint?.metadata], [['*'], { owner: 'ops' }]);
  });

  it('gives up, with the old endpoint untouched, when the new one was deleted elsewhere', async () => {
    const old = await create();
    const next = await dieAt(7, old);
    for (const id of await ids()) if (id !== old.id) await world.elsewhere.webhookEndpoints.del(id);
    const [outcome] = await next.rolls.resumePending();
    assert.equal(outcome?.error?.reason, 'not-found');
    assert.deepEqual(next.rolls.pending(), []);
    assert.deepEqual(
      (await next.signingSecrets.all()).map(({ endpointId }) => endpointId),
      [old.id],
    );
  });

  it('does not roll an endpoint that was deleted meanwhile', async () => {
    const old = await create();
    const { connection, rolls } = world.boot();
    await world.elsewhere.webhookEndpoints.del(old.id);
    await assert.rejects(rolls.start(connection, old), { name: 'HumanError', reason: 'not-found' });
    assert.equal((await ids()).length, 0);
  });

  it('runs once when it is started twice', async () => {
    const old = await create();
    const { connection, rolls } = world.boot();
    const [first, second] = await Promise.all([rolls.start(connection, old), rolls.start(connection, old)]);
    assert.equal(first.id, second.id);
    await assertRolled(old.id);
  });

  it('never shows a key or a secret in an error or in the journal', async () => {
    const old = await create();
    const { connection, rolls } = world.boot();
    world.wire.fate = ({ method }) =>
      method === 'POST'
        ? {
            status: 401,
            body: {
              error: { type: 'invalid_request_error', message: `Invalid API Key provided: ${world.key}` },
            },
          }
        : 'pass';
    const error = await rolls.start(connection, old).then(
      () => assert.fail('it did not throw'),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof HumanError);
    const all = [world.key, ...world.wire.secrets.values()];
    const seen = `${error.message} ${error.stack} ${JSON.stringify(error.cause)} ${String((error.cause as Error)?.stack)} ${[...world.stores.values.values()].join()}`;
    for (const secret of all) assert.ok(!seen.includes(secret));
  });
});
