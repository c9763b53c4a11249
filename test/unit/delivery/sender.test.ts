import assert from 'node:assert/strict';
import { isUtf8 } from 'node:buffer';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import Stripe from 'stripe';
import { ManualClock } from '../../../src/delivery/clock.ts';
import { succeeded } from '../../../src/delivery/attempt.ts';
import { closeApps, startApp } from './support/app.ts';
import { selfSigned } from './support/certificate.ts';
import { bodyOf, content, endpointSecret, sender, target } from './support/dispatching.ts';

const anyBytes = fc.uint8Array({ maxLength: 3000 });
const anyText = fc.string({ unit: 'grapheme', maxLength: 500 }).map((text) => new TextEncoder().encode(text));
const { webhooks } = new Stripe('sk_test_1');
const clock = new ManualClock();
const now = () => Math.floor(clock.now() / 1000);

afterEach(closeApps);

describe('Sending an event to a target', () => {
  it('sends any body byte for byte, with a signature that Stripe’s SDK accepts', async () => {
    const app = await startApp();
    await fc.assert(
      fc.asyncProperty(fc.oneof(anyBytes, anyText), async (body) => {
        const attempt = await sender(clock).send(target(app.url), content(body));
        const got = app.got.pop();
        assert.equal(attempt.response?.status, 200);
        assert.deepEqual(got?.body, Buffer.from(body));
        const header = got?.headers['stripe-signature'] as string;
        // The SDK reads bytes as UTF-8, and cannot verify what is none.
        if (isUtf8(body))
          assert.ok(webhooks.signature?.verifyHeader(Buffer.from(body), header, endpointSecret, 300));
      }),
      { numRuns: 40 },
    );
  });

  it('signs anew with the endpoint’s own secret and the time of sending', async () => {
    const app = await startApp();
    const later = new ManualClock(clock.now() + 3_600_000);
    const old = content(bodyOf('evt_1'), [['Stripe-Signature', 't=1,v1=00']]);
    await sender(later).send(target(app.url), old);
    assert.match(
      app.got[0]?.headers['stripe-signature'] as string,
      new RegExp(`^t=${now() + 3600},v1=[0-9a-f]{64}$`),
    );
  });

  it('sends the original signature where the target wants it, or the call', async () => {
    const app = await startApp();
    const received = content(bodyOf('evt_1'), [['stripe-signature', 't=1,v1=00']]);
    await sender(clock).send(target(app.url, { signature: 'original' }), received);
    await sender(clock).send(target(app.url), received, { signature: 'original' });
    assert.deepEqual(
      app.got.map(({ headers }) => headers['stripe-signature']),
      ['t=1,v1=00', 't=1,v1=00'],
    );
  });

  it('signs with a secret of the target’s own', async () => {
    const app = await startApp();
    const own = sender(clock, { t_1: { headers: {}, signing: 'whsec_of_the_app' } });
    await own.send(target(app.url, { signature: 'own' }), content(bodyOf('evt_1')));
    const [got] = app.got;
    assert.ok(got);
    const event = webhooks.constructEvent(
      got.body,
      got.headers['stripe-signature'] as string,
      'whsec_of_the_app',
    );
    assert.equal(event.id, 'evt_1');
  });

  it('passes Stripe’s headers on as they came, adds the target’s, and no others', async () => {
    const app = await startApp();
    const received = content(bodyOf('evt_1'), [
      ['Host', 'example.com'],
      ['user-agent', 'Stripe/2.0'],
      ['Content-Type', 'application/json'],
      ['Accept-Encoding', 'gzip'],
      ['X-Forwarded-For', '10.0.0.1'],
    ]);
    const own = sender(clock, { t_1: { headers: { 'X-Tunnel-Key': 'k', accept: 'text/plain' } } });
    await own.send(target(app.url), received);
    const { 'stripe-signature': signature, ...others } = app.got[0]?.headers ?? {};
    assert.ok(signature);
    assert.deepEqual(others, {
      accept: 'text/plain',
      'cache-control': 'no-cache',
      'content-type': 'application/json',
      'user-agent': 'Stripe/2.0',
      'x-tunnel-key': 'k',
      host: new URL(app.url).host,
      connection: 'close',
      'content-length': String(received.body.length),
    });
  });

  it('sends nothing that it cannot sign, and says what to do', async () => {
    const app = await startApp();
    const unknown = { ...content(bodyOf('evt_1')), signer: { connectionId: 'x', endpointId: 'we_gone' } };
    const attempts = [
      await sender(clock).send(target(app.url), unknown),
      await sender(clock).send(target(app.url), { ...unknown, signer: undefined }),
      await sender(clock).send(target(app.url, { signature: 'own' }), content(bodyOf('evt_1'))),
      await sender(clock).send(target(app.url, { signature: 'original' }), content(bodyOf('evt_1'))),
    ];
    assert.deepEqual(
      attempts.map(({ error, response }) => [response, error?.split(':')[0]]),
      [
        [undefined, 'The signing secret of we_gone is not known'],
        [undefined, 'It is not known which endpoint’s secret the event is to be signed with'],
        [undefined, 'The target’s own signing secret is not known'],
        [undefined, 'The event came without a Stripe-Signature'],
      ],
    );
    assert.equal(app.got.length, 0);
  });

  it('waits no longer than the target’s time-out', async () => {
    const app = await startApp();
    app.answer = () => undefined;
    const { error } = await sender(clock).send(target(app.url, { timeoutMs: 50 }), content(bodyOf('evt_1')));
    assert.match(error ?? '', /did not answer within 0\.05 seconds/);
  });
});

describe('Sending over TLS', () => {
  it('trusts a self-signed certificate only when the target says so', async () => {
    const app = await startApp(selfSigned());
    const send = (tls: Parameters<typeof target>[1]) =>
      sender(clock).send(target(app.url, tls), content(bodyOf('evt_1')));
    assert.match((await send({})).error ?? '', /certificate of 127\.0\.0\.1:\d+ is not trusted/);
    assert.equal(app.got.length, 0);
    assert.equal((await send({ tls: { kind: 'any' } })).response?.status, 200);
  });

  it('trusts what the target’s certificate file vouches for, and nothing else', async () => {
    const mine = selfSigned();
    const [app, other] = [await startApp(mine), await startApp(selfSigned())];
    const folder = await mkdtemp(join(tmpdir(), 'certificate-'));
    const file = join(folder, 'local.pem');
    await writeFile(file, mine.cert);
    const tls = { kind: 'authority', file } as const;
    const send = (url: string) => sender(clock).send(target(url, { tls }), content(bodyOf('evt_1')));
    assert.equal((await send(app.url)).response?.status, 200);
    assert.match((await send(other.url)).error ?? '', /not trusted/);
    await rm(folder, { recursive: true });
    assert.match((await send(app.url)).error ?? '', /local\.pem could not be read/);
  });
});

describe('Faults on demand', () => {
  it('sends a forgery that Stripe’s SDK refuses, and says so', async () => {
    const app = await startApp();
    app.answer = ({ body, headers }, response) => {
      try {
        webhooks.constructEvent(body, headers['stripe-signature'] as string, endpointSecret);
        response.writeHead(200).end();
      } catch {
        response.writeHead(400).end();
      }
    };
    for (const fault of ['badSignature', 'staleTimestamp'] as const) {
      const attempt = await sender(clock).send(target(app.url), content(bodyOf('evt_1')), { fault });
      assert.equal(attempt.response?.status, 400);
      assert.match(attempt.error ?? '', /on purpose and refused, as it should be/);
    }
  });

  it('signs a stale one rightly but for its time', async () => {
    const app = await startApp();
    const fault = 'staleTimestamp';
    const attempt = await sender(clock).send(target(app.url), content(bodyOf('evt_1')), { fault });
    assert.match(attempt.error ?? '', /the app accepted it: check the tolerance/);
    const [got] = app.got;
    const header = got?.headers['stripe-signature'] as string;
    assert.ok(webhooks.signature?.verifyHeader(got?.body ?? '', header, endpointSecret, 700));
    assert.throws(() => webhooks.signature?.verifyHeader(got?.body ?? '', header, endpointSecret, 300));
  });

  it('drops the connection only once the app has the whole event', async () => {
    const app = await startApp();
    const attempt = await sender(clock).send(target(app.url), content(bodyOf('evt_1')), { fault: 'drop' });
    assert.equal(succeeded(attempt), false);
    assert.match(attempt.error ?? '', /dropped on purpose/);
    assert.deepEqual(app.got[0]?.body, bodyOf('evt_1'));
  });
});
