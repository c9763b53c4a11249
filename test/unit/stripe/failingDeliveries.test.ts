import assert from 'node:assert/strict';
import { DeliveryWatch, type DeliveryHealth } from '../../../src/stripe/failingDeliveries.ts';
import { App } from '../sandbox/support/app.ts';
import { World } from './support/machine.ts';

describe('failing deliveries', () => {
  let world: World;
  let app: App;
  let parts: ReturnType<World['boot']>;
  let watch: DeliveryWatch;

  beforeEach(async () => {
    world = await new World().open();
    app = await App.start();
    parts = world.boot();
    watch = new DeliveryWatch(parts.connections);
  });
  afterEach(() => world.close());

  const create = async (path: string, events: readonly string[]): Promise<string> => {
    const { connection, endpoints } = parts;
    return (await endpoints.create(connection, { url: `${app.url}${path}`, events })).id;
  };
  const health = async (options: { readonly anew?: boolean } = {}): Promise<DeliveryHealth> => {
    const { connection, endpoints } = parts;
    return watch.health(connection, await endpoints.list(connection), {
      now: world.clock.now(),
      ...options,
    });
  };
  /** How often Stripe was asked for events. */
  const asked = () => world.wire.passed.filter(({ path }) => path.startsWith('/v1/events')).length;
  const trigger = async (type: string, answer: number) => {
    app.status = answer;
    const enabled = (await world.atStripe()).filter(({ status }) => status === 'enabled');
    await world.sandbox.trigger({
      type,
      endpointIds: enabled.filter((one) => one.enabled_events.includes(type)).map(({ id }) => id),
    });
  };

  it('tells the endpoint that answers with an error, and since when', async () => {
    const bad = await create('/bad', ['invoice.paid']);
    await create('/good', ['customer.created']);
    await trigger('customer.created', 200);
    await trigger('invoice.paid', 500);
    await trigger('invoice.paid', 500);
    const since = world.clock.now() / 1000;
    await world.clock.advance(5_000);
    assert.deepEqual([...(await health()).failing], [[bad, { events: 2, since }]]);
  });

  it('waits with its judgement while an event may be under way, and says when to look again', async () => {
    const id = await create('/bad', ['invoice.paid']);
    await trigger('invoice.paid', 500);
    const { failing, againAt } = await health();
    assert.equal(failing.size, 0);
    assert.equal(againAt, world.clock.now() + 4_000);
    await world.clock.advance(3_000);
    assert.ok((await health()).failing.has(id));
  });

  it('takes an endpoint for well again once a later event arrived', async () => {
    await create('', ['invoice.paid']);
    await trigger('invoice.paid', 500);
    await world.clock.advance(10_000);
    await trigger('invoice.paid', 200);
    await world.clock.advance(10_000);
    assert.equal((await health()).failing.size, 0);
  });

  it('blames nobody for an event that two endpoints want', async () => {
    await create('/one', ['invoice.paid']);
    await create('/two', ['*']);
    await trigger('invoice.paid', 500);
    await world.clock.advance(10_000);
    assert.equal((await health()).failing.size, 0);
  });

  it('asks nothing of Stripe when no endpoint is on', async () => {
    const id = await create('/off', ['invoice.paid']);
    await parts.endpoints.pause(parts.connection, id);
    assert.equal((await health()).failing.size, 0);
    assert.equal(asked(), 0);
  });

  it('asks once while all is well, twice when an endpoint is to blame, and not again for a while', async () => {
    const bad = await create('/bad', ['invoice.paid']);
    await trigger('invoice.paid', 200);
    assert.equal((await health()).failing.size, 0);
    assert.equal(asked(), 1);
    await world.clock.advance(1_000);
    await trigger('invoice.paid', 500);
    await world.clock.advance(1_000);
    const { failing, againAt } = await health();
    assert.equal(failing.size, 0);
    assert.equal(asked(), 1, 'what was read is used again');
    assert.equal(againAt, world.clock.now() + 1_000);
    await world.clock.advance(2_000);
    assert.ok((await health()).failing.has(bad));
    assert.equal(asked(), 3);
    await parts.endpoints.pause(parts.connection, bad);
    assert.equal((await health()).failing.size, 0, 'it is judged by the endpoints that there are now');
    await parts.endpoints.resume(parts.connection, bad);
    assert.ok((await health()).failing.has(bad));
    assert.equal(asked(), 3);
    await health({ anew: true });
    assert.equal(asked(), 5, 'who asks for it gets a fresh look');
  });
});
