import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { Receiver } from '../../src/receiver/receiver.ts';
import type { Receipt } from '../../src/receiver/receipt.ts';
import { CliSource } from '../../src/stripe/cliListen.ts';
import { sandboxConnection } from '../../src/stripe/connection.ts';
import { ListenSource } from '../../src/stripe/listenSession.ts';
import { defaultTimings } from '../../src/stripe/sources/timings.ts';
import { App } from '../unit/sandbox/support/app.ts';
import { cleanUp, everything, phase, World } from '../unit/stripe/sources/support/sources.ts';
import { testCatalogue } from '../unit/support/catalogue.ts';
import { PayloadBuilder } from '../../src/payloads/payloadBuilder.ts';
import { StripeCli, stripeCliPath } from './support/stripeCli.ts';

describe('Event sources and the real Stripe CLI', function () {
  let world: World;
  let stripe: StripeCli;
  beforeEach(async () => {
    const { events, schemas } = await testCatalogue();
    const builder = new PayloadBuilder(events, schemas);
    world = await World.open({
      catalogue: events,
      buildEvent: (type, options) => builder.build(type, options),
    });
    stripe = new StripeCli(world.sandbox);
  });
  afterEach(() => stripe.dispose());
  afterEach(cleanUp);

  it('the native client and the CLI, both connected, get the same events in the same bytes', async () => {
    const app = await App.start();
    for (const kind of ['--all-snapshot', '--all-thin'])
      await stripe.listen(kind, '--forward-to', app.url).ready();
    // Nothing is to be read from the API here, however slow the socket may be on this machine.
    const timings = { ...defaultTimings, sweep: 600_000 };
    await phase(world.run(new ListenSource(world.parts({}, { timings }))), 'live');
    const types = ['invoice.paid', 'charge.failed', 'customer.created', 'v1.billing.meter.no_meter_found'];
    const ids: string[] = [];
    for (let round = 0; round < 25; round++)
      for (const type of types)
        ids.push(await world.trigger(type, round % 5 === 0 ? connected(type) : undefined));
    await Promise.all([app.until(ids.length), world.until(() => world.taken.length >= ids.length)]);
    const ofCli = new Map(app.received.map(({ body }) => [idIn(body), body.toString()]));
    const ours = new Map(
      world.taken.map(({ receipt }) => [receipt.event?.id, Buffer.from(receipt.body).toString()]),
    );
    assert.equal(ofCli.size, ids.length);
    assert.deepEqual(ours, ofCli);
    assert.ok(world.taken.every(({ receipt }) => receipt.source === 'listen'));
  });

  it('the same device gets the same secret from both, so that an app needs no new one', async () => {
    await phase(world.run(new ListenSource(world.parts({}, { deviceName: 'one' }))), 'live');
    const ours = await world.secrets.get('sandbox', 'listen');
    const { source } = await cli({ deviceName: 'one' });
    await phase(source, 'delegated');
    assert.equal(await world.secrets.get('sandbox', 'listen'), ours);
  });

  it('the CLI as a source: events reach the receiver, verified with the CLI’s secret', async () => {
    const { source, receipts, receiver } = await cli();
    await phase(source, 'delegated');
    // Whether it is connected is the CLI's own matter, so events are caused until one gets through.
    const first = once(receiver, 'receipt');
    while (receipts.length === 0) {
      await world.trigger('invoice.paid');
      await Promise.race([first, tick()]);
    }
    const [receipt] = receipts;
    assert.deepEqual(receipt?.verdict.outcome === 'verified' && receipt.verdict.secret, {
      connectionId: 'sandbox',
      endpointId: 'listen',
    });
    await source.stop();
    assert.deepEqual(source.state, { phase: 'stopped', reason: 'asked' });
  });

  it('the CLI gets the key by its environment, not by its arguments', async function () {
    if (!existsSync('/proc/self/cmdline')) this.skip();
    const { source } = await cli();
    await phase(source, 'delegated');
    const { stdout } = await commandLines();
    assert.match(stdout, /listen --skip-update --all-snapshot/);
    assert.ok(!stdout.includes(world.sandbox.testKey));
  });

  it('the CLI is gone when the source is stopped, at any moment', async function () {
    if (!existsSync('/proc/self/cmdline')) this.skip();
    const early = (await cli()).source;
    await early.stop();
    const { source } = await cli();
    await phase(source, 'delegated');
    await source.stop();
    assert.ok(!(await commandLines()).stdout.includes(world.proxy.url));
  });

  it('says what the CLI says when it ends by itself, without the key', async () => {
    world.proxy.onRequest = () => ({
      status: 401,
      body: { error: { message: `Invalid API Key provided: ${world.sandbox.testKey}`, type: 'x' } },
    });
    const state = await phase((await cli()).source, 'stopped');
    assert.equal(state.reason, 'failed');
    assert.match(state.sentence ?? '', /The Stripe CLI .*\S/);
    assert.ok(!(state.sentence ?? '').includes(world.sandbox.testKey));
  });

  it('says that the CLI is not there', async () => {
    const state = await phase((await cli({ program: 'no-such-stripe' })).source, 'stopped');
    assert.equal(state.reason, 'failed');
    assert.match(state.sentence ?? '', /was not found as “no-such-stripe”/);
  });

  async function cli(options: { readonly deviceName?: string; readonly program?: string } = {}) {
    const receipts: Receipt[] = [];
    const receiver = new Receiver({
      secrets: () => world.secrets.current,
      commit: (receipt) => {
        receipts.push(receipt);
        return Promise.resolve();
      },
    });
    await receiver.start(0);
    const source = new CliSource({
      connection: sandboxConnection,
      connections: world.connections,
      secrets: world.secrets,
      options: everything,
      program: stripeCliPath(),
      forwardTo: receiver.url ?? '',
      ...options,
    });
    world.onEnd(() => receiver.stop());
    world.run(source);
    return { source, receipts, receiver };
  }
});

function connected(type: string): Record<string, unknown> {
  return type.startsWith('v1.') ? { context: 'acct_connected' } : { account: 'acct_connected' };
}

function idIn(body: Buffer): string {
  return (JSON.parse(body.toString()) as { id: string }).id;
}

/** Lets the other processes get on. */
function tick(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50));
}

/** The command lines of this process's children. */
async function commandLines(): Promise<{ readonly stdout: string }> {
  const child = spawn('ps', ['-o', 'args=', '--ppid', String(process.pid)]);
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  await once(child, 'close');
  return { stdout };
}
