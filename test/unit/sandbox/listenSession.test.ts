import assert from 'node:assert/strict';
import { ManualClock } from '../../../src/delivery/clock.ts';
import { ListenClient, newSession } from './support/listenClient.ts';
import { api, sdkFor, startSandbox } from './support/sandbox.ts';

describe('Sandbox: listen sessions', () => {
  it('are answered with everything the CLI needs', async () => {
    const sandbox = await startSandbox({ reconnectDelaySeconds: 5 });
    const session = await newSession(sandbox, ['webhooks', 'v2_events']);
    assert.match(session['websocket_url'] ?? '', /^ws:\/\/127\.0\.0\.1:\d+\//);
    assert.match(session['secret'] ?? '', /^whsec_\w{32}$/);
    assert.equal(session['reconnect_delay'], 5);
    assert.equal(session['default_version'], '2026-10-28.endive');
    assert.equal(session['latest_version'], '2026-10-28.endive');
    assert.equal(session['websocket_authorized_feature'], 'webhooks,v2_events');
  });

  it('keep a device’s secret, and give another device another', async () => {
    const sandbox = await startSandbox();
    const [one, again, other] = [
      await newSession(sandbox, ['webhooks'], 'one'),
      await newSession(sandbox, ['webhooks'], 'one'),
      await newSession(sandbox, ['webhooks'], 'other'),
    ];
    assert.equal(one['secret'], again['secret']);
    assert.notEqual(one['websocket_id'], again['websocket_id']);
    assert.notEqual(one['secret'], other['secret']);
  });

  it('get each snapshot event twice, signed, in the default version and the latest', async () => {
    const sandbox = await startSandbox();
    const session = await newSession(sandbox);
    const client = await ListenClient.dial(session);
    assert.equal(client.protocol, 'stripecli-devproxy-v1');
    const { body } = await sandbox.trigger({ type: 'invoice.paid' });
    const frames = await client.until(2);
    assert.deepEqual(
      frames.map(({ endpoint }) => (endpoint as Record<string, unknown>)['api_version']),
      [null, '2026-10-28.endive'],
    );
    const { webhooks } = sdkFor(sandbox);
    for (const frame of frames) {
      assert.equal(frame['type'], 'webhook_event');
      assert.equal(frame['event_payload'], Buffer.from(body).toString());
      const headers = frame['http_headers'] as Record<string, string>;
      const payload = String(frame['event_payload']);
      webhooks.constructEvent(payload, headers['Stripe-Signature'] ?? '', session['secret'] ?? '');
      assert.ok(frame['webhook_id']);
    }
    assert.notEqual(frames[0]?.['webhook_conversation_id'], frames[1]?.['webhook_conversation_id']);
    await client.close();
  });

  it('get thin events only when they asked for them', async () => {
    const sandbox = await startSandbox();
    const thin = await ListenClient.dial(await newSession(sandbox, ['v2_events']));
    const snapshot = await ListenClient.dial(await newSession(sandbox, ['webhooks']));
    await sandbox.trigger({ type: 'v1.billing.meter.no_meter_found' });
    await sandbox.trigger({ type: 'invoice.paid' });
    const [frame] = await thin.until(1);
    assert.equal(frame?.['type'], 'v2_event');
    assert.equal(
      (JSON.parse(String(frame?.['payload'])) as Record<string, unknown>)['object'],
      'v2.core.event',
    );
    assert.ok(frame?.['destination_id']);
    await Promise.all([snapshot.until(2), thin.ping(), snapshot.ping()]);
    assert.deepEqual(
      thin.frames.map(({ type }) => type),
      ['v2_event'],
    );
    assert.deepEqual(
      snapshot.frames.map(({ type }) => type),
      ['webhook_event', 'webhook_event'],
    );
    await Promise.all([thin.close(), snapshot.close()]);
  });

  it('keep what the app answered as an attempt', async () => {
    const sandbox = await startSandbox();
    const client = await ListenClient.dial(await newSession(sandbox));
    const { event } = await sandbox.trigger({ type: 'invoice.paid' });
    const [frame] = await client.until(2);
    const ids = {
      webhook_conversation_id: frame?.['webhook_conversation_id'],
      webhook_id: frame?.['webhook_id'],
    };
    client.send({ type: 'event_ack', event_id: event['id'], ...ids });
    client.send({ type: 'nonsense' });
    client.send({
      type: 'webhook_response',
      forward_url: 'http://localhost:4242/hook',
      status: 418,
      http_headers: { 'X-Answer': 'yes' },
      body: 'a teapot',
      ...ids,
    });
    await client.ping();
    const [kept, ...rest] = sandbox.attempts(String(event['id']));
    assert.equal(rest.length, 0);
    assert.equal(kept?.recipient, 'listen');
    assert.equal(kept.attempt.url, 'http://localhost:4242/hook');
    assert.equal(kept.attempt.response?.status, 418);
    assert.deepEqual(kept.attempt.response.headers, [['X-Answer', 'yes']]);
    assert.equal(Buffer.from(kept.attempt.response.body).toString(), 'a teapot');
    await client.close();
  });

  it('survive nonsense from a client', async () => {
    const sandbox = await startSandbox();
    const client = await ListenClient.dial(await newSession(sandbox));
    for (const message of [
      [],
      { type: 7 },
      { type: 'webhook_response' },
      { type: 'webhook_response', status: 'x' },
    ])
      client.send(message);
    await client.ping();
    await sandbox.trigger({ type: 'invoice.paid' });
    await client.until(2);
    await client.close();
  });

  it('may be redialled with the same id, and then get events once', async () => {
    const sandbox = await startSandbox();
    const session = await newSession(sandbox);
    const first = await ListenClient.dial(session);
    const second = await ListenClient.dial(session);
    await first.closed();
    await sandbox.trigger({ type: 'invoice.paid' });
    await second.until(2);
    await second.ping();
    assert.equal(second.frames.length, 2);
    assert.equal(first.frames.length, 0);
    await second.close();
  });

  it('are unknown, in the CLI’s own words, after a restart or reset, or when nobody dialled for long', async () => {
    const clock = new ManualClock();
    const sandbox = await startSandbox({ clock });
    const port = Number(new URL(sandbox.baseUrl).port);
    const unknown = async (session: Record<string, string>) => {
      await assert.rejects(ListenClient.dial(session), ({ message }: Error) => {
        const body = JSON.parse(message) as { error: { message: string } };
        return body.error.message === 'Unknown WebSocket ID.';
      });
    };
    const restarted = await newSession(sandbox);
    const client = await ListenClient.dial(restarted);
    await sandbox.stop();
    await client.closed();
    await sandbox.start(port);
    await unknown(restarted);
    const reset = await newSession(sandbox);
    await sandbox.reset();
    await unknown(reset);
    assert.notEqual((await newSession(sandbox))['secret'], reset['secret']);
    const forgotten = await newSession(sandbox);
    await clock.advance(11 * 60 * 1000);
    await newSession(sandbox);
    await unknown(forgotten);
  });

  it('are limited in number', async () => {
    const sandbox = await startSandbox();
    for (let n = 0; n < 100; n++) await newSession(sandbox);
    const form = 'device_name=d&websocket_features[]=webhooks';
    const { status, json } = await api(sandbox, 'POST', '/v1/stripecli/sessions', { form });
    assert.equal(status, 429);
    assert.match(JSON.stringify(json), /Too many listen sessions/);
  });

  it('get a resend for the CLI', async () => {
    const sandbox = await startSandbox();
    const { event } = await sandbox.trigger({ type: 'invoice.paid' });
    const client = await ListenClient.dial(await newSession(sandbox));
    const path = `/v1/events/${String(event['id'])}/retry`;
    assert.equal((await api(sandbox, 'POST', path, { form: 'for_stripecli=true' })).status, 200);
    const [frame] = await client.until(2);
    assert.equal(
      (JSON.parse(String(frame?.['event_payload'])) as Record<string, unknown>)['id'],
      event['id'],
    );
    await client.close();
  });
});
