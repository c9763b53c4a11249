import assert from 'node:assert/strict';
import { World } from './support/machine.ts';
import type { Fate, Passing } from './support/wire.ts';

const v1 = { url: 'http://localhost:4242/webhook', events: ['invoice.paid'] };
const v2 = { ...v1, events: ['v1.billing.meter.no_meter_found'], payload: 'thin' } as const;

describe('a request that Stripe does not take at once', () => {
  let world: World;
  beforeEach(async () => {
    world = await new World().open();
  });
  afterEach(() => world.close());

  const trouble = (status: number): Fate => ({ status, body: { error: { message: 'not now' } } });
  /** Meets this fate the first times. */
  const atFirst = (times: number, fate: Fate, which: (passing: Passing) => boolean = () => true) => {
    let left = times;
    world.wire.fate = (passing) => (which(passing) && left-- > 0 ? fate : 'pass');
  };

  for (const [what, input] of [
    ['a webhook endpoint', v1],
    ['an event destination', v2],
  ] as const)
    for (const [how, fate] of [
      ['503 answers', trouble(503)],
      ['a conflict', trouble(409)],
      ['lost answers', 'lose-answer'],
    ] as const)
      it(`is sent again with the same idempotency key, so that ${how} make one of ${what}`, async () => {
        const { connection, endpoints } = world.boot();
        atFirst(2, fate);
        const created = await endpoints.create(connection, input);
        const keys = world.wire.passed.map(({ idempotencyKey }) => idempotencyKey);
        assert.equal(keys.length, 3);
        assert.equal(new Set(keys).size, 1);
        assert.ok(keys[0]);
        assert.deepEqual(await endpoints.list(connection), [created]);
        assert.equal(created.secretKnown, true);
      }).timeout(30_000);

  it('is sent again to change, pause, resume and delete', async () => {
    const { connection, endpoints } = world.boot();
    for (const input of [v1, v2]) {
      const { id } = await endpoints.create(connection, input);
      const writes = ({ method }: Passing) => method !== 'GET';
      atFirst(1, trouble(500), writes);
      assert.equal((await endpoints.update(connection, id, { description: 'new' })).description, 'new');
      atFirst(1, 'lose-answer', writes);
      assert.equal((await endpoints.pause(connection, id)).status, 'disabled');
      atFirst(1, trouble(503), writes);
      assert.equal((await endpoints.resume(connection, id)).status, 'enabled');
      atFirst(1, 'lose-answer', writes);
      await endpoints.delete(connection, id);
    }
    assert.deepEqual(await endpoints.list(connection), []);
  }).timeout(30_000);

  it('is given up after three times with one sentence, and tried afresh with a new key', async () => {
    const { connection, endpoints } = world.boot();
    world.wire.fate = () => trouble(503);
    await assert.rejects(endpoints.create(connection, v2), {
      reason: 'server',
      message: /^Could not create the endpoint .*: Stripe had a problem \(HTTP 503\); try again, .*\.$/,
    });
    assert.equal(world.wire.passed.length, 3);
    world.wire.fate = () => 'pass';
    await endpoints.create(connection, v2);
    // Stripe repeats a 5xx answer for the key that got it.
    assert.notEqual(world.wire.passed[3]?.idempotencyKey, world.wire.passed[0]?.idempotencyKey);
  }).timeout(30_000);

  it('is not pressed upon an account that has too many', async () => {
    const { connection, endpoints } = world.boot();
    world.wire.fate = () => trouble(429);
    await assert.rejects(endpoints.create(connection, v1), {
      reason: 'rate-limit',
      message: /wait a moment/,
    });
    assert.equal(world.wire.passed.length, 1);
  });
});
