import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Stripe } from 'stripe';
import { HumanError } from '../../../src/humanError.ts';
import { scrub } from '../../../src/stripe/scrub.ts';
import { explain } from '../../../src/stripe/stripeError.ts';
import { World } from './support/machine.ts';

describe('an error of Stripe', () => {
  let world: World;
  before(async () => {
    world = await new World().open();
  });
  after(() => world.close());

  /** What the real SDK throws for this answer, explained. */
  async function explained(status: number, error: object) {
    world.wire.fate = () => ({
      status,
      body: { error },
      headers: { 'stripe-should-retry': 'false', 'request-id': 'req_1' },
    });
    const { connection, endpoints } = world.boot();
    const thrown = await endpoints.pause(connection, 'we_1').then(
      () => assert.fail('it did not throw'),
      (caught: unknown) => caught,
    );
    assert.ok(thrown instanceof HumanError);
    assert.match(thrown.message, /^Could not pause the endpoint we_1: .+[^.]\.$/);
    return thrown;
  }

  for (const [reason, status, error, said] of [
    [
      'authentication',
      401,
      { message: 'Invalid API Key provided: sk_test_*****1234' },
      /add the connection again/,
    ],
    [
      'permission',
      403,
      { message: "Having the 'rak_webhook_write' permission would allow this request to continue." },
      /lacks the permission rak_webhook_write/,
    ],
    ['rate-limit', 429, { message: 'Too many requests' }, /wait a moment/],
    ['not-found', 404, { code: 'resource_missing', message: "No such webhook endpoint: 'we_1'" }, /refresh/],
    ['invalid-request', 400, { message: 'Invalid URL', param: 'url' }, /"Invalid URL" about "url"/],
    ['idempotency', 400, { type: 'idempotency_error', message: 'Keys for …' }, /earlier attempt/],
    ['server', 500, { type: 'api_error', message: 'x' }, /HTTP 500, request req_1/],
  ] as const)
    it(`becomes one sentence that says what to do next: ${reason}`, async () => {
      const human = await explained(status, error);
      assert.equal(human.reason, reason);
      assert.match(human.message, said);
    });

  const refusal =
    "The provided key 'rk_test_*****1234' does not have the required permissions for this endpoint on account 'acct_1Shop'.";
  for (const [message, said] of [
    [
      `${refusal} Having the 'rak_webhook_write' permission would allow this request to continue.`,
      'the API key lacks the permission rak_webhook_write (Webhook Endpoints: Write); allow it for this key in the Dashboard, or use another key.',
    ],
    [
      `${refusal} Having the 'rak_accounts_kyc_basic_read' permission would allow this request to continue.`,
      'the API key lacks the permission rak_accounts_kyc_basic_read; allow it for this key in the Dashboard, or use another key.',
    ],
    [
      `${refusal} Having the 'rak_webhook_read', 'rak_event_read' permissions would allow this request to continue.`,
      'the API key lacks the permissions rak_webhook_read (Webhook Endpoints: Read) and rak_event_read (Events: Read); allow them for this key in the Dashboard, or use another key.',
    ],
    [
      `Permission denied. ${refusal} Enabling "Prices Read" ('plan_read') permissions on this key would allow this request to continue.`,
      'the API key lacks the permission plan_read (Prices Read); allow it for this key in the Dashboard, or use another key.',
    ],
    [
      `${refusal} This is a restricted API key, but the required permissions are not available for use by restricted keys.`,
      'Stripe allows this to no restricted key; use a secret key (sk_…).',
    ],
  ] as const)
    it(`names what a restricted key lacks: ${said.split(';')[0]}`, async () => {
      const human = await explained(403, { type: 'invalid_request_error', message });
      assert.equal(human.message, `Could not pause the endpoint we_1: ${said}`);
    });

  it('names the address when nothing answers there', async () => {
    const client = new Stripe('sk_test_x', {
      host: '127.0.0.1',
      port: 1,
      protocol: 'http',
      maxNetworkRetries: 0,
    });
    const thrown: unknown = await client.webhookEndpoints.list().catch((error: unknown) => error);
    const human = explain(thrown, 'list the endpoints');
    assert.equal(human.reason, 'offline');
    assert.equal(
      human.message,
      'Could not list the endpoints: nothing answers at 127.0.0.1:1 (ECONNREFUSED); start the sandbox and try again.',
    );
  });

  it('says that the network is slow when the answer takes too long', async () => {
    world.wire.fate = () => 'hang-before';
    const { hostname, port } = new URL(world.wire.baseUrl);
    const client = new Stripe('sk_test_x', {
      host: hostname,
      port,
      protocol: 'http',
      maxNetworkRetries: 0,
      timeout: 1,
    });
    const thrown: unknown = await client.webhookEndpoints.list().catch((error: unknown) => error);
    assert.equal(explain(thrown, 'list the endpoints').reason, 'timeout');
  });

  it('is not what a bug is taken for', () => {
    const human = explain(new TypeError('x is not a function'), 'list the endpoints');
    assert.equal(human.reason, 'unknown');
    assert.match(human.message, /see the log/);
  });

  it('never holds a key or a secret, wherever in a text it stands', () => {
    const secret = fc.tuple(
      fc.constantFrom('sk_test_', 'sk_live_', 'rk_test_', 'rk_live_', 'whsec_'),
      fc.stringMatching(/^[A-Za-z0-9]{16,64}$/),
    );
    fc.assert(
      fc.property(
        fc.string(),
        secret,
        fc.constantFrom('', ' ', '"', ', ', ': ', '\n'),
        ([...before], [prefix, rest], gap) => {
          const text = `${before.join('')}${gap || ' '}${prefix}${rest}${gap}`;
          assert.ok(!scrub(text).includes(rest));
          const human = explain(new Error(text), 'do it');
          assert.ok(!`${human.message}${human.stack}${String((human.cause as Error).stack)}`.includes(rest));
        },
      ),
    );
  });
});
