import assert from 'node:assert/strict';
import { Sender } from '../../../src/delivery/sender.ts';
import { SystemClock } from '../../../src/delivery/clock.ts';
import { defaultTarget } from '../../../src/delivery/target.ts';
import { beginRun } from '../../../src/receiver/eventRun.ts';
import { OwnSends } from '../../../src/receiver/ownSends.ts';
import { sdkFor, startSandbox } from '../sandbox/support/sandbox.ts';
import { event, secret, signed, start, stopAll } from './support/receiving.ts';

describe('what this extension itself sends to its receiver', () => {
  afterEach(stopAll);

  async function startTelling(ownSends: OwnSends, secrets: () => readonly string[] = () => [secret]) {
    const { receiver, committed } = await start({
      secrets: () => secrets().map((each) => ({ connectionId: 'sandbox', endpointId: 'we_1', secret: each })),
      originOf: (_, headers, summary, body) =>
        ownSends.originOf(headers['stripe-signature']?.toString(), summary) ?? {
          source: 'sandbox',
          run: summary && ownSends.runOf(summary, body),
        },
    });
    return {
      url: receiver.url ?? '',
      sources: () => committed.map(({ source }) => source),
      runs: () => committed.map(({ event: summary, run }) => [summary?.type, run?.id, run?.step]),
    };
  }

  it('is a replay or a trigger once for each time that it was sent, and nothing else is', async () => {
    const ownSends = new OwnSends();
    const { url, sources } = await startTelling(ownSends);
    const clock = new SystemClock();
    const sender = new Sender({
      clock,
      secretsOf: () => Promise.resolve({ headers: {} }),
      signingSecrets: () => Promise.resolve([secret]),
      onSigned: (_, signature, { source = 'replay' }) => ownSends.signed(signature, source),
    });
    const content = { body: event, headers: [], signer: { connectionId: 'sandbox', endpointId: 'we_1' } };
    const target = defaultTarget('receiver', url);
    await Promise.all([sender.send(target, content), sender.send(target, content)]);
    await sender.send(target, content, { fault: 'badSignature' });
    await sender.send(target, content, { source: 'trigger' });
    await fetch(url, { method: 'POST', body: event, headers: { 'Stripe-Signature': signed(event, 1) } });
    assert.deepEqual(sources(), ['replay', 'replay', 'replay', 'trigger', 'sandbox']);
  });

  it('is a trigger in every delivery of the sandbox’s event, while its other events are the sandbox’s', async () => {
    const ownSends = new OwnSends();
    const secrets: string[] = [];
    const { url, sources } = await startTelling(ownSends, () => secrets);
    const sandbox = await startSandbox();
    const { webhookEndpoints } = sdkFor(sandbox);
    for (let count = 0; count < 2; count++) {
      const made = await webhookEndpoints.create({ url, enabled_events: ['*'] });
      secrets.push(made.secret ?? '');
    }
    await sandbox.trigger({ type: 'invoice.paid', onHappened: (ids) => ownSends.triggered(ids) });
    await sandbox.trigger({ type: 'invoice.paid' });
    assert.deepEqual(sources(), ['trigger', 'trigger', 'sandbox', 'sandbox']);
  });

  it('belongs to the run that it was announced with, in every delivery', async () => {
    const ownSends = new OwnSends();
    const secrets: string[] = [];
    const { url, runs } = await startTelling(ownSends, () => secrets);
    const sandbox = await startSandbox();
    const made = await sdkFor(sandbox).webhookEndpoints.create({ url, enabled_events: ['*'] });
    secrets.push(made.secret ?? '');
    const run = beginRun('scenario', 'Payment refunded', 'payment-refunded');
    const trigger = (type: string, step: number) =>
      sandbox.trigger({ type, onHappened: (ids) => ownSends.triggered(ids, { ...run, step, steps: 2 }) });
    await trigger('charge.succeeded', 1);
    await trigger('invoice.paid', 2);
    await sandbox.trigger({ type: 'charge.failed' });
    assert.match(run.id, /^payment-refunded-[0-9a-f]{8}$/);
    assert.deepEqual(runs(), [
      ['charge.succeeded', run.id, 1],
      ['invoice.paid', run.id, 2],
      ['charge.failed', undefined, undefined],
    ]);
  });

  it('belongs to the run whose calls caused it, and to none when another call did', async () => {
    const ownSends = new OwnSends();
    const { url, runs } = await startTelling(ownSends);
    const run = beginRun('fixture', 'fixtures/customer.json', 'customer');
    ownSends.causing(run, ({ id, idempotency_key }) => id === 'req_1' || idempotency_key === 'key-2');
    const send = (fields: object) => {
      const body = Buffer.from(JSON.stringify({ ...(JSON.parse(event.toString()) as object), ...fields }));
      return fetch(url, { method: 'POST', body, headers: { 'Stripe-Signature': signed(body) } });
    };
    await send({ request: { id: 'req_1', idempotency_key: null } });
    // The answer to the call, which names the request, comes later than the event.
    await send({ request: { id: 'req_2', idempotency_key: 'key-2' } });
    const reason = { type: 'request', request: { id: 'req_3', idempotency_key: 'key-2' } };
    await send({ object: 'v2.core.event', type: 'v1.customer.created', reason });
    await send({ request: { id: 'req_4', idempotency_key: 'key-4' } });
    await send({ request: null });
    assert.deepEqual(
      runs().map(([, id]) => id),
      [run.id, run.id, run.id, undefined, undefined],
    );
  });
});
