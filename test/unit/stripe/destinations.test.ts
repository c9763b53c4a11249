import assert from 'node:assert/strict';
import type { Endpoint } from '../../../src/stripe/endpoint.ts';
import { canRecreate, inputOf } from '../../../src/stripe/endpointInput.ts';
import { Endpoints } from '../../../src/stripe/endpoints.ts';
import { World } from './support/machine.ts';
import type { Fate } from './support/wire.ts';

const url = 'http://localhost:4242/webhook';
const thin = { url, events: ['v1.billing.meter.no_meter_found'], payload: 'thin' } as const;

const bus = { event_payload: 'thin', enabled_events: [...thin.events] } as const;

const eventBridge = {
  ...bus,
  type: 'amazon_eventbridge',
  name: 'Bus',
  amazon_eventbridge: { aws_account_id: '123456789012', aws_region: 'us-east-1' },
} as const;

const eventGrid = {
  ...bus,
  type: 'azure_event_grid',
  name: 'Grid',
  azure_event_grid: {
    azure_region: 'westeurope',
    azure_resource_group_name: 'group',
    azure_subscription_id: 'subscription',
  },
} as const;

describe('event destinations', () => {
  let world: World;
  beforeEach(async () => {
    world = await new World().open();
  });
  afterEach(() => world.close());

  const atStripe = async () => (await world.elsewhere.v2.core.eventDestinations.list()).data;
  const refused = (status: number, message: string) => ({ status, body: { error: { message } } });
  /** A wire on which one of the two lists is answered so. */
  const refuse = (path: '/v1/' | '/v2/', answer: Fate) => {
    world.wire.fate = (passing) => (passing.path.startsWith(path) ? answer : 'pass');
  };

  it('are listed with the webhook endpoints, the newest first', async () => {
    const { connection, endpoints } = world.boot();
    const made: Endpoint[] = [];
    for (const input of [thin, { url, events: ['invoice.paid'] }, thin]) {
      made.push(await endpoints.create(connection, input));
      await world.clock.advance(1000);
    }
    assert.deepEqual(
      made.map(({ api }) => api),
      ['v2', 'v1', 'v2'],
    );
    assert.deepEqual(await endpoints.list(connection), made.reverse());
    assert.equal(made[2]?.created, 1_700_000_000);
  });

  it('that are webhook endpoints too are listed once', async () => {
    const { connection, endpoints } = world.boot();
    const made = await endpoints.create(connection, { url, events: ['invoice.paid'] });
    const { id } = await endpoints.create(connection, thin);
    // Stripe's own v2 list has webhook endpoints in it; the sandbox's has not.
    const both = (await atStripe()).flatMap((one) => [one, { ...one, id: made.id }]);
    refuse('/v2/', { status: 200, body: { data: both, next_page_url: null } });
    const listed = await endpoints.list(connection);
    assert.deepEqual(
      listed.map((one) => [one.id, one.api]),
      [
        [made.id, 'v1'],
        [id, 'v2'],
      ],
    );
  });

  it('are created thin, with their secret stored, and named by their host', async () => {
    const { connection, endpoints, signingSecrets } = world.boot();
    const created = await endpoints.create(connection, { ...thin, connect: true, metadata: { team: 'a' } });
    assert.deepEqual(
      [created.api, created.kind, created.payload, created.url, created.target, created.name],
      ['v2', 'webhook', 'thin', url, url, 'localhost:4242'],
    );
    assert.deepEqual(
      [created.connect, created.eventsFrom, created.metadata, created.secretKnown],
      [true, ['@accounts'], { team: 'a' }, true],
    );
    assert.ok(world.wire.secrets.get(created.id));
    assert.equal(await signingSecrets.get('sandbox', created.id), world.wire.secrets.get(created.id));
    assert.deepEqual(await endpoints.retrieve(connection, created.id), created);
  });

  it('are created with snapshots of a version when that is asked for', async () => {
    const { connection, endpoints } = world.boot();
    const input = { url, events: ['*'], api: 'v2', apiVersion: '2026-10-28.endive', name: 'Shop' } as const;
    const created = await endpoints.create(connection, input);
    assert.deepEqual(
      [created.payload, created.apiVersion, created.name],
      ['snapshot', input.apiVersion, 'Shop'],
    );
  });

  it('are refused before anything is sent when they cannot be', async () => {
    const { connection, endpoints } = world.boot();
    await assert.rejects(endpoints.create(connection, { ...thin, events: ['*'] }), { reason: 'input' });
    await assert.rejects(endpoints.create(connection, { ...thin, api: 'v1' }), { reason: 'input' });
    await assert.rejects(endpoints.create(connection, { ...thin, name: ' ' }), { reason: 'input' });
    assert.deepEqual(world.wire.passed, []);
  });

  it('change only what is given, and keep their URL in sight when they are paused and resumed', async () => {
    const { connection, endpoints } = world.boot();
    const { id } = await endpoints.create(connection, { ...thin, metadata: { a: '1', b: '2' } });
    const changed = await endpoints.update(connection, id, { name: 'Meter', metadata: { a: '' } });
    assert.deepEqual([changed.name, changed.metadata, changed.url], ['Meter', { b: '2' }, url]);
    // In a JSON body it is null that removes a key.
    assert.match(world.wire.passed.at(-1)?.body ?? '', /"metadata":\{"a":null\}/);
    const moved = await endpoints.update(connection, id, { url: `${url}/v2`, description: 'd' });
    assert.deepEqual([moved.url, moved.description, moved.name], [`${url}/v2`, 'd', 'Meter']);
    const paused = await endpoints.pause(connection, id);
    assert.deepEqual([paused.status, paused.url], ['disabled', `${url}/v2`]);
    const resumed = await endpoints.resume(connection, id);
    assert.deepEqual(resumed, { ...moved, status: 'enabled' });
  });

  it('have a name, which webhook endpoints have not', async () => {
    const { connection, endpoints } = world.boot();
    const { id } = await endpoints.create(connection, { url, events: ['*'] });
    await assert.rejects(endpoints.update(connection, id, { name: 'x' }), { reason: 'input' });
  });

  it('are deleted with their secret, also when they are gone already', async () => {
    const { connection, endpoints, signingSecrets } = world.boot();
    const { id } = await endpoints.create(connection, thin);
    await endpoints.delete(connection, id);
    await endpoints.delete(connection, id);
    assert.deepEqual(await atStripe(), []);
    assert.deepEqual(await signingSecrets.all(), []);
  });

  it('can be pinged, which webhook endpoints cannot', async () => {
    const { connection, endpoints } = world.boot();
    const { id } = await endpoints.create(connection, thin);
    const pinged = await endpoints.ping(connection, id);
    const event = await world.elsewhere.v2.core.events.retrieve(pinged);
    assert.equal(event.type, 'v2.core.event_destination.ping');
    await assert.rejects(endpoints.ping(connection, 'we_1'), { reason: 'input', message: /trigger/ });
  });

  it('in a cloud are named by their event bus, and can be enabled, disabled and deleted', async () => {
    const { connection, endpoints } = world.boot();
    const { eventDestinations } = world.elsewhere.v2.core;
    for (const params of [eventBridge, eventGrid]) {
      const kind = params === eventBridge ? 'eventBridge' : 'eventGrid';
      const raw = await eventDestinations.create({ ...params, enabled_events: [...bus.enabled_events] });
      const [listed] = await endpoints.list(connection);
      assert.deepEqual([listed?.kind, listed?.url, listed?.name], [kind, '', params.name]);
      assert.equal(
        listed?.target,
        raw.amazon_eventbridge
          ? `Amazon EventBridge ${raw.amazon_eventbridge.aws_event_source_arn}`
          : `Azure Event Grid ${raw.azure_event_grid?.azure_partner_topic_name}`,
      );
      const paused = await endpoints.pause(connection, raw.id);
      assert.deepEqual([paused.status, paused.disabledReason], ['disabled', 'user']);
      assert.deepEqual(await endpoints.resume(connection, raw.id), listed);
      assert.equal(canRecreate(listed), false);
      await endpoints.delete(connection, raw.id);
      assert.deepEqual(await endpoints.list(connection), []);
    }
  });

  it('that a key may not list leave the webhook endpoints listed, and say what is missing', async () => {
    const { connection, endpoints } = world.boot();
    const { id } = await endpoints.create(connection, { url, events: ['*'] });
    const refusal =
      "The provided key 'rk_test_*****1234' does not have the required permissions for this endpoint on account 'acct_1Shop'. Having the 'rak_event_destination_read' permission would allow this request to continue.";
    refuse('/v2/', refused(403, refusal));
    const { endpoints: listed, incomplete } = await endpoints.listing(connection);
    assert.deepEqual(
      listed.map((endpoint) => endpoint.id),
      [id],
    );
    assert.equal(incomplete?.reason, 'permission');
    assert.match(incomplete?.message ?? '', /list the event destinations.*rak_event_destination_read/);
  });

  it('are listed alone when the key may not list webhook endpoints', async () => {
    const { connection, endpoints } = world.boot();
    const { id } = await endpoints.create(connection, thin);
    refuse('/v1/', refused(403, 'no'));
    const { endpoints: listed, incomplete } = await endpoints.listing(connection);
    assert.deepEqual([listed.map((endpoint) => endpoint.id), incomplete?.reason], [[id], 'permission']);
    world.wire.fate = () => refused(403, 'no');
    await assert.rejects(endpoints.list(connection), { reason: 'permission', message: /list the endpoints/ });
  });

  it('that an API does not have are not missed', async () => {
    const { connection, endpoints } = world.boot();
    refuse('/v2/', refused(404, 'Unrecognized request URL'));
    assert.deepEqual(await endpoints.listing(connection), { endpoints: [] });
  });

  it('that fail to be listed fail the list, so that they do not look deleted', async () => {
    const { connection, endpoints } = world.boot();
    refuse('/v2/', refused(429, 'Too many requests'));
    await assert.rejects(endpoints.list(connection), { reason: 'rate-limit' });
  });

  it('are created again as they were from what is known of them', async () => {
    const { connection, endpoints } = world.boot();
    const input = {
      ...thin,
      name: 'Meter',
      description: 'd',
      metadata: { a: '1' },
      eventsFrom: ['@self', '@accounts'],
    };
    const { id } = await endpoints.create(connection, input);
    const old = await endpoints.pause(connection, id);
    await endpoints.delete(connection, id);
    const again = await endpoints.create(connection, inputOf(old));
    assert.notEqual(again.id, id);
    assert.deepEqual(again, { ...old, id: again.id, created: again.created });
    assert.deepEqual([again.name, again.eventsFrom, again.connect], ['Meter', input.eventsFrom, true]);
  });

  it('are known when Stripe cannot be reached, after a restart too, until their connection is removed', async () => {
    const boot = () => {
      const parts = world.boot();
      return {
        ...parts,
        endpoints: new Endpoints(parts.connections, parts.signingSecrets, world.stores.store),
      };
    };
    const first = boot();
    const added = await first.connections.addByKey(world.key, { apiBase: world.wire.baseUrl });
    assert.equal(first.endpoints.lastKnown(added.id), undefined);
    const made = await first.endpoints.create(added, thin);
    const listed = await first.endpoints.list(added);
    world.wire.fate = () => refused(403, 'no');
    const second = boot();
    await assert.rejects(second.endpoints.list(added));
    const known = second.endpoints.lastKnown(added.id);
    assert.deepEqual(known?.endpoints, listed);
    assert.ok(known && Math.abs(Date.now() - known.at) < 3_600_000);
    assert.ok(![...world.stores.values.values()].join().includes('whsec_'));
    await second.signingSecrets.delete(added.id, made.id);
    assert.equal(second.endpoints.lastKnown(added.id)?.endpoints[0]?.secretKnown, false);
    await second.connections.remove(added.id);
    assert.equal(boot().endpoints.lastKnown(added.id), undefined);
  });

  it('are listed also when the list cannot be kept', async () => {
    const { connection, connections, signingSecrets } = world.boot();
    const endpoints = new Endpoints(connections, signingSecrets, world.stores.store);
    world.stores.aroundWrite = () => Promise.reject(new Error('disk full'));
    await world.elsewhere.webhookEndpoints.create({ url, enabled_events: ['*'] });
    assert.equal((await endpoints.list(connection)).length, 1);
  });
});

describe('a webhook endpoint', () => {
  let world: World;
  beforeEach(async () => {
    world = await new World().open();
  });
  afterEach(() => world.close());

  it('is created again as it was, paused when it was', async () => {
    const { connection, endpoints } = world.boot();
    const input = {
      url,
      events: ['invoice.paid'],
      description: 'Shop',
      apiVersion: '2026-10-28.endive',
      connect: true,
      metadata: { team: 'a' },
    };
    const old = await endpoints.create(connection, { ...input, disabled: true });
    assert.equal(old.status, 'disabled');
    await endpoints.delete(connection, old.id);
    const again = await endpoints.create(connection, inputOf(old));
    assert.deepEqual(again, { ...old, id: again.id, created: again.created });
    assert.equal(again.secretKnown, true);
  });

  it('that cannot be paused after it was created is said to be there', async () => {
    const { connection, endpoints } = world.boot();
    world.wire.fate = ({ path }) =>
      path.startsWith('/v1/webhook_endpoints/')
        ? { status: 400, body: { error: { message: 'no' } } }
        : 'pass';
    await assert.rejects(endpoints.create(connection, { url, events: ['*'], disabled: true }), {
      message: /Could not pause the endpoint we_\w+, which was created and is enabled:/,
    });
    assert.equal((await world.atStripe()).length, 1);
  });
});
