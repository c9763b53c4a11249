import assert from 'node:assert/strict';
import { deliveryHealth, type DeliveryHealth } from '../../../src/stripe/failingDeliveries.ts';
import { App } from '../sandbox/support/app.ts';
import { World } from './support/machine.ts';

describe('failing deliveries', () => {
  let world: World;
  let app: App;
  let parts: ReturnType<World['boot']>;

  beforeEach(async () => {
    world = await new World().open();
    app = await App.start();
    parts = world.boot();
  });
  afterEach(() => world.close());

  const create = async (path: string, events: readonly string[]): Promise<string> => {
    const { connection, endpoints } = parts;
    return (await endpoints.create(connection, { url: `${app.url}${path}`, events })).id;
  };
  const health = async (): Promise<DeliveryHealth> => {
    const { connection, connections, endpoints } = parts;
    return deliveryHealth(connections, connection, await endpoints.list(connection), {
      now: world.clock.now(),
    });
  };
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

  it('waits with its judgement while an event may be under way, and says since when', async () => {
    const id = await create('/bad', ['invoice.paid']);
    await trigger('invoice.paid', 500);
    const { failing, mayBeUnderWaySince } = await health();
    assert.equal(failing.size, 0);
    assert.equal(mayBeUnderWaySince, world.clock.now());
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
    const before = world.wire.passed.filter(({ path }) => path.startsWith('/v1/events')).length;
    assert.equal((await health()).failing.size, 0);
    const after = world.wire.passed.filter(({ path }) => path.startsWith('/v1/events')).length;
    assert.equal(after, before);
  });
});
