import assert from 'node:assert/strict';
import { Sender } from '../../../src/delivery/sender.ts';
import { SystemClock } from '../../../src/delivery/clock.ts';
import { defaultTarget } from '../../../src/delivery/target.ts';
import { OwnSends } from '../../../src/receiver/ownSends.ts';
import { sdkFor, startSandbox } from '../sandbox/support/sandbox.ts';
import { event, secret, signed, start, stopAll } from './support/receiving.ts';

describe('what this extension itself sends to its receiver', () => {
  afterEach(stopAll);

  async function startTelling(ownSends: OwnSends, secrets: () => readonly string[] = () => [secret]) {
    const { receiver, committed } = await start({
      secrets: () => secrets().map((each) => ({ connectionId: 'sandbox', endpointId: 'we_1', secret: each })),
      sourceOf: (_, headers, summary) =>
        ownSends.sourceOf(headers['stripe-signature']?.toString(), summary) ?? 'sandbox',
    });
    return { url: receiver.url ?? '', sources: () => committed.map(({ source }) => source) };
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
});
