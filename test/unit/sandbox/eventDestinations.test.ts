import assert from 'node:assert/strict';
import type Stripe from 'stripe';
import { ManualClock } from '../../../src/delivery/clock.ts';
import { snapshotDestination, thinDestination } from './support/destinations.ts';
import { api, sdkFor, startSandbox } from './support/sandbox.ts';

const url = 'https://example.com/hook';
const path = '/v2/core/event_destinations';

async function destinations(options: Parameters<typeof startSandbox>[0] = {}) {
  const sandbox = await startSandbox(options);
  return { sandbox, stripe: sdkFor(sandbox), own: sdkFor(sandbox).v2.core.eventDestinations };
}

const plain = (object: object): unknown => JSON.parse(JSON.stringify(object));

describe('Sandbox: event destinations', () => {
  it('are created with every parameter, and give secret and URL when asked to', async () => {
    const clock = new ManualClock(Date.parse('2026-11-24T12:00:00.250Z'));
    const { own } = await destinations({ clock });
    const created = await own.create(
      snapshotDestination(url, {
        description: 'Shop & more',
        enabled_events: ['invoice.paid', 'charge.failed', 'invoice.paid'],
        events_from: ['@self', '@accounts'],
        snapshot_api_version: '2024-06-20',
        metadata: { order: '6735', number: 7 },
      }),
    );
    const { id, webhook_endpoint: webhook, ...rest } = plain(created) as Stripe.V2.Core.EventDestination;
    assert.match(id, /^ed_test_\w{44}$/);
    assert.match(webhook?.signing_secret ?? '', /^whsec_\w{32}$/);
    assert.equal(webhook?.url, url);
    assert.deepEqual(rest, {
      object: 'v2.core.event_destination',
      amazon_eventbridge: null,
      azure_event_grid: null,
      created: '2026-11-24T12:00:00.250Z',
      description: 'Shop & more',
      enabled_events: ['invoice.paid', 'charge.failed'],
      event_payload: 'snapshot',
      events_from: ['@self', '@accounts'],
      livemode: false,
      metadata: { order: '6735', number: '7' },
      name: 'Snapshots',
      snapshot_api_version: '2024-06-20',
      status: 'enabled',
      status_details: null,
      type: 'webhook_endpoint',
      updated: '2026-11-24T12:00:00.250Z',
    });
  });

  it('show neither secret nor URL that was not asked for, and the secret never again', async () => {
    const { own } = await destinations();
    const unasked = thinDestination(url);
    delete unasked.include;
    const created = await own.create(unasked);
    assert.deepEqual(plain(created.webhook_endpoint ?? {}), { signing_secret: null, url: null });
    const { webhook_endpoint: hidden } = await own.retrieve(created.id);
    assert.deepEqual(plain(hidden ?? {}), { signing_secret: null, url: null });
    const include = ['webhook_endpoint.url' as const];
    const shown = [
      await own.retrieve(created.id, { include }),
      await own.update(created.id, { include, name: 'Other' }),
      (await own.list({ include })).data[0],
    ];
    for (const each of shown)
      assert.deepEqual(plain(each?.webhook_endpoint ?? {}), { signing_secret: null, url });
    await assert.rejects(own.retrieve(created.id, { include: ['webhook_endpoint.signing_secret'] }), {
      code: 'invalid_fields',
      message: /only at creation/,
    });
  });

  it('take the account’s own events and its version, unless told otherwise', async () => {
    const { own } = await destinations();
    const snapshot = await own.create(snapshotDestination(url));
    assert.deepEqual(snapshot.events_from, ['@self']);
    assert.equal(snapshot.snapshot_api_version, '2026-10-28.endive');
    const thin = await own.create(thinDestination(url));
    assert.equal(thin.snapshot_api_version, null);
    assert.equal(thin.description, '');
    assert.deepEqual(plain(thin.metadata ?? {}), {});
  });

  it('change only in what an update names, and when', async () => {
    const clock = new ManualClock(Date.parse('2026-11-24T12:00:00.000Z'));
    const { own } = await destinations({ clock });
    const { id } = await own.create(
      thinDestination(url, { description: 'before', metadata: { a: '1', b: '2' } }),
    );
    await clock.advance(5000);
    const renamed = await own.update(id, { name: 'New' });
    assert.deepEqual(
      [renamed.name, renamed.description, renamed.created, renamed.updated],
      ['New', 'before', '2026-11-24T12:00:00.000Z', '2026-11-24T12:00:05.000Z'],
    );
    const merged = await own.update(id, { metadata: { b: null, c: '3' }, description: '' });
    assert.deepEqual(plain(merged.metadata ?? {}), { a: '1', c: '3' });
    assert.equal(merged.description, '');
    const moved = await own.update(id, {
      enabled_events: ['v1.billing.meter.no_meter_found'],
      webhook_endpoint: { url: 'http://127.0.0.1:4242' },
      include: ['webhook_endpoint.url'],
    });
    assert.deepEqual(moved.enabled_events, ['v1.billing.meter.no_meter_found']);
    assert.equal(moved.webhook_endpoint?.url, 'http://127.0.0.1:4242');
    assert.equal(moved.name, 'New');
  });

  it('are disabled and enabled, as often as asked, and say by whom', async () => {
    const { own } = await destinations();
    const { id } = await own.create(thinDestination(url));
    for (const disabled of [await own.disable(id), await own.disable(id), await own.retrieve(id)]) {
      assert.equal(disabled.status, 'disabled');
      assert.deepEqual(plain(disabled.status_details ?? {}), { disabled: { reason: 'user' } });
    }
    for (const enabled of [await own.enable(id), await own.enable(id)]) {
      assert.equal(enabled.status, 'enabled');
      assert.equal(enabled.status_details, null);
    }
  });

  it('are deleted for good', async () => {
    const { own } = await destinations();
    const { id } = await own.create(thinDestination(url));
    assert.deepEqual(plain(await own.del(id)), { id, object: 'v2.core.event_destination' });
    await assert.rejects(own.retrieve(id), { statusCode: 404, code: 'not_found' });
    assert.deepEqual((await own.list()).data, []);
  });

  it('of EventBridge and Event Grid have no secret and nothing is sent to them', async () => {
    const { sandbox, own } = await destinations();
    const common = { name: 'Bus', event_payload: 'snapshot' as const, enabled_events: ['*'] };
    const amazon = await own.create({
      ...common,
      type: 'amazon_eventbridge',
      amazon_eventbridge: { aws_account_id: '123456789012', aws_region: 'eu-central-1' },
      include: ['webhook_endpoint.signing_secret'],
    });
    assert.equal(amazon.webhook_endpoint, null);
    assert.deepEqual(plain(amazon.amazon_eventbridge ?? {}), {
      aws_account_id: '123456789012',
      aws_event_source_arn: `arn:aws:events:eu-central-1::event-source/aws.partner/stripe.com/${amazon.id}`,
      aws_event_source_status: 'pending',
    });
    const azure = await own.create({
      ...common,
      type: 'azure_event_grid',
      azure_event_grid: {
        azure_region: 'westeurope',
        azure_resource_group_name: 'shop',
        azure_subscription_id: '0b1f6471-1bf0-4dda-aec3-cb9272f09590',
      },
    });
    assert.equal(azure.azure_event_grid?.azure_resource_group_name, 'shop');
    assert.deepEqual(sandbox.signingSecrets(), []);
    assert.deepEqual((await sandbox.trigger({ type: 'invoice.paid' })).deliveries, []);
    for (const { id } of [amazon, azure]) {
      await assert.rejects(sandbox.trigger({ type: 'invoice.paid', endpointIds: [id] }), {
        problem: 'no-webhook',
      });
      assert.throws(() => sandbox.rollSecret(id), { problem: 'no-webhook' });
      assert.equal((await own.disable(id)).status, 'disabled');
      await assert.rejects(own.update(id, { webhook_endpoint: { url } }), { code: 'invalid_fields' });
      await own.del(id);
    }
  });

  it('are listed newest first, page after page, with what was asked for on each', async () => {
    const { own } = await destinations();
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.unshift((await own.create(thinDestination(`${url}/${n}`))).id);
    const include = ['webhook_endpoint.url' as const];
    const listed = await own.list({ limit: 2, include }).autoPagingToArray({ limit: 100 });
    assert.deepEqual(
      listed.map(({ id, webhook_endpoint: webhook }) => [id, webhook?.url]),
      ids.map((id, index) => [id, `${url}/${4 - index}`]),
    );
  });

  it('lead from page to page by URL', async () => {
    const { sandbox, own } = await destinations();
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.unshift((await own.create(thinDestination(url))).id);
    const page = async (address: unknown) => {
      const { json } = await api(sandbox, 'GET', String(address));
      return {
        ids: (json['data'] as { id: string }[]).map(({ id }) => ids.indexOf(id)),
        next: json['next_page_url'],
        previous: json['previous_page_url'],
      };
    };
    const first = await page(`${path}?limit=2`);
    assert.deepEqual([first.ids, first.previous], [[0, 1], null]);
    const second = await page(first.next);
    assert.deepEqual(second.ids, [2, 3]);
    const third = await page(second.next);
    assert.deepEqual([third.ids, third.next], [[4], null]);
    assert.deepEqual((await page(third.previous)).ids, [2, 3]);
    assert.deepEqual((await page(second.previous)).ids, [0, 1]);
    const whole = await page(path);
    assert.deepEqual([whole.ids.length, whole.next, whole.previous], [5, null, null]);
  });

  it('and webhook endpoints do not show among one another, but share the limit of 16', async () => {
    const { stripe, own } = await destinations();
    const endpoint = await stripe.webhookEndpoints.create({ url, enabled_events: ['*'] });
    const destination = await own.create(snapshotDestination(url));
    await assert.rejects(stripe.webhookEndpoints.retrieve(destination.id), { code: 'resource_missing' });
    await assert.rejects(stripe.webhookEndpoints.list({ starting_after: destination.id }), {
      code: 'resource_missing',
    });
    await assert.rejects(own.retrieve(endpoint.id), { code: 'not_found' });
    assert.deepEqual(
      (await stripe.webhookEndpoints.list()).data.map(({ id }) => id),
      [endpoint.id],
    );
    assert.deepEqual(
      (await own.list()).data.map(({ id }) => id),
      [destination.id],
    );
    for (let n = 2; n < 16; n++) await own.create(thinDestination(url));
    const full = { statusCode: 400, message: /maximum of 16 test webhook endpoints/ };
    await assert.rejects(own.create(thinDestination(url)), full);
    await assert.rejects(stripe.webhookEndpoints.create({ url, enabled_events: ['*'] }), full);
  });

  it('tell of every change', async () => {
    const { sandbox, own } = await destinations();
    let changes = 0;
    sandbox.on('changed', () => changes++);
    const { id } = await own.create(thinDestination(url));
    await own.update(id, { name: 'x' });
    await own.disable(id);
    await own.disable(id);
    await own.enable(id);
    await own.list();
    await own.del(id);
    assert.equal(changes, 5);
  });
});

describe('Sandbox: idempotency keys of v2', () => {
  const options = { idempotencyKey: 'k1' };

  it('replay a creation, secret included, and a deletion', async () => {
    const { own } = await destinations();
    const first = await own.create(thinDestination(url), options);
    const again = await own.create(thinDestination(url), options);
    assert.deepEqual(plain(again), plain(first));
    assert.equal((await own.list()).data.length, 1);
    const deleted = await own.del(first.id, {}, { idempotencyKey: 'k2' });
    assert.deepEqual(plain(await own.del(first.id, {}, { idempotencyKey: 'k2' })), plain(deleted));
  });

  it('refuse other parameters and other routes, and tell the SDK not to try again', async () => {
    const { sandbox, own } = await destinations();
    const { id } = await own.create(thinDestination(url), options);
    const other = await api(sandbox, 'POST', path, {
      body: thinDestination(`${url}/other`),
      headers: { 'Idempotency-Key': options.idempotencyKey },
    });
    assert.deepEqual([other.status, other.headers.get('stripe-should-retry')], [409, 'false']);
    await assert.rejects(own.create(thinDestination(`${url}/other`), options), {
      type: 'StripeIdempotencyError',
    });
    await assert.rejects(own.disable(id, {}, options), { type: 'StripeIdempotencyError' });
    assert.equal((await own.retrieve(id)).status, 'enabled');
  });

  it('stand for a deletion and a change of the same destination apart', async () => {
    const { own } = await destinations();
    const { id } = await own.create(thinDestination(url));
    await own.update(id, {}, options);
    await assert.rejects(own.del(id, {}, options), { type: 'StripeIdempotencyError' });
    assert.equal((await own.list()).data.length, 1);
  });

  it('may be used again after a request that was refused', async () => {
    const { own } = await destinations();
    await assert.rejects(own.create(thinDestination('nowhere'), options), { code: 'invalid_fields' });
    assert.ok((await own.create(thinDestination(url), options)).id);
  });
});
