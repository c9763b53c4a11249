import assert from 'node:assert/strict';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { App } from '../unit/sandbox/support/app.ts';
import { sdkFor } from '../unit/sandbox/support/sandbox.ts';
import { testCatalogue } from '../unit/support/catalogue.ts';
import { startRealSandbox } from './support/realSandbox.ts';

describe('The real SDK against the sandbox', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startRealSandbox();
  });

  it('every snapshot event type can be asked for, triggered, verified and read back', async () => {
    const { events } = await testCatalogue();
    const types = events.eventTypes.filter(({ kind }) => kind === 'snapshot').map(({ type }) => type);
    const app = await App.start();
    const stripe = sdkFor(sandbox);
    const { secret = '' } = await stripe.webhookEndpoints.create({
      url: app.url,
      enabled_events: types as ['*'],
    });
    for (const type of types) {
      await sandbox.trigger({ type });
      const { body, headers } = app.received.at(-1) ?? assert.fail(`${type} was not delivered`);
      const event = stripe.webhooks.constructEvent(body, headers['stripe-signature'] ?? '', secret);
      assert.equal(event.type, type);
    }
    const listed = await stripe.events.list({ limit: 100 }).autoPagingToArray({ limit: 1000 });
    assert.deepEqual(listed.map(({ type }) => type as string).reverse(), types);
  });

  it('thin events parse as notifications', async () => {
    const { event, body } = await sandbox.trigger({ type: 'v1.billing.meter.no_meter_found' });
    const stripe = sdkFor(sandbox);
    const payload = Buffer.from(body);
    const header = await stripe.webhooks.generateTestHeaderStringAsync({
      payload: payload.toString(),
      secret: 'whsec_x',
    });
    const notification = stripe.parseEventNotification(payload, header, 'whsec_x');
    assert.equal(notification.id, event['id']);
  });

  it('errors come as the SDK’s own classes', async () => {
    const stripe = sdkFor(sandbox);
    await assert.rejects(stripe.webhookEndpoints.create({ url: 'x', enabled_events: ['*'] }), {
      type: 'StripeInvalidRequestError',
      code: 'url_invalid',
      param: 'url',
      statusCode: 400,
    });
    await assert.rejects(stripe.webhookEndpoints.retrieve('we_none'), {
      type: 'StripeInvalidRequestError',
      statusCode: 404,
    });
    await assert.rejects(sdkFor(sandbox, 'sk_test_wrong_wrong_wrong').events.list(), {
      type: 'StripeAuthenticationError',
      statusCode: 401,
    });
    await assert.rejects(stripe.accounts.retrieve('acct_other'), { type: 'StripePermissionError' });
    const options = { idempotencyKey: 'k' };
    await stripe.webhookEndpoints.create({ url: 'https://a.example', enabled_events: ['*'] }, options);
    await assert.rejects(
      stripe.webhookEndpoints.create({ url: 'https://b.example', enabled_events: ['*'] }, options),
      { type: 'StripeIdempotencyError' },
    );
  });

  it('every API version that the SDK declares is accepted for an endpoint', async () => {
    const { events } = await testCatalogue();
    const { webhookEndpoints } = sdkFor(sandbox);
    for (const version of events.apiVersions) {
      const endpoint = await webhookEndpoints.create({
        url: 'https://example.com',
        enabled_events: ['*'],
        api_version: version as '2024-06-20',
      });
      assert.equal(endpoint.api_version, version);
      await webhookEndpoints.del(endpoint.id);
    }
  });
});
