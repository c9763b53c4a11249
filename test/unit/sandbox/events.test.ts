import assert from 'node:assert/strict';
import { ManualClock } from '../../../src/delivery/clock.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { App } from './support/app.ts';
import { api, sdkFor, startSandbox } from './support/sandbox.ts';

const start = 1_795_000_000;

/** Triggers one event of each type, ten seconds apart. */
async function story(sandbox: Sandbox, clock: ManualClock, types: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const type of types) {
    ids.push(String((await sandbox.trigger({ type })).event['id']));
    await clock.advance(10_000);
  }
  return ids;
}

const types = ['invoice.paid', 'charge.failed', 'charge.succeeded', 'payment_intent.succeeded'];

describe('Sandbox: events', () => {
  const filters: readonly (readonly [what: string, query: object, expected: readonly number[]])[] = [
    ['all', {}, [3, 2, 1, 0]],
    ['one type', { type: 'charge.failed' }, [1]],
    ['a wildcard', { type: 'charge.*' }, [2, 1]],
    ['a wildcard in front', { type: '*.succeeded' }, [3, 2]],
    ['everything by a wildcard', { type: '*' }, [3, 2, 1, 0]],
    ['a type with a character that SQLite would expand', { type: 'charge.[f]ailed' }, []],
    ['several types', { types: ['invoice.paid', 'charge.failed'] }, [1, 0]],
    ['a moment', { created: start + 10 }, [1]],
    ['after', { created: { gt: start + 10 } }, [3, 2]],
    ['from', { created: { gte: start + 10 } }, [3, 2, 1]],
    ['before', { created: { lt: start + 10 } }, [0]],
    ['until', { created: { lte: start + 10 } }, [1, 0]],
    ['a range and a type', { created: { gt: start, lte: start + 20 }, type: 'charge.*' }, [2, 1]],
  ];
  for (const [what, query, expected] of filters)
    it(`lists ${what}`, async () => {
      const clock = new ManualClock(start * 1000);
      const sandbox = await startSandbox({ clock });
      const ids = await story(sandbox, clock, types);
      const { data } = await sdkFor(sandbox).events.list(query);
      assert.deepEqual(
        data.map(({ id }) => id),
        expected.map((index) => ids[index]),
      );
    });

  it('pages by cursor, both ways', async () => {
    const clock = new ManualClock(start * 1000);
    const sandbox = await startSandbox({ clock });
    const ids = (await story(sandbox, clock, types)).reverse();
    const { events } = sdkFor(sandbox);
    const page = await events.list({ limit: 2, starting_after: ids[0] ?? '' });
    assert.deepEqual(
      page.data.map(({ id }) => id),
      ids.slice(1, 3),
    );
    assert.equal(page.has_more, true);
    const newer = await events.list({ limit: 2, ending_before: ids[3] ?? '' });
    assert.deepEqual(
      newer.data.map(({ id }) => id),
      ids.slice(1, 3),
    );
    assert.equal(newer.has_more, true);
  });

  it('tells delivered from undelivered ones, and counts pending webhooks', async () => {
    const clock = new ManualClock(start * 1000);
    const sandbox = await startSandbox({ clock });
    const app = await App.start();
    const stripe = sdkFor(sandbox);
    await stripe.webhookEndpoints.create({ url: app.url, enabled_events: ['*'] });
    const good = await sandbox.trigger({ type: 'invoice.paid' });
    app.status = 500;
    const bad = await sandbox.trigger({ type: 'invoice.paid' });
    const listed = async (delivery_success: boolean) =>
      (await stripe.events.list({ delivery_success })).data.map(({ id }) => id);
    assert.deepEqual(await listed(true), [good.event['id']]);
    assert.deepEqual(await listed(false), [bad.event['id']]);
    const pending = async (id: unknown) => (await stripe.events.retrieve(String(id))).pending_webhooks;
    assert.equal(await pending(good.event['id']), 0);
    assert.equal(await pending(bad.event['id']), 1);
    assert.equal(bad.event['pending_webhooks'], 1);
    await clock.advance(24 * 60 * 60 * 1000);
    assert.equal(await pending(bad.event['id']), 0);
    assert.deepEqual(await listed(false), [bad.event['id']]);
  });

  it('forgets events after 30 days', async () => {
    const clock = new ManualClock(start * 1000);
    const sandbox = await startSandbox({ clock });
    const { event } = await sandbox.trigger({ type: 'invoice.paid' });
    const stripe = sdkFor(sandbox);
    await clock.advance(30 * 24 * 60 * 60 * 1000 - 1000);
    assert.equal((await stripe.events.list()).data.length, 1);
    await clock.advance(1000);
    assert.equal((await stripe.events.list()).data.length, 0);
    await assert.rejects(stripe.events.retrieve(String(event['id'])), { code: 'resource_missing' });
  });

  it('does not list thin events among the snapshot ones', async () => {
    const sandbox = await startSandbox();
    const { event } = await sandbox.trigger({ type: 'v1.billing.meter.no_meter_found' });
    assert.equal(event['object'], 'v2.core.event');
    assert.equal((await sdkFor(sandbox).events.list()).data.length, 0);
  });
});

describe('Sandbox: what triggers make', () => {
  it('builds with the builder it was given, and says when and in which version', async () => {
    const clock = new ManualClock(start * 1000 + 999);
    const calls: unknown[] = [];
    const sandbox = await startSandbox({
      clock,
      buildEvent: (type, options) => {
        calls.push([type, options]);
        return {
          id: 'evt_built',
          object: 'event',
          data: { object: { id: 'in_1' } },
          created: options.created,
        };
      },
    });
    const { event, body } = await sandbox.trigger({ type: 'invoice.paid', overrides: { amount: 5 } });
    assert.deepEqual(calls, [
      ['invoice.paid', { created: start, apiVersion: '2026-10-28.endive', overrides: { amount: 5 } }],
    ]);
    assert.deepEqual(event, {
      id: 'evt_built',
      object: 'event',
      api_version: '2026-10-28.endive',
      created: start,
      data: { object: { id: 'in_1' } },
      livemode: false,
      pending_webhooks: 0,
      request: { id: null, idempotency_key: null },
      type: 'invoice.paid',
    });
    assert.equal(Buffer.from(body).toString(), JSON.stringify(event, null, 2));
  });

  it('takes an event as it is, but gives a new id when it has one with that id', async () => {
    const sandbox = await startSandbox();
    const mine = { id: 'evt_mine', created: 1_794_999_000, data: { object: { note: 'Grüße' } }, extra: [1] };
    const first = await sandbox.trigger({ type: 'invoice.paid', event: mine });
    const again = await sandbox.trigger({ type: 'invoice.paid', event: mine });
    assert.equal(first.event['id'], 'evt_mine');
    assert.deepEqual(first.event['data'], mine.data);
    assert.deepEqual(first.event['extra'], [1]);
    assert.equal(first.event['created'], mine.created);
    assert.match(String(again.event['id']), /^evt_1\w{23}$/);
  });

  it('refuses what it cannot trigger, and stores nothing', async () => {
    const sandbox = await startSandbox();
    const stripe = sdkFor(sandbox);
    const { id } = await stripe.webhookEndpoints.create({
      url: 'https://example.com',
      enabled_events: ['*'],
    });
    await stripe.webhookEndpoints.update(id, { disabled: true });
    const cases = [
      [{ type: 'invoice.payed' }, 'unknown-event-type'],
      [{ type: 'invoice.paid', endpointIds: ['we_none'] }, 'unknown-endpoint'],
      [{ type: 'invoice.paid', endpointIds: [id] }, 'endpoint-disabled'],
    ] as const;
    for (const [request, problem] of cases)
      await assert.rejects(sandbox.trigger(request), { name: 'SandboxError', problem });
    assert.equal((await stripe.events.list()).data.length, 0);
  });
});

describe('Sandbox: resending', () => {
  it('sends an event to one endpoint once more, newly signed', async () => {
    const clock = new ManualClock();
    const sandbox = await startSandbox({ clock });
    const app = await App.start();
    const stripe = sdkFor(sandbox);
    const endpoint = await stripe.webhookEndpoints.create({
      url: app.url,
      enabled_events: ['charge.failed'],
    });
    const { event } = await sandbox.trigger({ type: 'invoice.paid' });
    await clock.advance(60_000);
    const path = `/v1/events/${String(event['id'])}/retry`;
    const { status, json } = await api(sandbox, 'POST', path, { form: `webhook_endpoint=${endpoint.id}` });
    assert.equal(status, 200);
    assert.equal(json['id'], event['id']);
    assert.equal(json['pending_webhooks'], 0, 'a resend is not a pending webhook');
    const [received] = await app.until(1);
    const verified = stripe.webhooks.constructEvent(
      received?.body ?? '',
      received?.headers['stripe-signature'] ?? '',
      endpoint.secret ?? '',
    );
    assert.equal(verified.id, event['id']);
  });

  it('tries a resend once, and leaves the automatic retries as they are', async () => {
    const clock = new ManualClock();
    const sandbox = await startSandbox({ clock });
    const app = await App.start();
    app.status = 500;
    const { id } = await sdkFor(sandbox).webhookEndpoints.create({ url: app.url, enabled_events: ['*'] });
    const { event } = await sandbox.trigger({ type: 'invoice.paid' });
    await api(sandbox, 'POST', `/v1/events/${String(event['id'])}/retry`, { form: `webhook_endpoint=${id}` });
    await app.until(2);
    await clock.advance(24 * 60 * 60 * 1000);
    assert.equal(app.received.length, 2 + 3);
  });

  it('refuses a disabled or unknown endpoint, and none at all', async () => {
    const sandbox = await startSandbox();
    const stripe = sdkFor(sandbox);
    const { id } = await stripe.webhookEndpoints.create({
      url: 'https://example.com',
      enabled_events: ['*'],
    });
    await stripe.webhookEndpoints.update(id, { disabled: true });
    const { event } = await sandbox.trigger({ type: 'invoice.paid' });
    const path = `/v1/events/${String(event['id'])}/retry`;
    for (const form of [`webhook_endpoint=${id}`, 'for_stripecli=false', ''])
      assert.equal((await api(sandbox, 'POST', path, { form })).status, 400, form);
    assert.equal((await api(sandbox, 'POST', path, { form: 'webhook_endpoint=we_none' })).status, 404);
  });
});
