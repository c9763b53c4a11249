import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ManualClock } from '../../../src/delivery/clock.ts';
import { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { App } from './support/app.ts';
import { thinDestination } from './support/destinations.ts';
import { catalogue, sdkFor, startSandbox } from './support/sandbox.ts';

const hour = 60 * 60 * 1000;

describe('Sandbox: state in a file', () => {
  let folder: string;
  let dataFile: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sandbox-test-'));
    dataFile = join(folder, 'deep', 'sandbox.sqlite');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is the same after a restart: key, account, endpoints, events, secrets', async () => {
    const app = await App.start();
    const before = await startSandbox({ dataFile });
    const { testKey, accountId } = before;
    const endpoint = await sdkFor(before).webhookEndpoints.create({
      url: app.url,
      enabled_events: ['invoice.paid'],
      metadata: { a: '1' },
    });
    const { event } = await before.trigger({ type: 'invoice.paid' });
    await before.stop();

    const after = await startSandbox({ dataFile });
    const stripe = sdkFor(after);
    assert.deepEqual([after.testKey, after.accountId], [testKey, accountId]);
    const { secret = '', ...rest } = endpoint;
    assert.deepEqual({ ...(await stripe.webhookEndpoints.retrieve(endpoint.id)) }, { ...rest });
    assert.deepEqual(
      (await stripe.events.list()).data.map(({ id }) => id),
      [event['id']],
    );
    await after.trigger({ type: 'invoice.paid' });
    const { body, headers } = app.received[1] ?? assert.fail('nothing was delivered');
    stripe.webhooks.constructEvent(body, headers['stripe-signature'] ?? '', secret);
  });

  it('is the same after a restart: destinations, thin events with their data, keys of requests', async () => {
    const app = await App.start();
    const before = await startSandbox({ dataFile });
    const creation = thinDestination(app.url, { metadata: { a: '1' }, events_from: ['@self', '@accounts'] });
    const options = { idempotencyKey: 'k' };
    const created = await sdkFor(before).v2.core.eventDestinations.create(creation, options);
    const own = { data: { reason: 'mine' } };
    const { event } = await before.trigger({ type: 'v1.invoice.paid', event: own });
    await before.stop();

    const after = await startSandbox({ dataFile });
    const stripe = sdkFor(after);
    const again = await stripe.v2.core.eventDestinations.create(creation, options);
    assert.deepEqual({ ...again }, { ...created });
    const { webhook_endpoint: webhook } = created;
    const kept = await stripe.v2.core.eventDestinations.retrieve(created.id);
    assert.deepEqual({ ...kept, webhook_endpoint: webhook }, { ...created });
    const fetched = await stripe.v2.core.events.retrieve(String(event['id']));
    assert.deepEqual({ ...fetched }, { ...event, ...own });
    assert.deepEqual(after.signingSecrets(), [
      { endpointId: created.id, secret: webhook?.signing_secret ?? '' },
    ]);
    await after.trigger({ type: 'v1.invoice.paid' });
    const { body, headers } = app.received[1] ?? assert.fail('nothing was delivered');
    const signature = headers['stripe-signature'] ?? '';
    stripe.parseEventNotification(body, signature, webhook?.signing_secret ?? '');
  });

  it('of the version before event destinations is brought up to date, with all that was in it', async () => {
    const before = await startSandbox({ dataFile });
    const { id } = await sdkFor(before).webhookEndpoints.create({
      url: 'https://example.com',
      enabled_events: ['charge.failed'],
    });
    const { event } = await before.trigger({ type: 'invoice.paid' });
    const thin = await before.trigger({ type: 'v1.invoice.paid' });
    await before.stop();
    const database = new DatabaseSync(dataFile);
    database.exec(`ALTER TABLE endpoints DROP COLUMN destination; ALTER TABLE events DROP COLUMN object_id;
      ALTER TABLE events DROP COLUMN fetched; DROP TABLE objects; PRAGMA user_version = 1`);
    database.close();

    const after = await startSandbox({ dataFile });
    const stripe = sdkFor(after);
    assert.equal((await stripe.webhookEndpoints.list()).data[0]?.id, id);
    assert.deepEqual((await stripe.v2.core.eventDestinations.list()).data, []);
    assert.equal((await stripe.events.list()).data[0]?.id, event['id']);
    assert.equal((await stripe.v2.core.events.list()).data[0]?.id, thin.event['id']);
  });

  it('holds pending retries, which go on after a restart', async () => {
    const clock = new ManualClock();
    const app = await App.start();
    app.status = 500;
    const before = await startSandbox({ dataFile, clock });
    await sdkFor(before).webhookEndpoints.create({ url: app.url, enabled_events: ['*'] });
    const { event } = await before.trigger({ type: 'invoice.paid' });
    await before.stop();
    await clock.advance(6 * hour);
    assert.equal(app.received.length, 1, 'a stopped sandbox delivers nothing');

    const after = await startSandbox({ dataFile, clock });
    await clock.advance(0);
    assert.equal(app.received.length, 2, 'what fell due meanwhile is made at once');
    app.status = 200;
    await clock.advance(6 * hour);
    assert.equal(app.received.length, 3);
    assert.deepEqual(app.received[2]?.body, app.received[0]?.body);
    assert.equal((await sdkFor(after).events.retrieve(String(event['id']))).pending_webhooks, 0);
  });

  it('takes up a delivery that a stop cut off', async () => {
    const silent = createServer(() => undefined);
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as { port: number };
    const clock = new ManualClock();
    const before = await startSandbox({ dataFile, clock });
    const { id } = await sdkFor(before).webhookEndpoints.create({
      url: `http://127.0.0.1:${port}`,
      enabled_events: ['*'],
    });
    const connected = once(silent, 'connection') as Promise<[{ destroy(): void }]>;
    const triggered = before.trigger({ type: 'invoice.paid' });
    const [socket] = await connected;
    await before.stop();
    assert.deepEqual((await triggered).deliveries, []);
    socket.destroy();
    silent.close();

    const app = await App.start();
    const after = await startSandbox({ dataFile, clock });
    await sdkFor(after).webhookEndpoints.update(id, { url: app.url });
    await clock.advance(0);
    assert.equal(app.received.length, 1);
  });

  it('is readable by its owner alone', async function () {
    if (process.platform === 'win32') this.skip();
    await startSandbox({ dataFile });
    for (const suffix of ['', '-wal'])
      assert.equal(statSync(dataFile + suffix).mode & 0o077, 0, `sandbox.sqlite${suffix}`);
  });

  it('belongs to one sandbox at a time', async () => {
    const first = await startSandbox({ dataFile });
    await assert.rejects(Sandbox.open({ catalogue, dataFile }), {
      name: 'SandboxError',
      problem: 'data-file-locked',
      message: /in use by another window or process/,
    });
    await first.stop();
    await startSandbox({ dataFile });
  });

  it('is refused, in a sentence, when it is damaged, newer, or cannot be opened', async () => {
    const damaged = join(folder, 'damaged.sqlite');
    writeFileSync(damaged, 'not a database, whatever its name says '.repeat(100));
    const newer = join(folder, 'newer.sqlite');
    const database = new DatabaseSync(newer);
    database.exec('PRAGMA user_version = 99');
    database.close();
    for (const [file, problem] of [
      [damaged, 'data-file-damaged'],
      [newer, 'data-file-refused'],
      [folder, 'data-file-refused'],
      [join(damaged, 'below.sqlite'), 'data-file-refused'],
    ] as const)
      await assert.rejects(Sandbox.open({ catalogue, dataFile: file }), { name: 'SandboxError', problem });
  });

  it('can be set aside when it is damaged, without losing it', async () => {
    const damaged = join(folder, 'damaged.sqlite');
    const content = 'not a database, whatever its name says '.repeat(100);
    writeFileSync(damaged, content);
    const { sandbox, setAside = '' } = await Sandbox.openOrStartAfresh({ catalogue, dataFile: damaged });
    assert.equal(readFileSync(setAside, 'utf8'), content);
    await sandbox.start();
    await sandbox.stop();
    assert.equal((await Sandbox.openOrStartAfresh({ catalogue, dataFile: damaged })).setAside, undefined);
  });
});

describe('Sandbox: reset', () => {
  it('forgets everything but the key, and goes on listening', async () => {
    const clock = new ManualClock();
    const sandbox = await startSandbox({ clock });
    const app = await App.start();
    app.status = 500;
    const stripe = sdkFor(sandbox);
    await stripe.webhookEndpoints.create({ url: app.url, enabled_events: ['*'] }, { idempotencyKey: 'k' });
    await sandbox.trigger({ type: 'invoice.paid' });
    await stripe.v2.core.eventDestinations.create(thinDestination(app.url, { events_from: ['@accounts'] }));
    await sandbox.trigger({ type: 'v1.invoice.paid' });
    const { testKey, baseUrl } = sandbox;
    await sandbox.reset();
    assert.deepEqual([sandbox.testKey, sandbox.baseUrl], [testKey, baseUrl]);
    assert.equal((await stripe.webhookEndpoints.list()).data.length, 0);
    assert.equal((await stripe.events.list()).data.length, 0);
    assert.equal((await stripe.v2.core.eventDestinations.list()).data.length, 0);
    assert.equal((await stripe.v2.core.events.list()).data.length, 0);
    assert.deepEqual(sandbox.signingSecrets(), []);
    await clock.advance(100 * hour);
    assert.equal(app.received.length, 1);
    app.status = 200;
    await stripe.webhookEndpoints.create({ url: app.url, enabled_events: ['*'] }, { idempotencyKey: 'k' });
    await sandbox.trigger({ type: 'invoice.paid' });
    assert.equal(app.received.length, 2);
  });

  it('works on a stopped sandbox too', async () => {
    const sandbox = await startSandbox();
    await sdkFor(sandbox).webhookEndpoints.create({ url: 'https://example.com', enabled_events: ['*'] });
    await sandbox.stop();
    await sandbox.reset();
    await sandbox.start();
    assert.equal((await sdkFor(sandbox).webhookEndpoints.list()).data.length, 0);
  });
});

describe('Sandbox: start and stop', () => {
  it('refuses a port in use with a typed error, and can then start on another', async () => {
    const first = await startSandbox();
    const second = await Sandbox.open({ catalogue });
    await assert.rejects(second.start(Number(new URL(first.baseUrl).port)), {
      name: 'SandboxError',
      problem: 'port-in-use',
      message: /^Port \d+ of 127\.0\.0\.1 is in use: choose another/,
    });
    assert.equal(second.running, false);
    await second.start();
    assert.notEqual(second.baseUrl, first.baseUrl);
    await second.stop();
  });

  it('says that it is not running', async () => {
    const sandbox = await Sandbox.open({ catalogue });
    assert.throws(() => sandbox.baseUrl, { name: 'SandboxError', problem: 'not-running' });
    await assert.rejects(sandbox.trigger({ type: 'invoice.paid' }), { problem: 'not-running' });
    await sandbox.stop();
  });

  it('may be asked for again and again, in any order', async () => {
    const sandbox = await startSandbox();
    await Promise.all([sandbox.stop(), sandbox.start(), sandbox.start(), sandbox.reset(), sandbox.stop()]);
    assert.equal(sandbox.running, false);
    await Promise.all([sandbox.start(), sandbox.start()]);
    assert.equal((await sdkFor(sandbox).webhookEndpoints.list()).data.length, 0);
  });
});
