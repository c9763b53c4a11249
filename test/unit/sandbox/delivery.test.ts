import assert from 'node:assert/strict';
import { ManualClock } from '../../../src/delivery/clock.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { App } from './support/app.ts';
import { sdkFor, startSandbox } from './support/sandbox.ts';

const hour = 60 * 60 * 1000;

function signaturesOf(header: unknown): { t: number; v1: string[] } {
  const parts = String(header)
    .split(',')
    .map((part) => part.split('='));
  return {
    t: Number(parts.find(([key]) => key === 't')?.[1]),
    v1: parts.filter(([key]) => key === 'v1').map(([, value]) => value ?? ''),
  };
}

async function endpointFor(sandbox: Sandbox, app: App, events: ('*' | 'invoice.paid')[] = ['*']) {
  return sdkFor(sandbox).webhookEndpoints.create({ url: app.url, enabled_events: events });
}

describe('Sandbox: deliveries', () => {
  it('go to every enabled endpoint that wants the event, and to no other', async () => {
    const sandbox = await startSandbox();
    const app = await App.start();
    const stripe = sdkFor(sandbox);
    const make = async (path: string, options: object) =>
      stripe.webhookEndpoints.create({ url: app.url + path, enabled_events: ['*'], ...options });
    await make('/all', {});
    await make('/exact', { enabled_events: ['invoice.paid'] });
    await make('/other', { enabled_events: ['charge.failed'] });
    await make('/connect', { connect: true });
    const paused = await make('/paused', {});
    await stripe.webhookEndpoints.update(paused.id, { disabled: true });
    await sandbox.trigger({ type: 'invoice.paid' });
    assert.deepEqual(app.received.map(({ path }) => path).sort(), ['/webhook/all', '/webhook/exact']);
    app.received.length = 0;
    await sandbox.trigger({ type: 'invoice.paid', event: { account: 'acct_connected' } });
    assert.deepEqual(
      app.received.map(({ path }) => path),
      ['/webhook/connect'],
    );
  });

  it('go to the chosen endpoints alone, whatever they asked for', async () => {
    const sandbox = await startSandbox();
    const app = await App.start();
    await endpointFor(sandbox, app);
    const chosen = await sdkFor(sandbox).webhookEndpoints.create({
      url: `${app.url}/chosen`,
      enabled_events: ['charge.failed'],
    });
    const { deliveries } = await sandbox.trigger({ type: 'invoice.paid', endpointIds: [chosen.id] });
    assert.deepEqual(
      app.received.map(({ path }) => path),
      ['/webhook/chosen'],
    );
    assert.deepEqual(
      deliveries.map(({ endpointId }) => endpointId),
      [chosen.id],
    );
    assert.equal(deliveries[0]?.attempt.response?.status, 200);
  });

  it('look like Stripe’s and verify with the SDK, byte for byte', async () => {
    const sandbox = await startSandbox();
    const app = await App.start();
    const { secret } = await endpointFor(sandbox, app);
    const { body } = await sandbox.trigger({ type: 'invoice.paid', overrides: { note: 'Zürich €' } });
    const [received] = app.received;
    assert.ok(received);
    assert.deepEqual(received.body, Buffer.from(body));
    assert.equal(received.headers['content-type'], 'application/json; charset=utf-8');
    assert.match(
      received.headers['user-agent'] ?? '',
      /^Stripe\/1\.0 \(\+https:\/\/stripe\.com\/docs\/webhooks\)$/,
    );
    const { webhooks } = sdkFor(sandbox);
    const header = received.headers['stripe-signature'] ?? '';
    assert.equal(webhooks.constructEvent(received.body, header, secret ?? '').type, 'invoice.paid');
  });

  it('are rendered in the endpoint’s API version', async () => {
    const sandbox = await startSandbox();
    const app = await App.start();
    const { webhookEndpoints } = sdkFor(sandbox);
    await webhookEndpoints.create({ url: `${app.url}/default`, enabled_events: ['*'] });
    await webhookEndpoints.create({
      url: `${app.url}/old`,
      enabled_events: ['*'],
      api_version: '2020-08-27',
    });
    await sandbox.trigger({ type: 'invoice.paid' });
    const versions = app.received.map(({ path, body }) => {
      const event = JSON.parse(body.toString()) as Record<string, unknown>;
      return [path, event['api_version'], event['pending_webhooks']];
    });
    assert.deepEqual(versions.sort(), [
      ['/webhook/default', '2026-10-28.endive', 2],
      ['/webhook/old', '2020-08-27', 2],
    ]);
  });

  it('carry one signature per active secret while a secret is rolled', async () => {
    const clock = new ManualClock();
    const sandbox = await startSandbox({ clock });
    const app = await App.start();
    const { id, secret: before = '' } = await endpointFor(sandbox, app);
    const after = sandbox.rollSecret(id, clock.now() + hour);
    await sandbox.trigger({ type: 'invoice.paid' });
    assert.deepEqual(sandbox.signingSecrets(), [
      { endpointId: id, secret: after },
      { endpointId: id, secret: before },
    ]);
    const { webhooks } = sdkFor(sandbox);
    const [during] = app.received;
    const header = during?.headers['stripe-signature'];
    assert.equal(signaturesOf(header).v1.length, 2);
    for (const secret of [before, after]) webhooks.constructEvent(during?.body ?? '', header ?? '', secret);
    await clock.advance(hour);
    assert.deepEqual(sandbox.signingSecrets(), [{ endpointId: id, secret: after }]);
    await sandbox.trigger({ type: 'invoice.paid' });
    const [, later] = app.received;
    const lastHeader = later?.headers['stripe-signature'] ?? '';
    assert.equal(signaturesOf(lastHeader).v1.length, 1);
    webhooks.constructEvent(later?.body ?? '', lastHeader, after);
    assert.throws(() => webhooks.constructEvent(later?.body ?? '', lastHeader, before));
  });
});

describe('Sandbox: retries', () => {
  it('come three times over a few hours, each newly signed with the same bytes', async () => {
    const clock = new ManualClock();
    const sandbox = await startSandbox({ clock });
    const app = await App.start();
    app.status = 503;
    await endpointFor(sandbox, app);
    const { event, deliveries } = await sandbox.trigger({ type: 'invoice.paid' });
    assert.equal(deliveries[0]?.attempt.response?.status, 503);
    assert.ok((deliveries[0]?.nextAttemptAt ?? 0) > clock.now());
    await clock.advance(6 * hour);
    assert.equal(app.received.length, 4);
    const times = app.received.map(({ headers }) => signaturesOf(headers['stripe-signature']).t);
    assert.deepEqual([...new Set(times)], times);
    assert.deepEqual(times, [...times].sort());
    for (const { body } of app.received) assert.deepEqual(body, app.received[0]?.body);
    await clock.advance(100 * hour);
    assert.equal(app.received.length, 4);
    assert.equal(sandbox.attempts(String(event['id'])).length, 4);
  });

  it('end with the first 2xx', async () => {
    const clock = new ManualClock();
    const sandbox = await startSandbox({ clock });
    const app = await App.start();
    app.status = 500;
    await endpointFor(sandbox, app);
    await sandbox.trigger({ type: 'invoice.paid' });
    app.status = 204;
    await clock.advance(6 * hour);
    assert.equal(app.received.length, 2);
  });

  it('follow a redirect no more than a failure', async () => {
    const clock = new ManualClock();
    const sandbox = await startSandbox({ clock });
    const app = await App.start();
    app.status = 302;
    await endpointFor(sandbox, app);
    await sandbox.trigger({ type: 'invoice.paid' });
    await clock.advance(6 * hour);
    assert.equal(app.received.length, 4);
  });

  it('are made when nothing listened, with the reason in a sentence', async () => {
    const clock = new ManualClock();
    const sandbox = await startSandbox({ clock });
    const app = await App.start();
    await endpointFor(sandbox, app);
    app.stop();
    const { deliveries } = await sandbox.trigger({ type: 'invoice.paid' });
    assert.match(
      deliveries[0]?.attempt.error ?? '',
      /^Nothing is listening at 127\.0\.0\.1:\d+: start the app/,
    );
    assert.ok(deliveries[0]?.nextAttemptAt);
  });

  it('that fall due while the endpoint is disabled are dropped for good', async () => {
    const clock = new ManualClock();
    const sandbox = await startSandbox({ clock });
    const app = await App.start();
    const { webhookEndpoints, events } = sdkFor(sandbox);
    app.status = 500;
    const { id } = await endpointFor(sandbox, app);
    await sandbox.trigger({ type: 'invoice.paid' });
    await webhookEndpoints.update(id, { disabled: true });
    await sandbox.trigger({ type: 'invoice.paid' });
    await clock.advance(hour);
    await webhookEndpoints.update(id, { disabled: false });
    app.status = 200;
    await clock.advance(100 * hour);
    assert.equal(app.received.length, 1);
    assert.equal((await events.list({ delivery_success: false })).data.length, 1);
  });

  it('go on when the endpoint is enabled again before they fall due', async () => {
    const clock = new ManualClock();
    const sandbox = await startSandbox({ clock });
    const app = await App.start();
    const { webhookEndpoints } = sdkFor(sandbox);
    app.status = 500;
    const { id } = await endpointFor(sandbox, app);
    await sandbox.trigger({ type: 'invoice.paid' });
    await webhookEndpoints.update(id, { disabled: true });
    await webhookEndpoints.update(id, { disabled: false });
    await clock.advance(6 * hour);
    assert.equal(app.received.length, 4);
  });

  it('end when the endpoint is deleted', async () => {
    const clock = new ManualClock();
    const sandbox = await startSandbox({ clock });
    const app = await App.start();
    const { webhookEndpoints, events } = sdkFor(sandbox);
    app.status = 500;
    const { id } = await endpointFor(sandbox, app);
    const { event } = await sandbox.trigger({ type: 'invoice.paid' });
    await webhookEndpoints.del(id);
    assert.equal((await events.retrieve(String(event['id']))).pending_webhooks, 0);
    await clock.advance(6 * hour);
    assert.equal(app.received.length, 1);
  });

  it('are told of, attempt by attempt', async () => {
    const clock = new ManualClock();
    const sandbox = await startSandbox({ clock });
    const app = await App.start();
    app.status = 500;
    await endpointFor(sandbox, app);
    const told: (number | undefined)[] = [];
    sandbox.on('delivered', ({ nextAttemptAt }) => told.push(nextAttemptAt));
    await sandbox.trigger({ type: 'invoice.paid' });
    await clock.advance(6 * hour);
    assert.deepEqual(
      told.map((at) => at !== undefined),
      [true, true, true, false],
    );
  });
});
