import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Stripe from 'stripe';
import { isOnPath } from '../../scripts/setup/commands.ts';
import { detectFrameworks, type Framework } from '../../src/handlers/frameworks.ts';
import { newHandlerFile } from '../../src/handlers/stub.ts';
import { StubServer } from './support/stubs/server.ts';
import { prepareStack, proofs, run, stacks, type Proof } from './support/stubs/stacks.ts';

const eventType = 'invoice.paid';
const thinType = 'v1.billing.meter.no_meter_found';
const secret = 'whsec_ofTheStubProofs0123456789';

describe('written handlers in their real framework, with the real Stripe SDK', function () {
  this.timeout(300_000);

  for (const proof of proofs) {
    const framework = frameworkOf(proof);
    const name = `${framework.label} (${framework.language})`;

    it(`${name}: answers 2xx to a signed event, 4xx to a tampered and a stale one, and works once on a duplicate`, async function () {
      if (!stacks[proof.stack].needs.every(isOnPath)) this.skip();
      const folder = await prepareStack(proof.stack);
      const server = await start(proof, folder);
      const path = proof.path ?? '/webhook';
      try {
        const first = event('evt_first');
        assert.equal(await server.post(path, first, sign(first)), 200);
        assert.deepEqual(await server.work(1), ['evt_first']);
        const tampered = await server.post(path, first.replace('1200', '1'), sign(first));
        assert.ok(tampered >= 400 && tampered < 500, `tampered: ${tampered}`);
        const stale = await server.post(path, event('evt_stale'), sign(event('evt_stale'), 3600));
        assert.ok(stale >= 400 && stale < 500, `stale: ${stale}`);
        assert.equal(await server.post(path, first, ''), 400);
        assert.equal(await server.post(path, first, sign(first)), 200);
        const last = event('evt_last');
        assert.equal(await server.post(path, last, sign(last)), 200);
        assert.deepEqual(await server.work(2), ['evt_first', 'evt_last']);
      } finally {
        await server.stop();
      }
    });
  }

  for (const proof of proofs.filter(({ framework }) => ['go', 'spring'].includes(framework)))
    it(`${proof.framework}: a handler of thin events compiles`, async function () {
      if (!stacks[proof.stack].needs.every(isOnPath)) this.skip();
      await proof.place(await prepareStack(proof.stack), newHandlerFile(frameworkOf(proof), thinType));
    });

  it('TypeScript: the types of all handlers are right, of snapshot and of thin events', async () => {
    const folder = await prepareStack('node');
    for (const proof of proofs.filter(({ stack }) => stack === 'node')) {
      const framework = frameworkOf(proof);
      if (framework.language !== 'TypeScript') continue;
      for (const type of [eventType, thinType]) {
        const file = join(folder, 'handlers', 'types', `${proof.framework}.${type}.ts`);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, framework.write(type));
      }
    }
    const tsc = join(folder, 'node_modules', 'typescript', 'bin', 'tsc');
    await run(process.execPath, [tsc, '-p', folder]).catch((error: { stdout: string }) => {
      assert.fail(error.stdout);
    });
  });

  for (const [framework, manifest, parser] of [
    ['sinatra', { path: 'Gemfile', text: "gem 'sinatra'" }, ['ruby', '-c']],
    ['rails', { path: 'Gemfile', text: "gem 'rails'" }, ['ruby', '-c']],
    ['php', { path: 'composer.json', text: '{"require":{"stripe/stripe-php":"*"}}' }, ['php', '-l']],
    ['laravel', { path: 'composer.json', text: '{"require":{"laravel/framework":"*"}}' }, ['php', '-l']],
  ] as const)
    it(`${framework}: is accepted by the language’s own parser`, async function () {
      const [command, flag] = parser;
      if (!isOnPath(command)) this.skip();
      const [found] = detectFrameworks([manifest]);
      assert.equal(found?.id, framework);
      for (const type of [eventType, thinType]) {
        const child = run(command, [flag]);
        child.child.stdin?.end(newHandlerFile(found, type).text);
        await child;
      }
    });
});

function frameworkOf(proof: Proof): Framework {
  const [framework] = detectFrameworks(proof.manifests);
  assert.equal(framework?.id, proof.framework);
  return framework;
}

async function start(proof: Proof, folder: string): Promise<StubServer> {
  const { fileName, text } = newHandlerFile(frameworkOf(proof), eventType);
  const todo = /^.*TODO: handle invoice\.paid.*$/m;
  assert.match(text, todo);
  const command = await proof.place(folder, {
    fileName,
    text: text.replace(todo, (line) => line.replace(/\S.*/, proof.work)),
  });
  return StubServer.start(command, secret);
}

function event(id: string): string {
  return JSON.stringify({
    id,
    object: 'event',
    api_version: '2026-10-28.endive',
    created: 1_790_000_000,
    data: { object: { id: 'in_1', object: 'invoice', amount_paid: 1200, customer_name: 'Zoë — “Café”' } },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type: eventType,
  });
}

function sign(payload: string, ageSeconds = 0): string {
  const timestamp = Math.floor(Date.now() / 1000) - ageSeconds;
  return Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
}
