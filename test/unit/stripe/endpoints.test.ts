import assert from 'node:assert/strict';
import { World } from './support/machine.ts';

const input = { url: 'http://localhost:4242/webhook', events: ['invoice.paid'] };

describe('endpoints', () => {
  let world: World;
  beforeEach(async () => {
    world = await new World().open();
  });
  afterEach(() => world.close());

  it('creates an endpoint and has stored its true secret when it is reported', async () => {
    const { connection, endpoints, signingSecrets } = world.boot();
    const reported: (string | undefined)[] = [];
    endpoints.on('changed', () => reported.push([...world.stores.secretValues.values()][0]));
    const created = await endpoints.create(connection, {
      ...input,
      description: 'Shop',
      metadata: { team: 'a' },
    });
    assert.equal(reported.length, 1);
    assert.ok(reported[0]);
    assert.equal(await signingSecrets.get('sandbox', created.id), world.wire.secrets.get(created.id));
    assert.deepEqual(created, (await endpoints.list(connection))[0]);
    assert.deepEqual(
      [
        created.url,
        created.events,
        created.status,
        created.description,
        created.metadata,
        created.secretKnown,
      ],
      [input.url, input.events, 'enabled', 'Shop', { team: 'a' }, true],
    );
  });

  it('makes one endpoint when the answer is lost once', async () => {
    const { connection, endpoints, signingSecrets } = world.boot();
    let lost = 0;
    world.wire.fate = ({ method }) => (method === 'POST' && lost++ === 0 ? 'lose-answer' : 'pass');
    const created = await endpoints.create(connection, input);
    assert.deepEqual(
      (await world.atStripe()).map(({ id }) => id),
      [created.id],
    );
    assert.equal(await signingSecrets.get('sandbox', created.id), world.wire.secrets.get(created.id));
  });

  it('gives the endpoint whose answer was lost for good when the same is asked again', async () => {
    const { connection, endpoints } = world.boot();
    world.wire.fate = ({ method }) => (method === 'POST' ? 'lose-answer' : 'pass');
    await assert.rejects(endpoints.create(connection, input), { name: 'HumanError', reason: 'offline' });
    world.wire.fate = () => 'pass';
    const created = await endpoints.create(connection, input);
    assert.deepEqual(
      (await world.atStripe()).map(({ id }) => id),
      [created.id],
    );
    assert.equal(created.secretKnown, true);
    const another = await endpoints.create(connection, input);
    assert.notEqual(another.id, created.id);
  }).timeout(30_000);

  it('takes an endpoint back whose secret cannot be stored', async () => {
    const { connection, endpoints } = world.boot();
    world.stores.secrets.store = () => Promise.reject(new Error('keychain locked'));
    await assert.rejects(endpoints.create(connection, input), { name: 'HumanError', reason: 'storage' });
    assert.equal((await world.atStripe()).length, 0);
  });

  it('refuses bad input before anything is sent', async () => {
    const { connection, endpoints } = world.boot();
    await assert.rejects(endpoints.create(connection, { ...input, url: 'localhost' }), { reason: 'input' });
    await assert.rejects(endpoints.create(connection, { ...input, events: [] }), { reason: 'input' });
    assert.deepEqual(world.wire.passed, []);
  });

  it('passes on what Stripe says is wrong', async () => {
    const { connection, endpoints } = world.boot();
    await assert.rejects(endpoints.create(connection, { ...input, events: ['no.such'] }), {
      name: 'HumanError',
      reason: 'invalid-request',
      message:
        /^Could not create the endpoint .*: Stripe says ".*no\.such.*" about "enabled_events.*"; correct it and try again\.$/,
    });
  });

  it('changes only what is given; pauses and resumes', async () => {
    const { connection, endpoints } = world.boot();
    const { id } = await endpoints.create(connection, {
      ...input,
      description: 'Shop',
      metadata: { a: '1', b: '2' },
    });
    const changed = await endpoints.update(connection, id, { events: ['*'], metadata: { a: '' } });
    assert.deepEqual([changed.events, changed.description, changed.metadata], [['*'], 'Shop', { b: '2' }]);
    assert.equal((await endpoints.pause(connection, id)).status, 'disabled');
    assert.equal((await endpoints.resume(connection, id)).status, 'enabled');
    assert.equal((await endpoints.retrieve(connection, id)).status, 'enabled');
  });

  it('deletes an endpoint with its secret, also when the answer is lost or it is gone already', async () => {
    const { connection, endpoints, signingSecrets } = world.boot();
    const { id } = await endpoints.create(connection, input);
    let lost = 0;
    world.wire.fate = ({ method }) => (method === 'DELETE' && lost++ === 0 ? 'lose-answer' : 'pass');
    await endpoints.delete(connection, id);
    await endpoints.delete(connection, id);
    assert.equal((await world.atStripe()).length, 0);
    assert.deepEqual(await signingSecrets.all(), []);
  });

  it('says in one sentence that an endpoint is gone, or that nothing answers', async () => {
    const { connection, endpoints } = world.boot();
    await assert.rejects(endpoints.pause(connection, 'we_gone'), {
      reason: 'not-found',
      message: /we_gone.*refresh/,
    });
    world.wire.fate = () => 'lose-request';
    await assert.rejects(endpoints.list(connection), {
      name: 'HumanError',
      reason: 'offline',
      message: /^Could not list the endpoints of Sandbox: /,
    });
  }).timeout(30_000);

  it('stops waiting for a change when it is cancelled, and keeps the secret of what is created nevertheless', async () => {
    const { connection, endpoints, signingSecrets } = world.boot();
    const controller = new AbortController();
    const created = new Promise<string>((resolve) => endpoints.once('changed', resolve));
    world.wire.fate = () => {
      controller.abort();
      return 'pass';
    };
    await assert.rejects(endpoints.create(connection, input, controller), { name: 'AbortError' });
    await created;
    const [endpoint] = await world.atStripe();
    assert.ok(endpoint);
    assert.equal(await signingSecrets.get('sandbox', endpoint.id), world.wire.secrets.get(endpoint.id));
    const sent = world.wire.passed.length;
    for (const call of [
      () => endpoints.update(connection, endpoint.id, { events: ['*'] }, controller),
      () => endpoints.pause(connection, endpoint.id, controller),
      () => endpoints.resume(connection, endpoint.id, controller),
      () => endpoints.delete(connection, endpoint.id, controller),
      () => endpoints.ping(connection, 'ed_test_1', controller),
    ])
      await assert.rejects(call(), { name: 'AbortError' });
    assert.equal(world.wire.passed.length, sent);
  });

  it('stops waiting for a list when it is cancelled', async () => {
    const { connection, endpoints } = world.boot();
    const controller = new AbortController();
    world.wire.fate = () => 'hang-before';
    world.wire.onHang = () => controller.abort();
    await assert.rejects(endpoints.list(connection, { signal: controller.signal }), { name: 'AbortError' });
  });
});
