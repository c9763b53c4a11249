import assert from 'node:assert/strict';
import type Stripe from 'stripe';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { App, type Received } from '../unit/sandbox/support/app.ts';
import { snapshotDestination, thinDestination } from '../unit/sandbox/support/destinations.ts';
import { sdkFor } from '../unit/sandbox/support/sandbox.ts';
import { testCatalogue } from '../unit/support/catalogue.ts';
import { startRealSandbox } from './support/realSandbox.ts';

const thinTypes = async () =>
  (await testCatalogue()).events.eventTypes.filter(({ kind }) => kind === 'thin').map(({ type }) => type);

describe('The real SDK’s v2 client against the sandbox', () => {
  let sandbox: Sandbox;
  let stripe: Stripe;
  let app: App;
  beforeEach(async () => {
    sandbox = await startRealSandbox();
    stripe = sdkFor(sandbox);
    app = await App.start();
  });

  const parsed = ({ body, headers }: Received, secret: string) =>
    stripe.parseEventNotification(body, headers['stripe-signature'] ?? '', secret);
  const destination = async (...creation: Parameters<typeof thinDestination>) => {
    const made = await stripe.v2.core.eventDestinations.create(thinDestination(...creation));
    return { ...made, secret: made.webhook_endpoint?.signing_secret ?? '' };
  };

  it('a destination lives its whole life', async () => {
    const { eventDestinations } = stripe.v2.core;
    const { id, secret } = await destination(app.url);
    assert.match(secret, /^whsec_/);
    const include = ['webhook_endpoint.url' as const];
    assert.equal((await eventDestinations.retrieve(id, { include })).webhook_endpoint?.url, app.url);
    const updated = await eventDestinations.update(id, { name: 'Renamed', metadata: { a: 'b' } });
    assert.deepEqual([updated.name, updated.metadata?.['a']], ['Renamed', 'b']);
    assert.equal((await eventDestinations.disable(id)).status, 'disabled');
    assert.equal((await eventDestinations.enable(id)).status, 'enabled');
    const listed: string[] = [];
    for await (const each of eventDestinations.list({ limit: 1 })) listed.push(each.id);
    assert.deepEqual(listed, [id]);
    assert.equal((await eventDestinations.del(id)).id, id);
    await assert.rejects(eventDestinations.retrieve(id), {
      type: 'StripeInvalidRequestError',
      statusCode: 404,
    });
  });

  it('every thin type can be asked for, triggered, parsed, fetched with its data, and listed', async () => {
    const { events } = await testCatalogue();
    const types = await thinTypes();
    const { secret } = await destination(app.url, { enabled_events: types });
    const withData = new Set(
      events.eventTypes
        .filter((each) => each.kind === 'thin' && each.schemas.length > 0)
        .map(({ type }) => type),
    );
    for (const type of types) {
      await sandbox.trigger({ type });
      const received = app.received.at(-1) ?? assert.fail(`${type} was not delivered`);
      const notification = parsed(received, secret);
      assert.equal(notification.type, type);
      assert.ok(!('data' in notification), type);
      const event = await notification.fetchEvent();
      assert.equal(event.id, notification.id);
      assert.equal('data' in event, withData.has(type), type);
    }
    const listed = await stripe.v2.core.events.list({ limit: 100 }).autoPagingToArray({ limit: 1000 });
    assert.deepEqual(listed.map(({ type }) => type as string).reverse(), types);
  });

  it('every snapshot type with a thin counterpart delivers both, about one object', async () => {
    const types = new Set((await testCatalogue()).events.eventTypes.map(({ type }) => type));
    const pairs = [...types].filter((type) => types.has(`v1.${type}`));
    assert.ok(pairs.includes('invoice.paid'));
    const thin = await destination(`${app.url}/thin`, { enabled_events: pairs.map((type) => `v1.${type}`) });
    const snapshot = await stripe.v2.core.eventDestinations.create(
      snapshotDestination(`${app.url}/snapshot`),
    );
    let linked = 0;
    for (const type of pairs) {
      app.received.length = 0;
      await sandbox.trigger({ type });
      const at = (path: string) =>
        app.received.find((each) => each.path === path) ?? assert.fail(`${type}: ${path}`);
      const { body, headers } = at('/webhook/snapshot');
      const event = stripe.webhooks.constructEvent(
        body,
        headers['stripe-signature'] ?? '',
        snapshot.webhook_endpoint?.signing_secret ?? '',
      );
      const notification = parsed(at('/webhook/thin'), thin.secret);
      assert.equal(notification.type, `v1.${type}`);
      assert.equal(notification.snapshot_event, event.id);
      const related = 'related_object' in notification ? notification.related_object : undefined;
      const object = event.data.object as { id?: string; object?: string };
      // A few are about a singleton, a parent, or nothing that can be fetched.
      if (!related || !('id' in related) || related.type !== object.object) continue;
      assert.equal(related.id, object.id, type);
      assert.ok(related.url.endsWith(`/${object.id}`), related.url);
      linked++;
    }
    assert.ok(linked > 0.8 * pairs.length, `${linked} of ${pairs.length}`);
  });

  it('a ping arrives, and leads back to its destination', async () => {
    const { id, secret } = await destination(app.url);
    const pinged = await stripe.v2.core.eventDestinations.ping(id);
    const [received] = await app.until(1);
    assert.ok(received);
    const notification = parsed(received, secret);
    assert.equal(notification.id, pinged.id);
    if (notification.type !== 'v2.core.event_destination.ping') assert.fail(notification.type);
    const about = await notification.fetchRelatedObject();
    assert.equal(about.id, id);
  });

  it('a connected account’s event is fetched in its context', async () => {
    const { secret } = await destination(app.url, { events_from: ['@accounts'] });
    await sandbox.trigger({ type: 'v1.invoice.paid', event: { context: 'acct_connected' } });
    const [received] = app.received;
    assert.ok(received);
    const notification = parsed(received, secret);
    assert.equal(String(notification.context), 'acct_connected');
    assert.equal((await notification.fetchEvent()).id, notification.id);
  });

  it('the SDK’s own handler takes what is delivered', async () => {
    const { secret } = await destination(app.url);
    const seen: string[] = [];
    const handler = stripe.notificationHandler(secret, ({ type }) => {
      seen.push(`unhandled ${type}`);
      return Promise.resolve();
    });
    handler.on('v1.invoice.paid', ({ type }) => {
      seen.push(type);
      return Promise.resolve();
    });
    await sandbox.trigger({ type: 'v1.invoice.paid' });
    const [received] = app.received;
    await handler.handle(received?.body ?? '', received?.headers['stripe-signature'] ?? '');
    assert.deepEqual(seen, ['v1.invoice.paid']);
  });

  it('errors come as the SDK’s own classes', async () => {
    const { eventDestinations } = stripe.v2.core;
    await assert.rejects(eventDestinations.create(thinDestination('nowhere')), {
      type: 'StripeInvalidRequestError',
      code: 'invalid_fields',
      statusCode: 400,
    });
    await assert.rejects(stripe.v2.core.events.retrieve('evt_none'), {
      type: 'StripeInvalidRequestError',
      code: 'not_found',
      statusCode: 404,
    });
    await assert.rejects(sdkFor(sandbox, 'sk_test_wrong_wrong_wrong').v2.core.eventDestinations.list(), {
      type: 'StripeAuthenticationError',
      statusCode: 401,
    });
    const options = { idempotencyKey: 'k' };
    await eventDestinations.create(thinDestination(app.url), options);
    await assert.rejects(eventDestinations.create(thinDestination(`${app.url}/other`), options), {
      type: 'StripeIdempotencyError',
    });
  });
});
