import assert from 'node:assert/strict';
import { HumanError } from '../../../../src/humanError.ts';
import { ListenOrPoll } from '../../../../src/stripe/listenOrPoll.ts';
import { PollingSource } from '../../../../src/stripe/polling.ts';
import { permissionError } from './support/refusals.ts';
import { cleanUp, phase, World } from './support/sources.ts';

describe('Polling', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open();
  });
  afterEach(cleanUp);

  it('brings each event once, in the order they happened, and none from before', async () => {
    await world.trigger();
    const source = world.run(new PollingSource(world.parts()));
    await phase(source, 'live');
    const ids: string[] = [];
    for (let count = 0; count < 250; count++) ids.push(await world.trigger());
    await world.until(() => world.taken.length >= ids.length);
    await source.stop();
    assert.deepEqual(
      world.taken.map(({ receipt }) => receipt.event?.id),
      ids,
    );
  });

  it('brings what happened since an earlier run, and nothing twice', async () => {
    const bookmarks = world.bookmarks();
    const first = world.run(new PollingSource(world.parts({}, { bookmarks })));
    await phase(first, 'live');
    await world.received(await world.trigger());
    await first.stop();
    const missed = [await world.trigger('charge.failed'), await world.trigger('charge.succeeded')];
    const again = world.run(new PollingSource(world.parts({}, { bookmarks })));
    await phase(again, 'live');
    for (const id of missed) await world.received(id);
    await world.received(await world.trigger());
    assert.deepEqual([world.taken.length, world.taken.some(({ duplicate }) => duplicate)], [4, false]);
  });

  it('looks no further back than Stripe keeps events, and says so', async () => {
    const bookmarks = world.bookmarks();
    bookmarks.save({ snapshot: 1_500_000_000, thin: 1_500_000_000 });
    const id = await world.trigger();
    await phase(world.run(new PollingSource(world.parts({}, { bookmarks }))), 'live');
    await world.received(id);
    assert.ok(world.notes.some((note) => note.includes('30 days')));
  });

  it('gives what it reads a source, and a secret of this machine that stays the same', async () => {
    const source = world.run(new PollingSource(world.parts()));
    await phase(source, 'live');
    const { event } = await world.sandbox.trigger({ type: 'invoice.paid' });
    const { receipt } = await world.received(String(event['id']));
    assert.equal(receipt.source, 'polling');
    assert.deepEqual(receipt.verdict.outcome === 'verified' && receipt.verdict.secret, {
      connectionId: 'sandbox',
      endpointId: 'polling',
    });
    assert.equal(receipt.event?.id, event['id']);
    assert.match(Buffer.from(receipt.body).toString(), /^\{\n {2}"id": "evt_/);
    const secret = await world.secrets.get('sandbox', 'polling');
    await source.stop();
    const again = world.run(new PollingSource(world.parts()));
    await phase(again, 'live');
    await world.received(await world.trigger());
    assert.equal(await world.secrets.get('sandbox', 'polling'), secret);
  });

  it('reads a thin event as Stripe sends it: without the data that the API adds', async () => {
    const source = world.run(new PollingSource(world.parts()));
    await phase(source, 'live');
    const { event, body } = await world.sandbox.trigger({
      type: 'v1.billing.meter.no_meter_found',
      event: { data: { developer_message_summary: 'No meter' } },
    });
    const { receipt } = await world.received(String(event['id']));
    assert.deepEqual(
      JSON.parse(Buffer.from(receipt.body).toString()),
      JSON.parse(Buffer.from(body).toString()),
    );
  });

  it('says that Stripe cannot be reached, and reads what it missed when it can', async () => {
    const source = world.run(new PollingSource(world.parts()));
    await phase(source, 'live');
    world.proxy.onRequest = () => 'cut';
    const state = await phase(source, 'reconnecting');
    assert.ok(state.reason.length > 0);
    const id = await world.trigger();
    world.proxy.onRequest = () => 'pass';
    await phase(source, 'live');
    await world.received(id);
  });

  it('stops, and names the permission, when the key may not read events', async () => {
    world.proxy.onRequest = () => permissionError('rak_event_read');
    const state = await phase(world.run(new PollingSource(world.parts())), 'stopped');
    assert.equal(state.reason, 'failed');
    assert.match(state.sentence ?? '', /rak_event_read/);
  });

  it('asks again for an event that could not be kept', async () => {
    const source = world.run(new PollingSource(world.parts()));
    await phase(source, 'live');
    let failures = 0;
    world.beforeCommit = () =>
      failures++ === 0
        ? Promise.reject(new HumanError('The journal is full.', 'journal'))
        : Promise.resolve();
    await world.received(await world.trigger());
    await phase(source, 'live');
  });
});

describe('Listening, or polling', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open();
  });
  afterEach(cleanUp);

  it('polls by itself when the key may not have a listen session, and says why', async () => {
    world.proxy.onRequest = (method) =>
      method === 'POST' ? permissionError('rak_stripecli_session_write') : 'pass';
    const source = new ListenOrPoll(world.parts());
    assert.equal(source.kind, 'listen');
    world.run(source);
    await phase(source, 'live');
    assert.equal(source.kind, 'polling');
    assert.match(source.refusal ?? '', /rak_stripecli_session_write/);
    assert.equal((await world.received(await world.trigger())).receipt.source, 'polling');
    assert.ok(world.notes.some((note) => /polled/.test(note)));
  });

  it('polls when Stripe gives a session but lets no socket through', async () => {
    world.proxy.onDial = () => ({ status: 403, body: 'not here' });
    const source = world.run(new ListenOrPoll(world.parts()));
    await phase(source, 'live');
    assert.equal(source.kind, 'polling');
    assert.match(source.refusal ?? '', /HTTP 403/);
  });

  it('listens when it may, and stops for good', async () => {
    const source = world.run(new ListenOrPoll(world.parts()));
    await phase(source, 'live');
    assert.equal(source.kind, 'listen');
    assert.equal(source.refusal, undefined);
    await source.stop();
    assert.deepEqual(source.state, { phase: 'stopped', reason: 'asked' });
  });

  it('stops, without polling, when the key is not valid', async () => {
    world.proxy.onRequest = () => ({
      status: 401,
      body: { error: { message: 'Invalid API Key provided', type: 'invalid_request_error' } },
    });
    const source = world.run(new ListenOrPoll(world.parts()));
    const state = await phase(source, 'stopped');
    assert.equal(state.reason, 'failed');
    assert.equal(source.kind, 'listen');
  });
});
