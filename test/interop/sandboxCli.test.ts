import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { App } from '../unit/sandbox/support/app.ts';
import { sdkFor } from '../unit/sandbox/support/sandbox.ts';
import { startRealSandbox } from './support/realSandbox.ts';
import { StripeCli } from './support/stripeCli.ts';

describe('The real Stripe CLI against the sandbox', function () {
  let sandbox: Sandbox;
  let stripe: StripeCli;
  beforeEach(async () => {
    sandbox = await startRealSandbox();
    stripe = new StripeCli(sandbox);
  });
  afterEach(() => stripe.dispose());

  it('listen --forward-to: the app gets the event with a signature that the SDK accepts', async () => {
    const app = await App.start();
    const listening = stripe.listen('--all-snapshot', '--forward-to', app.url);
    const secret = await listening.ready();
    const { event, body } = await sandbox.trigger({
      type: 'invoice.paid',
      overrides: { description: 'Grüße' },
    });
    const [received] = await app.until(1);
    assert.ok(received);
    assert.deepEqual(received.body, Buffer.from(body));
    const signature = received.headers['stripe-signature'] ?? '';
    const verified = sdkFor(sandbox).webhooks.constructEvent(received.body, signature, secret);
    assert.equal(verified.id, event['id']);
    await listening.until(new RegExp(`<--\\s+\\[200\\] POST \\S+ \\[${String(event['id'])}\\]`));
    assert.equal(app.received.length, 1, 'the two API versions of one event are one to the CLI');
  });

  it('listen: what the app answered through the CLI is kept', async () => {
    const app = await App.start();
    app.status = 418;
    await stripe.listen('--all-snapshot', '--forward-to', app.url).ready();
    const answered = once(sandbox, 'answered');
    const { event } = await sandbox.trigger({ type: 'charge.failed' });
    assert.equal((await answered)[0], event['id']);
    const [kept, ...more] = sandbox.attempts(String(event['id']));
    assert.equal(more.length, 0);
    assert.equal(kept?.recipient, 'listen');
    assert.equal(kept.attempt.response?.status, 418);
    assert.equal(kept.attempt.url, app.url);
  });

  it('listen without --forward-to prints events, and those of connected accounts as such', async () => {
    const listening = stripe.listen('--events', 'invoice.paid');
    await listening.ready();
    await sandbox.trigger({ type: 'charge.failed' });
    const { event } = await sandbox.trigger({ type: 'invoice.paid', event: { account: 'acct_connected' } });
    await listening.until(new RegExp(`connect invoice\\.paid \\[${String(event['id'])}\\]`));
    assert.ok(!listening.output.includes('charge.failed'));
  });

  it('listen --all-thin gets thin events', async () => {
    const listening = stripe.listen('--all-thin');
    await listening.ready();
    const { event } = await sandbox.trigger({ type: 'v1.billing.meter.no_meter_found' });
    await listening.until(new RegExp(String(event['id'])));
  });

  it('listen --latest gets each event once, too', async () => {
    const app = await App.start();
    const listening = stripe.listen('--all-snapshot', '--latest', '--forward-to', app.url);
    await listening.ready();
    await sandbox.trigger({ type: 'invoice.paid' });
    await sandbox.trigger({ type: 'charge.failed' });
    await app.until(2);
    assert.equal(app.received.length, 2);
  });

  it('listen goes on after the sandbox was restarted', async () => {
    const listening = stripe.listen('--all-snapshot');
    await listening.ready();
    const port = Number(new URL(sandbox.baseUrl).port);
    await sandbox.stop();
    await sandbox.start(port);
    listening.output = '';
    await listening.ready();
    const { event } = await sandbox.trigger({ type: 'invoice.paid' });
    await listening.until(new RegExp(String(event['id'])));
  });

  it('listen --print-secret prints the secret that a session is signed with', async () => {
    const { stdout, code } = await stripe.run('listen', '--print-secret', '--skip-update');
    assert.equal(code, 0);
    assert.match(stdout.trim(), /^whsec_\w{32}$/);
    assert.ok((await stripe.listen('--all-snapshot').ready()) === stdout.trim(), 'another secret');
  });

  it('listen --use-configured-webhooks takes the sandbox’s endpoints', async () => {
    const app = await App.start();
    await sdkFor(sandbox).webhookEndpoints.create({
      url: 'https://example.com/hooks/stripe',
      enabled_events: ['invoice.paid'],
    });
    const [endpoint] = (await sdkFor(sandbox).webhookEndpoints.list()).data;
    const origin = new URL(app.url).origin;
    const listening = stripe.listen('--all-snapshot', '--use-configured-webhooks', '--forward-to', origin);
    await listening.ready();
    const { event } = await sandbox.trigger({ type: 'invoice.paid' });
    const [received] = await app.until(1);
    assert.equal(received?.path, '/hooks/stripe');
    assert.ok(endpoint);
    assert.ok(event['id']);
  });

  it('webhook_endpoints create, list, update, delete', async () => {
    const created = await stripe.json(
      'webhook_endpoints',
      'create',
      ...['--url', 'https://example.com/hook', '--description', 'Shop & more'],
      ...['--enabled-events', 'invoice.paid', '--enabled-events', 'charge.failed'],
      ...['-d', 'metadata[team]=billing'],
    );
    assert.match(String(created['secret']).slice(0, 6), /whsec_/);
    assert.deepEqual(created['enabled_events'], ['invoice.paid', 'charge.failed']);
    assert.deepEqual(created['metadata'], { team: 'billing' });
    const id = String(created['id']);
    const { data } = (await stripe.json('webhook_endpoints', 'list')) as {
      data: { id: string; description: string }[];
    };
    assert.deepEqual(
      data.map((endpoint) => [endpoint.id, endpoint.description]),
      [[id, 'Shop & more']],
    );
    const updated = await stripe.json('webhook_endpoints', 'update', id, '--disabled=true');
    assert.equal(updated['status'], 'disabled');
    const { stdout } = await stripe.run('webhook_endpoints', 'delete', id, '--confirm');
    assert.match(stdout, /"deleted": true/);
    assert.equal((await sdkFor(sandbox).webhookEndpoints.list()).data.length, 0);
  });

  it('webhook_endpoints create: the error is shown as Stripe’s', async () => {
    const { stdout, stderr } = await stripe.run(
      ...['webhook_endpoints', 'create', '--url', 'nowhere', '--enabled-events', '*'],
    );
    assert.match(stdout + stderr, /url_invalid/);
    assert.match(stdout + stderr, /An explicit scheme/);
  });

  it('v2 core event_destinations create, list, ping, disable, delete', async () => {
    const app = await App.start();
    const v2 = ['v2', 'core', 'event_destinations'];
    const created = await stripe.json(
      ...[...v2, 'create', '--name', 'By CLI', '--type', 'webhook_endpoint', '--event-payload', 'thin'],
      ...['--enabled-events', 'v1.invoice.paid', '--webhook-endpoint.url', app.url],
      ...['--include', 'webhook_endpoint.signing_secret'],
    );
    const id = String(created['id']);
    const { signing_secret: secret } = created['webhook_endpoint'] as Record<string, string>;
    const { data } = (await stripe.json(...v2, 'list')) as { data: { id: string; name: string }[] };
    assert.deepEqual(
      data.map((destination) => [destination.id, destination.name]),
      [[id, 'By CLI']],
    );
    await stripe.json(...v2, 'ping', id);
    const [received] = await app.until(1);
    const signature = received?.headers['stripe-signature'] ?? '';
    sdkFor(sandbox).parseEventNotification(received?.body ?? '', signature, secret ?? '');
    assert.equal((await stripe.json(...v2, 'disable', id))['status'], 'disabled');
    const { stdout } = await stripe.run(...v2, 'delete', id, '--confirm');
    assert.match(stdout, /"object": "v2\.core\.event_destination"/);
    assert.deepEqual((await sdkFor(sandbox).v2.core.eventDestinations.list()).data, []);
  });

  it('events list and retrieve', async () => {
    const { event } = await sandbox.trigger({ type: 'invoice.paid' });
    await sandbox.trigger({ type: 'charge.failed' });
    const list = await stripe.json('events', 'list', '--type', 'invoice.*', '--limit', '5');
    assert.deepEqual(
      (list['data'] as { id: string }[]).map(({ id }) => id),
      [event['id']],
    );
    const retrieved = await stripe.json('events', 'retrieve', String(event['id']));
    assert.deepEqual(retrieved['data'], event['data']);
  });

  it('events resend, to the listening CLI and to an endpoint', async () => {
    const app = await App.start();
    const { event } = await sandbox.trigger({ type: 'invoice.paid' });
    const id = String(event['id']);
    const listening = stripe.listen('--all-snapshot');
    await listening.ready();
    await stripe.json('events', 'resend', id);
    await listening.until(new RegExp(`invoice\\.paid \\[${id}\\]`));
    const endpoint = await sdkFor(sandbox).webhookEndpoints.create({ url: app.url, enabled_events: ['*'] });
    await stripe.json('events', 'resend', id, '--webhook-endpoint', endpoint.id);
    const [received] = await app.until(1);
    assert.match(received?.body.toString() ?? '', new RegExp(id));
  });
});
