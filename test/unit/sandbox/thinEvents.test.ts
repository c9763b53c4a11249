import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { ManualClock } from '../../../src/delivery/clock.ts';
import type { EventBuilder } from '../../../src/sandbox/options.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { App, type Received } from './support/app.ts';
import { snapshotDestination, thinDestination, type Creation } from './support/destinations.ts';
import { ListenClient, newSession } from './support/listenClient.ts';
import { api, sdkFor, startSandbox } from './support/sandbox.ts';

const start = Date.parse('2026-11-24T12:00:00.000Z');
const hour = 60 * 60 * 1000;
const invoice = { id: 'in_1', object: 'invoice' };

type Json = Record<string, unknown>;

const bodyOf = (received: Received | undefined): Json => JSON.parse(String(received?.body)) as Json;

async function create(sandbox: Sandbox, creation: Creation) {
  const { id, webhook_endpoint: webhook } = await sdkFor(sandbox).v2.core.eventDestinations.create(creation);
  return { id, secret: webhook?.signing_secret ?? '' };
}

/** Thin events with data, about an object of its own. */
const buildEvent: EventBuilder = (type, { withData }) =>
  type.startsWith('v1.')
    ? {
        id: `evt_${type.length}`,
        object: 'v2.core.event',
        ...(withData && { data: { reason: 'built' } }),
        reason: { type: 'request', request: { id: 'req_built', idempotency_key: 'k' } },
        related_object: { id: 'in_built', type: 'invoice', url: '/v1/invoices/in_built' },
        type,
      }
    : { id: 'evt_snapshot', object: 'event', data: { object: invoice }, request: { id: 'req_1' }, type };

describe('Sandbox: thin events', () => {
  it('go, signed, to the enabled thin destinations that chose them, and to no other', async () => {
    const sandbox = await startSandbox({ clock: new ManualClock() });
    const app = await App.start();
    const stripe = sdkFor(sandbox);
    const { secret } = await create(sandbox, thinDestination(`${app.url}/thin`));
    await create(
      sandbox,
      thinDestination(`${app.url}/other`, { enabled_events: ['v1.billing.meter.no_meter_found'] }),
    );
    await create(sandbox, thinDestination(`${app.url}/connected`, { events_from: ['@accounts'] }));
    const disabled = await create(sandbox, thinDestination(`${app.url}/disabled`));
    await stripe.v2.core.eventDestinations.disable(disabled.id);
    await create(sandbox, snapshotDestination(`${app.url}/snapshot`));
    await stripe.webhookEndpoints.create({ url: `${app.url}/v1`, enabled_events: ['*'] });
    const { event, body, deliveries } = await sandbox.trigger({ type: 'v1.invoice.paid' });
    assert.deepEqual(
      app.received.map(({ path }) => path),
      ['/webhook/thin'],
    );
    assert.deepEqual(app.received[0]?.body, Buffer.from(body));
    assert.equal(deliveries[0]?.eventType, 'v1.invoice.paid');
    const header = app.received[0]?.headers['stripe-signature'] ?? '';
    const notification = stripe.parseEventNotification(app.received[0]?.body ?? '', header, secret);
    assert.equal(notification.id, event['id']);
    assert.throws(() => stripe.parseEventNotification(app.received[0]?.body ?? '', header, 'whsec_other'));
  });

  it('of connected accounts go to the destinations that take them', async () => {
    const sandbox = await startSandbox();
    const app = await App.start();
    await create(sandbox, thinDestination(`${app.url}/own`));
    await create(sandbox, thinDestination(`${app.url}/both`, { events_from: ['@self', '@accounts'] }));
    await create(sandbox, snapshotDestination(`${app.url}/snapshot`, { events_from: ['@accounts'] }));
    await sandbox.trigger({ type: 'v1.invoice.paid', event: { context: 'acct_connected' } });
    await sandbox.trigger({ type: 'invoice.paid', event: { account: 'acct_connected' } });
    assert.deepEqual(
      app.received.map(({ path }) => path),
      ['/webhook/both', '/webhook/snapshot', '/webhook/both'],
    );
    assert.equal(bodyOf(app.received[2])['context'], 'acct_connected');
  });

  it('are sent without data, and fetched with it', async () => {
    const sandbox = await startSandbox({ buildEvent });
    const app = await App.start();
    await create(sandbox, thinDestination(app.url));
    const { event } = await sandbox.trigger({ type: 'v1.invoice.paid' });
    assert.ok(!('data' in bodyOf(app.received[0])));
    const { json } = await api(sandbox, 'GET', `/v2/core/events/${String(event['id'])}`);
    assert.deepEqual(json, { ...event, data: { reason: 'built' } });
  });

  it('are retried like others, with the same bytes, also after a restart, and not when disabled', async () => {
    const clock = new ManualClock();
    const sandbox = await startSandbox({ clock });
    const app = await App.start();
    app.status = 500;
    const { id } = await create(sandbox, thinDestination(app.url));
    const { event, deliveries } = await sandbox.trigger({ type: 'v1.invoice.paid' });
    assert.ok(deliveries[0]?.nextAttemptAt);
    await sandbox.stop();
    await sandbox.start();
    await clock.advance(hour / 2);
    assert.equal(app.received.length, 2);
    assert.deepEqual(app.received[1]?.body, app.received[0]?.body);
    assert.equal(sandbox.attempts(String(event['id'])).length, 2);
    await sdkFor(sandbox).v2.core.eventDestinations.disable(id);
    await clock.advance(100 * hour);
    assert.equal(app.received.length, 2);
  });

  it('end with their destination', async () => {
    const clock = new ManualClock();
    const sandbox = await startSandbox({ clock });
    const app = await App.start();
    app.status = 500;
    const { id } = await create(sandbox, thinDestination(app.url));
    await sandbox.trigger({ type: 'v1.invoice.paid' });
    await sdkFor(sandbox).v2.core.eventDestinations.del(id);
    assert.deepEqual(sandbox.signingSecrets(), []);
    await clock.advance(100 * hour);
    assert.equal(app.received.length, 1);
  });

  it('are signed with every active secret while one is rolled', async () => {
    const clock = new ManualClock();
    const sandbox = await startSandbox({ clock });
    const app = await App.start();
    const { id, secret: before } = await create(sandbox, thinDestination(app.url));
    const after = sandbox.rollSecret(id, clock.now() + hour);
    assert.deepEqual(sandbox.signingSecrets(), [
      { endpointId: id, secret: after },
      { endpointId: id, secret: before },
    ]);
    await sandbox.trigger({ type: 'v1.invoice.paid' });
    const [received] = app.received;
    for (const secret of [before, after])
      sdkFor(sandbox).parseEventNotification(
        received?.body ?? '',
        received?.headers['stripe-signature'] ?? '',
        secret,
      );
  });
});

describe('Sandbox: the thin counterpart of a snapshot event', () => {
  it('happens when a thin destination wants it, about the same change', async () => {
    const sandbox = await startSandbox({ buildEvent, clock: new ManualClock(start) });
    const app = await App.start();
    await create(sandbox, thinDestination(`${app.url}/thin`));
    await create(sandbox, snapshotDestination(`${app.url}/snapshot`));
    const { event, deliveries } = await sandbox.trigger({ type: 'invoice.paid' });
    assert.equal(event['object'], 'event');
    assert.equal(deliveries.length, 2);
    const thin = bodyOf(app.received.find(({ path }) => path === '/webhook/thin'));
    assert.deepEqual(thin, {
      id: 'evt_15',
      object: 'v2.core.event',
      created: '2026-11-24T12:00:00.000Z',
      livemode: false,
      reason: { type: 'request', request: { id: 'req_1' } },
      related_object: { id: 'in_1', type: 'invoice', url: '/v1/invoices/in_1' },
      snapshot_event: event['id'],
      type: 'v1.invoice.paid',
    });
    assert.deepEqual(
      bodyOf(app.received.find(({ path }) => path === '/webhook/snapshot')),
      event,
      'the snapshot is as it was',
    );
    const { json } = await api(sandbox, 'GET', '/v2/core/events/evt_15');
    assert.deepEqual(json['data'], { reason: 'built' });
  });

  it('is made without a builder too, and not at all when nobody wants it', async () => {
    const sandbox = await startSandbox();
    const app = await App.start();
    const event = { account: 'acct_1', data: { object: { id: 'ba/1', object: 'billing.alert' } } };
    const count = async () => (await sdkFor(sandbox).v2.core.events.list()).data.length;
    await sandbox.trigger({ type: 'invoice.paid', event });
    assert.equal(await count(), 0);
    await create(sandbox, thinDestination(app.url, { events_from: ['@accounts'] }));
    await sandbox.trigger({ type: 'charge.failed', event });
    assert.equal(await count(), 0);
    await sandbox.trigger({ type: 'invoice.paid', event });
    const thin = bodyOf(app.received[0]);
    assert.deepEqual(thin['related_object'], {
      id: 'ba/1',
      type: 'billing.alert',
      url: '/v1/billing/alerts/ba%2F1',
    });
    assert.equal(thin['context'], 'acct_1');
    assert.ok(!('reason' in thin));
    assert.equal(await count(), 1);
  });

  it('has the snapshot’s time, and names what it is about when that is not the snapshot’s object', async () => {
    for (const built of [
      { type: 'invoice', url: '/v1/invoice' },
      { id: 'cus_1', type: 'customer', url: '/v1/customers/cus_1' },
    ]) {
      const sandbox = await startSandbox({ buildEvent: () => ({ related_object: built }) });
      const app = await App.start();
      await create(sandbox, thinDestination(app.url));
      const event = { created: 1_794_999_000, data: { object: invoice } };
      await sandbox.trigger({ type: 'invoice.paid', event });
      const thin = bodyOf(app.received[0]);
      assert.deepEqual(thin['related_object'], built);
      assert.equal(thin['created'], new Date(event.created * 1000).toISOString());
    }
  });

  it('goes to a thin destination that is chosen, whatever it asked for', async () => {
    const sandbox = await startSandbox();
    const app = await App.start();
    const thin = await create(
      sandbox,
      thinDestination(`${app.url}/thin`, { enabled_events: ['v1.billing.meter.no_meter_found'] }),
    );
    const snapshot = await create(
      sandbox,
      snapshotDestination(`${app.url}/snapshot`, { enabled_events: ['charge.failed'] }),
    );
    const both = [thin.id, snapshot.id];
    const { deliveries } = await sandbox.trigger({ type: 'invoice.paid', endpointIds: both });
    assert.deepEqual(
      deliveries.map(({ endpointId, eventType }) => [endpointId, eventType]),
      [
        [snapshot.id, 'invoice.paid'],
        [thin.id, 'v1.invoice.paid'],
      ],
    );
    const { deliveries: one } = await sandbox.trigger({ type: 'invoice.paid', endpointIds: [thin.id] });
    assert.deepEqual(
      one.map(({ eventType }) => eventType),
      ['v1.invoice.paid'],
    );
  });

  it('is not made up: what a chosen endpoint cannot get is refused, and nothing happens', async () => {
    const sandbox = await startSandbox();
    const stripe = sdkFor(sandbox);
    const thin = await create(sandbox, thinDestination('https://example.com'));
    const snapshot = await create(sandbox, snapshotDestination('https://example.com'));
    const v1 = await stripe.webhookEndpoints.create({ url: 'https://example.com', enabled_events: ['*'] });
    for (const [type, id, message] of [
      ['charge.failed', thin.id, /gets thin events, and there is none for charge\.failed/],
      ['v1.invoice.paid', snapshot.id, /gets snapshot events, and v1\.invoice\.paid is a thin one/],
      ['v1.invoice.paid', v1.id, /gets snapshot events/],
    ] as const)
      await assert.rejects(sandbox.trigger({ type, endpointIds: [id] }), {
        name: 'SandboxError',
        problem: 'payload-mismatch',
        message,
      });
    assert.equal((await stripe.events.list()).data.length, 0);
    assert.equal((await stripe.v2.core.events.list()).data.length, 0);
  });
});

describe('Sandbox: snapshots to destinations', () => {
  it('are rendered in the version that the destination was created with', async () => {
    const sandbox = await startSandbox();
    const app = await App.start();
    await create(sandbox, snapshotDestination(`${app.url}/old`, { snapshot_api_version: '2020-08-27' }));
    const { secret } = await create(sandbox, snapshotDestination(`${app.url}/default`));
    const { event } = await sandbox.trigger({ type: 'invoice.paid' });
    const versions = app.received.map(({ path, body }) => [
      path,
      (JSON.parse(String(body)) as Json)['api_version'],
    ]);
    assert.deepEqual(versions.sort(), [
      ['/webhook/default', '2026-10-28.endive'],
      ['/webhook/old', '2020-08-27'],
    ]);
    const received = app.received.find(({ path }) => path === '/webhook/default');
    const header = received?.headers['stripe-signature'] ?? '';
    const verified = sdkFor(sandbox).webhooks.constructEvent(received?.body ?? '', header, secret);
    assert.equal(verified.id, event['id']);
  });

  it('are pending no more when their destination is deleted', async () => {
    const sandbox = await startSandbox({ clock: new ManualClock() });
    const app = await App.start();
    app.status = 500;
    const { id } = await create(sandbox, snapshotDestination(app.url));
    const { event } = await sandbox.trigger({ type: 'invoice.paid' });
    const { events, v2 } = sdkFor(sandbox);
    const pending = async () => (await events.retrieve(String(event['id']))).pending_webhooks;
    assert.equal(await pending(), 1);
    await v2.core.eventDestinations.del(id);
    assert.equal(await pending(), 0);
  });

  it('can be resent, except to one that gets no snapshots', async () => {
    const sandbox = await startSandbox();
    const app = await App.start();
    const { event } = await sandbox.trigger({ type: 'invoice.paid' });
    const path = `/v1/events/${String(event['id'])}/retry`;
    const snapshot = await create(sandbox, snapshotDestination(app.url));
    const thin = await create(sandbox, thinDestination(app.url));
    const retry = (id: string) => api(sandbox, 'POST', path, { form: `webhook_endpoint=${id}` });
    assert.equal((await retry(thin.id)).status, 404);
    assert.equal((await retry(snapshot.id)).status, 200);
    assert.equal(bodyOf((await app.until(1))[0])['id'], event['id']);
  });
});

describe('Sandbox: ping', () => {
  it('sends a thin event to the destination alone, whatever it gets, and gives the event', async () => {
    const sandbox = await startSandbox();
    const app = await App.start();
    const stripe = sdkFor(sandbox);
    const listening = await ListenClient.dial(await newSession(sandbox, ['v2_events']));
    for (const creation of [
      thinDestination(`${app.url}/pinged`),
      snapshotDestination(`${app.url}/pinged`, { enabled_events: ['charge.failed'] }),
    ]) {
      app.received.length = 0;
      await create(sandbox, thinDestination(`${app.url}/other`));
      const { id, secret } = await create(sandbox, creation);
      const event = await stripe.v2.core.eventDestinations.ping(id);
      const [received] = await app.until(1);
      assert.equal(received?.path, '/webhook/pinged');
      const header = received.headers['stripe-signature'] ?? '';
      const notification = stripe.parseEventNotification(received.body, header, secret);
      assert.equal(notification.type, 'v2.core.event_destination.ping');
      assert.equal(notification.id, event.id);
      assert.equal(event.reason?.request?.id, event.lastResponse.requestId);
      assert.equal((await stripe.v2.core.events.retrieve(event.id)).type, notification.type);
    }
    await listening.ping();
    assert.deepEqual(listening.frames, []);
    await listening.close();
  });

  it('is retried when it fails, and refused by a disabled destination', async () => {
    const clock = new ManualClock();
    const sandbox = await startSandbox({ clock });
    const app = await App.start();
    app.status = 500;
    const stripe = sdkFor(sandbox);
    const { id } = await create(sandbox, thinDestination(app.url));
    const delivered = new Promise((resolve) => sandbox.once('delivered', resolve));
    await stripe.v2.core.eventDestinations.ping(id);
    await delivered;
    // The retry's timer is set right after the attempt has been told of.
    await setImmediate();
    await clock.advance(6 * hour);
    assert.equal(app.received.length, 4);
    await stripe.v2.core.eventDestinations.disable(id);
    await assert.rejects(stripe.v2.core.eventDestinations.ping(id), {
      statusCode: 400,
      message: /is disabled: enable it/,
    });
  });
});

describe('Sandbox: the list of thin events', () => {
  const ids = async (sandbox: Sandbox, query: object) =>
    (await sdkFor(sandbox).v2.core.events.list(query)).data.map(({ id }) => id);

  async function story() {
    const clock = new ManualClock(start);
    const sandbox = await startSandbox({ clock });
    const happened: string[] = [];
    for (const [type, id] of [
      ['v1.invoice.paid', 'in_1'],
      ['v1.billing.meter.no_meter_found', 'mtr_1'],
      ['v1.invoice.paid', 'in_2'],
    ] as const) {
      const related = { id, type: 'x', url: `/v1/x/${id}` };
      const { event } = await sandbox.trigger({ type, event: { related_object: related } });
      happened.push(String(event['id']));
      await clock.advance(10_000);
    }
    await sandbox.trigger({ type: 'invoice.paid' });
    return { sandbox, clock, happened };
  }

  const filters: readonly (readonly [what: string, query: object, expected: readonly number[]])[] = [
    ['all, newest first', {}, [2, 1, 0]],
    ['a type', { types: ['v1.invoice.paid'] }, [2, 0]],
    ['types', { types: ['v1.invoice.paid', 'v1.billing.meter.no_meter_found'] }, [2, 1, 0]],
    ['an object', { object_id: 'in_2' }, [2]],
    ['after a time', { created: { gt: '2026-11-24T12:00:10.000Z' } }, [2]],
    ['from seconds on', { created: { gte: start / 1000 + 10 } }, [2, 1]],
    ['before a time', { created: { lt: '2026-11-24T12:00:10Z' } }, [0]],
    ['until a time', { created: { lte: '2026-11-24T12:00:10Z' } }, [1, 0]],
  ];
  for (const [what, query, expected] of filters)
    it(`gives ${what}`, async () => {
      const { sandbox, happened } = await story();
      assert.deepEqual(
        await ids(sandbox, query),
        expected.map((index) => happened[index]),
      );
    });

  it('goes on from page to page with its filter', async () => {
    const { sandbox, happened } = await story();
    const list = sdkFor(sandbox).v2.core.events.list({ limit: 1, types: ['v1.invoice.paid'] });
    const all = await list.autoPagingToArray({ limit: 10 });
    assert.deepEqual(
      all.map(({ id }) => id),
      [happened[2], happened[0]],
    );
  });

  it('forgets after 30 days, and knows no snapshots', async () => {
    const { sandbox, clock, happened } = await story();
    const { events } = sdkFor(sandbox).v2.core;
    const [snapshot] = (await sdkFor(sandbox).events.list()).data;
    await assert.rejects(events.retrieve(snapshot?.id ?? ''), { code: 'not_found', statusCode: 404 });
    await clock.advance(30 * 24 * hour);
    assert.deepEqual(await ids(sandbox, {}), []);
    await assert.rejects(events.retrieve(happened[2] ?? ''), { code: 'not_found' });
  });
});
