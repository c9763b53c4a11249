import assert from 'node:assert/strict';
import Stripe from 'stripe';
import { ListenSource } from '../../../../src/stripe/listenSession.ts';
import { permissionError } from './support/refusals.ts';
import { cleanUp, phase, World } from './support/sources.ts';

const { webhooks } = new Stripe('sk_test_unused');

describe('Listen session', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open();
  });
  afterEach(cleanUp);

  const listen = (...args: Parameters<World['parts']>) => world.run(new ListenSource(world.parts(...args)));
  const live = async (...args: Parameters<World['parts']>) => {
    const source = listen(...args);
    await phase(source, 'live');
    return source;
  };

  it('brings an event in the bytes that Stripe signed, once, with a secret that the receiver knows', async () => {
    await live();
    const { event, body } = await world.sandbox.trigger({ type: 'invoice.paid' });
    const { receipt } = await world.received(String(event['id']));
    assert.equal(receipt.source, 'listen');
    assert.equal(Buffer.compare(receipt.body, body), 0);
    assert.deepEqual(receipt.verdict.outcome === 'verified' && receipt.verdict.secret, {
      connectionId: 'sandbox',
      endpointId: 'listen',
    });
    const secret = await world.secrets.get('sandbox', 'listen');
    const signature = receipt.headers.find(([name]) => name === 'Stripe-Signature')?.[1] ?? '';
    webhooks.constructEvent(Buffer.from(receipt.body), signature, secret ?? '');
    await world.received(await world.trigger());
    assert.equal(world.of(String(event['id'])).length, 1, 'the two API versions of an event are one');
  });

  it('says what it does from the first to the last', async () => {
    const source = new ListenSource(world.parts());
    const phases: string[] = [source.state.phase];
    source.on('state', (state) => phases.push(state.phase));
    world.run(source);
    await phase(source, 'live');
    world.proxy.cutSockets();
    await phase(source, 'reconnecting');
    await phase(source, 'live');
    await source.stop();
    const told = phases.filter((each, index) => each !== phases[index - 1]);
    assert.deepEqual(told, ['connecting', 'live', 'reconnecting', 'live', 'stopped']);
    assert.deepEqual(source.state, { phase: 'stopped', reason: 'asked' });
  });

  it('acknowledges an event once it is kept, and reports what the app answered', async () => {
    world.answer = Promise.resolve({
      url: 'http://localhost:4242/webhook',
      status: 418,
      headers: [['X-App', 'yes']],
      body: Buffer.alloc(9000, 'x'),
    });
    await live();
    const answered = new Promise<string>((resolve) => world.sandbox.once('answered', resolve));
    const id = await world.trigger();
    assert.equal(await answered, id);
    const [kept, ...more] = world.sandbox.attempts(id);
    assert.equal(more.length, 0);
    assert.equal(kept?.attempt.response?.status, 418);
    assert.equal(kept.attempt.response.body.length, 5000);
    assert.equal(kept.attempt.url, 'http://localhost:4242/webhook');
    const frames = world.proxy.up.map((text) => JSON.parse(text) as Record<string, unknown>);
    assert.deepEqual(
      frames.map(({ type }) => type),
      ['event_ack', 'webhook_response'],
    );
    assert.equal(frames[0]?.['event_id'], id);
  });

  it('does not acknowledge an event that could not be kept, and asks for it again', async () => {
    let failures = 0;
    world.beforeCommit = () =>
      failures++ === 0 ? Promise.reject(new Error('the disk is full')) : Promise.resolve();
    await live();
    const id = await world.trigger();
    const { receipt } = await world.received(id);
    assert.equal(receipt.source, 'polling');
    assert.ok(world.notes.includes('the disk is full'), world.notes.join());
    assert.deepEqual(world.proxy.up, []);
  });

  it('brings the latest API version when that is chosen', async () => {
    await live({ apiVersion: 'latest' });
    const frames: string[] = [];
    world.proxy.onFrame = (direction, text) => {
      if (direction === 'down') frames.push(text);
      return { times: 1, delay: 0 };
    };
    const id = await world.trigger();
    await world.received(id);
    const latest = frames
      .map((text) => JSON.parse(text) as Record<string, unknown>)
      .find(({ endpoint }) => (endpoint as { api_version: unknown }).api_version !== null);
    await world.received(await world.trigger());
    const acked = world.proxy.up.map((text) => JSON.parse(text) as Record<string, unknown>);
    assert.equal(acked[0]?.['webhook_id'], latest?.['webhook_id']);
    assert.equal(world.of(id).length, 1);
  });

  it('brings thin events as well, and only those kinds that are asked for', async () => {
    await live();
    const thin = await world.trigger('v1.billing.meter.no_meter_found');
    const { receipt } = await world.received(thin);
    assert.equal(receipt.event?.kind, 'thin');
    assert.equal(receipt.verdict.outcome, 'verified');
  });

  for (const [accounts, wanted] of [
    ['own', ['own']],
    ['connected', ['connected']],
    ['both', ['own', 'connected']],
  ] as const)
    it(`brings events of ${accounts} accounts as asked for, also those that were missed`, async () => {
      const source = await live({ accounts });
      const causeBoth = async () => [
        await world.trigger('invoice.paid'),
        await world.trigger('invoice.paid', { account: 'acct_connected' }),
      ];
      const sent = await causeBoth();
      world.proxy.onFrame = () => ({ times: 0, delay: 0 });
      const missed = await causeBoth();
      const expected = [sent, missed].flatMap((ids) =>
        (['own', 'connected'] as const).flatMap((whose, index) =>
          (wanted as readonly string[]).includes(whose) ? [ids[index] ?? ''] : [],
        ),
      );
      await world.until(() => expected.every((id) => world.of(id).length > 0));
      await source.stop();
      assert.deepEqual(
        world.taken.map(({ receipt }) => receipt.event?.id),
        expected,
      );
    });

  it('reads from the API what happened while there was no connection, and only that', async () => {
    const before = await world.trigger();
    const source = await live();
    const first = await world.trigger();
    await world.received(first);
    world.proxy.onDial = () => 'cut';
    world.proxy.cutSockets();
    await phase(source, 'reconnecting');
    const missed = [await world.trigger('charge.failed'), await world.trigger('charge.succeeded')];
    const thin = await world.trigger('v1.billing.meter.no_meter_found');
    world.proxy.onDial = () => 'pass';
    for (const id of [...missed, thin]) {
      const { receipt } = await world.received(id);
      assert.equal(receipt.source, 'polling');
      assert.equal(receipt.verdict.outcome, 'verified', 'with the one secret that the app knows');
    }
    const later = await world.trigger();
    assert.equal((await world.received(later)).receipt.source, 'listen');
    assert.deepEqual(
      world.taken.map(({ receipt }) => receipt.event?.id).toSorted(),
      [first, ...missed, thin, later].toSorted(),
    );
    assert.equal(world.of(before).length, 0, 'what is older than the session is not asked for');
    assert.ok(world.notes.some((note) => /events did not arrive/.test(note)));
  });

  describe('with a connected account', () => {
    const of = (id: string) => ({
      id,
      object: 'event',
      type: 'invoice.paid',
      account: 'acct_connected',
      created: Math.floor(Date.now() / 1000),
      data: { object: {} },
    });
    /** As with Stripe, these are not among the platform's own events. */
    const has = (...ids: readonly string[]) => {
      world.proxy.onRequest = (_method, path, headers) =>
        headers['stripe-account'] === 'acct_connected' && path.startsWith('/v1/events')
          ? { status: 200, body: { object: 'list', data: ids.map(of), has_more: false } }
          : 'pass';
    };
    const comes = async () => {
      const sent = await world.trigger('invoice.paid', { account: 'acct_connected' });
      assert.equal((await world.received(sent)).receipt.source, 'listen');
    };

    it('asks it for its events as well, once one of them has come', async () => {
      has('evt_missed');
      await live();
      await comes();
      const { receipt } = await world.received('evt_missed');
      assert.equal(receipt.source, 'polling');
      assert.equal(receipt.event?.account, 'acct_connected');
    });

    it('asks it in the next run for what was missed since', async () => {
      has();
      const bookmarks = world.bookmarks();
      const first = await live({}, { bookmarks });
      await comes();
      await first.stop();
      has('evt_between');
      await live({}, { bookmarks });
      const { receipt } = await world.received('evt_between');
      assert.equal(receipt.event?.account, 'acct_connected');
    });
  });

  it('is stopped only when what has arrived is kept, and takes nothing after that', async () => {
    const source = await live();
    let keep: () => void = () => assert.fail('nothing arrived');
    const arrived = new Promise<void>((arrive) => {
      world.beforeCommit = () =>
        new Promise((resolve) => {
          keep = resolve;
          arrive();
        });
    });
    await world.trigger();
    await arrived;
    let stopped = false;
    const stop = source.stop().then(() => (stopped = true));
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(stopped, false);
    keep();
    await stop;
    assert.equal(world.taken.length, 1);
    assert.equal((await world.journal.list({ limit: 10 })).length, 1);
  });

  it('takes nothing of a gap that is being filled when it is stopped', async () => {
    const source = await live();
    world.proxy.onFrame = () => ({ times: 0, delay: 0 });
    const ids: string[] = [];
    for (let count = 0; count < 200; count++) ids.push(await world.trigger());
    await world.until(() => world.taken.length > 0);
    await source.stop();
    const taken = world.taken.length;
    assert.ok(taken < ids.length, `${taken} of ${ids.length}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(world.taken.length, taken);
  });

  it('reads from the API what got lost on an open connection', async () => {
    await live();
    world.proxy.onFrame = (direction) => ({ times: direction === 'down' ? 0 : 1, delay: 0 });
    const id = await world.trigger();
    assert.equal((await world.received(id)).receipt.source, 'polling');
    assert.equal(world.proxy.dials, 1);
  });

  it('gives up a connection on which nothing is heard, and fills the gap', async () => {
    const source = await live();
    // The other side is gone without a word: frames and pongs vanish, and the socket stays open.
    world.proxy.freeze();
    const reconnecting = await phase(source, 'reconnecting');
    assert.match(reconnecting.reason, /nothing was heard/);
    const id = await world.trigger();
    world.proxy.thaw();
    await world.received(id);
    await phase(source, 'live');
  });

  it('makes a new session when Stripe has forgotten the old one', async () => {
    const source = listen();
    await phase(source, 'live');
    const phases: string[] = [];
    source.on('state', (state) => phases.push(state.phase));
    const port = Number(new URL(world.sandbox.baseUrl).port);
    await world.sandbox.stop();
    await world.sandbox.start(port);
    await phase(source, 'expired');
    await phase(source, 'live');
    const id = await world.trigger();
    assert.equal((await world.received(id)).receipt.source, 'listen');
    assert.ok(phases.indexOf('reconnecting') < phases.indexOf('expired'), phases.join());
  });

  it('says so when the new session signs with another secret', async () => {
    const source = await live();
    let changes = 0;
    source.on('secretChanged', () => changes++);
    await world.sandbox.reset();
    await phase(source, 'expired');
    await phase(source, 'live');
    assert.equal(changes, 1);
    const { receipt } = await world.received(await world.trigger());
    assert.equal(receipt.verdict.outcome, 'verified');
  });

  it('notices that the machine slept, and reads what happened meanwhile', async () => {
    let slept = 0;
    const clocks = { wall: () => Date.now() + slept, monotonic: () => performance.now() };
    const source = await live({}, { clocks });
    world.proxy.onFrame = () => ({ times: 0, delay: 0 });
    const id = await world.trigger();
    const reconnecting = phase(source, 'reconnecting');
    slept = 8 * 60 * 60 * 1000;
    assert.match((await reconnecting).reason, /asleep or busy for 28800 s/);
    await phase(source, 'live');
    await world.received(id);
    assert.ok(world.notes.some((note) => /asleep/.test(note)));
    assert.equal(world.proxy.dials, 2);
  });

  it('dials anew when Stripe asks for it, and loses nothing', async () => {
    world = await World.open({ reconnectDelaySeconds: 1 });
    await live();
    const ids: string[] = [];
    while (world.proxy.dials < 3) {
      ids.push(await world.trigger());
      await world.received(ids.at(-1) ?? '');
    }
    assert.ok(ids.every((id) => world.of(id).filter(({ duplicate }) => !duplicate).length === 1));
  });

  it('stops as refused when the key may not have a session', async () => {
    world.proxy.onRequest = (method) =>
      method === 'POST' ? permissionError('rak_stripecli_session_write') : 'pass';
    const state = await phase(listen(), 'stopped');
    assert.equal(state.reason, 'refused');
    assert.match(state.sentence ?? '', /rak_stripecli_session_write/);
    assert.ok(!(state.sentence ?? '').includes(world.sandbox.testKey));
  });

  it('stops as failed when the key is not valid', async () => {
    world.proxy.onRequest = () => ({
      status: 401,
      body: { error: { message: 'Invalid API Key provided', type: 'invalid_request_error' } },
    });
    const state = await phase(listen(), 'stopped');
    assert.equal(state.reason, 'failed');
  });

  it('goes on without gap filling, and says so, when the key may not read events', async () => {
    world.proxy.onRequest = (method, path) =>
      method === 'GET' && path.startsWith('/v1/events') ? permissionError('rak_event_read') : 'pass';
    await live({ kinds: ['snapshot'] });
    assert.equal((await world.received(await world.trigger())).receipt.source, 'listen');
    assert.ok(world.notes.some((note) => /rak_event_read/.test(note)));
  });

  it('keeps trying while Stripe cannot be reached, and connects when it can', async () => {
    let reachable = false;
    world.proxy.onRequest = () => (reachable ? 'pass' : 'cut');
    const source = listen();
    const state = await phase(source, 'reconnecting');
    assert.ok(state.reason.length > 0);
    reachable = true;
    await phase(source, 'live');
  });

  it('leaves nothing behind when it is stopped at any moment', async () => {
    for (let moment = 0; moment < 12; moment++) {
      const source = new ListenSource(world.parts());
      source.start();
      for (let turn = 0; turn < moment * 3; turn++) await new Promise((resolve) => setImmediate(resolve));
      await source.stop();
      assert.equal(source.state.phase, 'stopped');
    }
  });
});
