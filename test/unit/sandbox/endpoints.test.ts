import assert from 'node:assert/strict';
import { api, sdkFor, startSandbox } from './support/sandbox.ts';

const url = 'https://example.com/hook';

describe('Sandbox: endpoints through the SDK', () => {
  it('creates one with every parameter, and gives its secret then only', async () => {
    const stripe = sdkFor(await startSandbox());
    const created = await stripe.webhookEndpoints.create({
      url,
      enabled_events: ['invoice.paid', 'charge.failed', 'invoice.paid'],
      api_version: '2024-06-20',
      connect: true,
      description: 'Shop & more = 100 %',
      metadata: { order: '6735', 'with space': 'ü' },
    });
    assert.match(created.id, /^we_1\w{23}$/);
    assert.match(created.secret ?? '', /^whsec_\w{32}$/);
    assert.deepEqual(created.enabled_events, ['invoice.paid', 'charge.failed']);
    assert.equal(created.api_version, '2024-06-20');
    assert.equal(typeof created.application, 'string');
    assert.equal(created.description, 'Shop & more = 100 %');
    assert.deepEqual(created.metadata, { order: '6735', 'with space': 'ü' });
    assert.equal(created.status, 'enabled');
    assert.equal(created.livemode, false);
    const { secret, ...rest } = created;
    const retrieved = await stripe.webhookEndpoints.retrieve(created.id);
    assert.ok(secret);
    assert.deepEqual({ ...retrieved }, { ...rest });
  });

  it('changes only what an update names', async () => {
    const stripe = sdkFor(await startSandbox());
    const { id } = await stripe.webhookEndpoints.create({
      url,
      enabled_events: ['*'],
      description: 'before',
      metadata: { a: '1', b: '2' },
    });
    const paused = await stripe.webhookEndpoints.update(id, { disabled: true });
    assert.equal(paused.status, 'disabled');
    assert.equal(paused.description, 'before');
    const merged = await stripe.webhookEndpoints.update(id, { metadata: { b: '', c: '3' } });
    assert.deepEqual(merged.metadata, { a: '1', c: '3' });
    assert.equal(merged.status, 'disabled');
    const cleared = await stripe.webhookEndpoints.update(id, { metadata: '', description: '' });
    assert.deepEqual(cleared.metadata, {});
    assert.equal(cleared.description, null);
    const moved = await stripe.webhookEndpoints.update(id, {
      url: 'http://127.0.0.1:4242/hook',
      enabled_events: ['charge.failed'],
      disabled: false,
    });
    assert.equal(moved.url, 'http://127.0.0.1:4242/hook');
    assert.deepEqual(moved.enabled_events, ['charge.failed']);
    assert.equal(moved.status, 'enabled');
  });

  it('deletes one for good', async () => {
    const stripe = sdkFor(await startSandbox());
    const { id } = await stripe.webhookEndpoints.create({ url, enabled_events: ['*'] });
    assert.deepEqual(
      { ...(await stripe.webhookEndpoints.del(id)) },
      {
        id,
        object: 'webhook_endpoint',
        deleted: true,
      },
    );
    await assert.rejects(stripe.webhookEndpoints.retrieve(id), { code: 'resource_missing' });
    assert.deepEqual((await stripe.webhookEndpoints.list()).data, []);
  });

  it('pages through a list in both directions, newest first', async () => {
    const stripe = sdkFor(await startSandbox());
    const ids: string[] = [];
    for (let n = 0; n < 5; n++)
      ids.unshift((await stripe.webhookEndpoints.create({ url, enabled_events: ['*'] })).id);
    const first = await stripe.webhookEndpoints.list({ limit: 2 });
    assert.deepEqual(
      first.data.map(({ id }) => id),
      ids.slice(0, 2),
    );
    assert.equal(first.has_more, true);
    assert.equal(first.url, '/v1/webhook_endpoints');
    const last = await stripe.webhookEndpoints.list({ limit: 2, starting_after: ids[3] ?? '' });
    assert.deepEqual(
      last.data.map(({ id }) => id),
      ids.slice(4),
    );
    assert.equal(last.has_more, false);
    const back = await stripe.webhookEndpoints.list({ limit: 2, ending_before: ids[4] ?? '' });
    assert.deepEqual(
      back.data.map(({ id }) => id),
      ids.slice(2, 4),
    );
    assert.equal(back.has_more, true);
    const all = await stripe.webhookEndpoints.list({ limit: 2 }).autoPagingToArray({ limit: 100 });
    assert.deepEqual(
      all.map(({ id }) => id),
      ids,
    );
  });

  it('tells of every change', async () => {
    const sandbox = await startSandbox();
    const stripe = sdkFor(sandbox);
    let changes = 0;
    sandbox.on('changed', () => changes++);
    const { id } = await stripe.webhookEndpoints.create({ url, enabled_events: ['*'] });
    await stripe.webhookEndpoints.update(id, { disabled: true });
    await stripe.webhookEndpoints.list();
    await stripe.webhookEndpoints.del(id);
    assert.equal(changes, 3);
  });

  it('is the account that its key belongs to', async () => {
    const sandbox = await startSandbox();
    const account = await sdkFor(sandbox).accounts.retrieve(sandbox.accountId);
    assert.equal(account.id, sandbox.accountId);
    assert.equal(account.settings?.dashboard.display_name, 'Offline sandbox');
    assert.equal((await api(sandbox, 'GET', '/v1/account')).json['id'], sandbox.accountId);
  });
});

describe('Sandbox: answers', () => {
  it('carry the request id and the version asked for', async () => {
    const sandbox = await startSandbox();
    const own = await api(sandbox, 'GET', '/v1/account');
    assert.match(own.headers.get('request-id') ?? '', /^req_/);
    assert.equal(own.headers.get('stripe-version'), '2026-10-28.endive');
    const asked = await api(sandbox, 'GET', '/v1/account', { headers: { 'Stripe-Version': '2024-06-20' } });
    assert.equal(asked.headers.get('stripe-version'), '2024-06-20');
  });
});

describe('Sandbox: idempotency keys', () => {
  const form = `url=${url}&enabled_events[]=*`;
  const post = (
    sandbox: Parameters<typeof api>[0],
    body: string,
    key: string,
    path = '/v1/webhook_endpoints',
  ) => api(sandbox, 'POST', path, { form: body, headers: { 'Idempotency-Key': key } });

  it('replay the first answer, secret included, and create nothing more', async () => {
    const sandbox = await startSandbox();
    const first = await post(sandbox, form, 'k1');
    const again = await post(sandbox, `enabled_events[]=*&url=${encodeURIComponent(url)}`, 'k1');
    assert.deepEqual(again.json, first.json);
    assert.equal(first.headers.get('idempotent-replayed'), null);
    assert.equal(again.headers.get('idempotent-replayed'), 'true');
    assert.equal(again.headers.get('original-request'), first.headers.get('request-id'));
    const list = await api(sandbox, 'GET', '/v1/webhook_endpoints');
    assert.equal((list.json['data'] as unknown[]).length, 1);
  });

  it('refuse other parameters and other routes', async () => {
    const sandbox = await startSandbox();
    const { json } = await post(sandbox, form, 'k1');
    for (const other of [
      await post(sandbox, `${form}&description=x`, 'k1'),
      await post(sandbox, form, 'k1', `/v1/webhook_endpoints/${String(json['id'])}`),
      await post(sandbox, form, 'k'.repeat(256)),
    ]) {
      assert.equal(other.status, 400);
      assert.equal((other.json['error'] as Record<string, unknown>)['type'], 'idempotency_error');
    }
  });

  it('may be used again after a request that was refused', async () => {
    const sandbox = await startSandbox();
    assert.equal((await post(sandbox, 'url=x', 'k1')).status, 400);
    assert.equal((await post(sandbox, form, 'k1')).status, 200);
  });
});
