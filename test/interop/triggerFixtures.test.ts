import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { FixtureRun, parseFixtureFile } from '../../src/stripe/fixtureRun.ts';
import { loadOperationCatalogue } from '../../src/stripe/loadCatalogue.ts';
import type { OperationCatalogue } from '../../src/stripe/operations.ts';
import { sdkFor } from '../unit/sandbox/support/sandbox.ts';
import { testCatalogue } from '../unit/support/catalogue.ts';
import { CallLog, type LoggedCall } from './support/callLog.ts';
import { cliFixtures } from './support/cliFixtures.ts';
import { startRealSandbox } from './support/realSandbox.ts';
import { StripeCli } from './support/stripeCli.ts';

describe('Fixtures through the SDK, as the CLI runs them', function () {
  this.timeout(120_000);
  const connection = { mode: 'sandbox', label: 'Sandbox' } as const;
  let operations: OperationCatalogue;
  let sandbox: Sandbox;
  let folder: string;
  before(async () => {
    const { directory } = await testCatalogue();
    operations = await loadOperationCatalogue(directory);
  });
  beforeEach(async () => {
    sandbox = await startRealSandbox();
    folder = mkdtempSync(join(tmpdir(), 'fixtures-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('every fixture file that the CLI carries runs unchanged', async () => {
    const files = cliFixtures();
    assert.ok(files.length >= 100, `the CLI carries ${files.length} fixture files`);
    const problems: string[] = [];
    for (const fixture of files) {
      const file = parseFixtureFile(JSON.stringify(fixture));
      const run = new FixtureRun(file, { connection, stripe: sdkFor(sandbox), operations });
      await run.run().catch((error: unknown) => problems.push(String(error)));
    }
    assert.deepEqual(problems, []);
  });

  it('makes the same calls as the CLI', async () => {
    const calls = (...paths: readonly string[]) =>
      cliFixtures().find(({ fixtures }) =>
        paths.every((path) => fixtures.some((step) => step.path.startsWith(path))),
      );
    const files = [
      own,
      calls('/v1/subscriptions', '/v1/payment_methods'),
      calls('/v1/payment_pages', '/v1/checkout/sessions'),
      calls('/v1/subscription_schedules', '/v1/test_helpers/test_clocks'),
      calls('/v1/disputes/'),
      calls('/v1/test_helpers/customers/'),
    ];
    for (const fixture of files) {
      const text = JSON.stringify(fixture);
      await sandbox.reset();
      const byCli = await callsOfCli(text);
      await sandbox.reset();
      assert.deepEqual(await callsOfRun(text), byCli);
    }
  });

  async function callsOfCli(text: string): Promise<readonly LoggedCall[]> {
    const file = join(folder, 'fixture.json');
    writeFileSync(file, text);
    const log = await CallLog.before(sandbox.baseUrl);
    const cli = new StripeCli({ baseUrl: log.url, testKey: sandbox.testKey });
    const { code, stdout, stderr } = await cli.run('fixtures', file);
    log.close();
    await cli.dispose();
    assert.equal(code, 0, stdout + stderr);
    return log.calls;
  }

  async function callsOfRun(text: string): Promise<readonly LoggedCall[]> {
    const log = await CallLog.before(sandbox.baseUrl);
    const { hostname: host, port } = new URL(log.url);
    const stripe = new Stripe(sandbox.testKey, { host, port, protocol: 'http', telemetry: false });
    const run = new FixtureRun(parseFixtureFile(text), { connection, stripe, operations });
    await run.run().finally(() => log.close());
    return log.calls;
  }

  it('knows the events that it caused from all others', async () => {
    const stripe = sdkFor(sandbox);
    const run = new FixtureRun(parseFixtureFile(JSON.stringify(own)), { connection, stripe, operations });
    await stripe.coupons.create({ percent_off: 10 });
    await run.run();
    await stripe.coupons.create({ percent_off: 20 });
    const events = await stripe.events.list({ limit: 100 });
    const caused = events.data.filter((event) => run.caused(event)).map(({ type }) => type);
    assert.deepEqual(
      [...caused].reverse(),
      [
        'customer.created',
        'product.created',
        'price.created',
        'plan.created',
        'customer.updated',
        'customer.deleted',
      ].filter((type) => (caused as readonly string[]).includes(type)),
    );
    assert.ok(caused.includes('customer.deleted'));
    assert.ok(!caused.includes('coupon.created'));
  });

  it('removes what it created, newest first, and says what stays', async () => {
    const stripe = sdkFor(sandbox);
    const steps = [
      { name: 'customer', path: '/v1/customers', method: 'post', params: { name: 'Ada' } },
      { name: 'coupon', path: '/v1/coupons', method: 'post', params: { percent_off: 5 } },
      {
        name: 'intent',
        path: '/v1/payment_intents',
        method: 'post',
        params: { amount: 100, currency: 'usd' },
      },
      {
        name: 'topup',
        path: '/v1/topups',
        method: 'post',
        params: { amount: 100, currency: 'usd', description: 'x' },
      },
      {
        name: 'rate',
        path: '/v1/tax_rates',
        method: 'post',
        params: { display_name: 'VAT', inclusive: false, percentage: 19 },
      },
      {
        name: 'refused',
        path: '/v1/transfers/tr_none/reversals',
        method: 'post',
        expected_error_type: 'invalid_request_error',
      },
    ];
    const file = parseFixtureFile(JSON.stringify({ fixtures: steps }));
    const run = new FixtureRun(file, { connection, stripe, operations });
    await run.run();
    const cleaned = await run.cleanUp();
    assert.deepEqual(
      cleaned.map(({ step, by }) => [step, by]),
      [
        ['rate', 'inactive'],
        ['topup', 'cancel'],
        ['intent', 'cancel'],
        ['coupon', 'deleted'],
        ['customer', 'deleted'],
      ],
    );
    assert.deepEqual(run.created, []);
    assert.deepEqual((await stripe.customers.list()).data, []);
  });

  it('stops between steps, and what was created until then can be removed', async () => {
    const stripe = sdkFor(sandbox);
    const run = new FixtureRun(parseFixtureFile(JSON.stringify(own)), { connection, stripe, operations });
    const abort = new AbortController();
    run.once('step', () => abort.abort());
    await assert.rejects(run.run(abort.signal), { name: 'AbortError' });
    assert.deepEqual(
      run.created.map(({ path }) => path),
      ['/v1/customers'],
    );
    await run.cleanUp();
    assert.deepEqual((await stripe.customers.list()).data, []);
  });
});

/** Uses what the format has. */
const own = {
  _meta: { template_version: 0 },
  fixtures: [
    {
      name: 'customer',
      path: '/v1/customers',
      method: 'post',
      idempotency_key: 'a-key-of-its-own',
      params: {
        name: 'Ada',
        address: { city: 'Portland' },
        preferred_locales: ['en', 'de'],
        metadata: { a: '1' },
      },
    },
    {
      name: 'product',
      path: '/v1/products',
      method: 'post',
      params: { name: '${customer:phone|Gold}', active: true },
    },
    { name: 'list', path: '/v1/customers', method: 'get', params: { limit: 2, created: { gt: 1 } } },
    {
      name: 'price',
      path: '/v1/prices',
      method: 'post',
      params: {
        product: '${product:id}',
        unit_amount: 1500,
        currency: 'usd',
        'recurring[interval]': 'month',
      },
    },
    {
      name: 'changed',
      path: '/v1/customers/${list:data.0.id}',
      method: 'post',
      params: { description: 'of ${customer:name}' },
    },
    {
      name: 'none',
      path: '/v1/customers/cus_none',
      method: 'get',
      expected_error_type: 'invalid_request_error',
    },
    { name: 'gone', path: '/v1/customers/${customer:id}', method: 'delete' },
  ],
};
