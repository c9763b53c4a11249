import assert from 'node:assert/strict';
import { exec, execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import Stripe from 'stripe';
import { answersAt } from '../../../src/eventTests/answersAt.ts';
import { closeApps, startApp, type App } from '../delivery/support/app.ts';
import { packagedEventTests } from './support/packagedProgram.ts';
import { elementsOf } from './support/xml.ts';

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

const secret = 'whsec_of_the_program';

describe('the program that runs event fixtures', () => {
  let program = '';
  let packaged = '';
  let folder = '';
  let app: App;

  before('bundle it', async function () {
    this.timeout(60_000);
    ({ program, folder: packaged } = await packagedEventTests());
  });

  beforeEach('start an app', async () => {
    folder = await mkdtemp(join(tmpdir(), 'event-tests-'));
    await mkdir(join(folder, '.stripe', 'fixtures'), { recursive: true });
    app = await startApp();
    app.answer = ({ body, headers }, response) => {
      try {
        Stripe.webhooks.constructEvent(body, String(headers['stripe-signature']), secret);
        response.end('taken');
      } catch {
        response.writeHead(400).end('refused');
      }
    };
  });

  afterEach('stop it', async () => {
    await closeApps();
    await rm(folder, { recursive: true });
  });

  const save = (name: string, value: object | string) =>
    writeFile(
      join(folder, '.stripe', 'fixtures', name),
      typeof value === 'string' ? value : JSON.stringify({ fixture: 1, ...value }),
    );

  /** As `npx` does it, from the package's folder. */
  function runWithNpm(args: readonly string[]): Promise<Ended> {
    const env = {
      PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH']}`,
      STRIPE_WEBHOOK_SECRET: secret,
      npm_config_cache: join(folder, 'npm'),
      npm_config_update_notifier: 'false',
    };
    const npm = `npm exec --yes --offline --package="${packaged}" -- stripe-webhooks-test`;
    return new Promise((resolve) => {
      const child = exec([npm, ...args].join(' '), { cwd: folder, env }, (_error, out, errors) =>
        resolve({ code: child.exitCode ?? -1, out, errors }),
      );
    });
  }

  function run(
    args: readonly string[],
    env: NodeJS.ProcessEnv = { STRIPE_WEBHOOK_SECRET: secret },
  ): Promise<Ended> {
    const options = { cwd: folder, env: { PATH: process.env['PATH'], ...env } };
    return new Promise((resolve) => {
      const child = execFile(process.execPath, [program, ...args], options, (_error, out, errors) =>
        resolve({ code: child.exitCode ?? -1, out, errors }),
      );
    });
  }

  it('sends every fixture, reports to JUnit, and ends with 0 when all have passed', async () => {
    await save('paid.json', { type: 'invoice.paid', expect: { body: { text: 'taken' }, idempotent: true } });
    await save('recorded.json', { event: { id: 'evt_1', object: 'event', type: 'payout.paid' } });
    const { code, out, errors } = await run(['--target', app.url, '--junit', 'reports/junit.xml']);
    assert.deepEqual([code, errors], [0, '']);
    assert.match(out, /^✓ invoice\.paid {2}\.stripe[\\/]fixtures[\\/]paid\.json \(\d+ ms\)$/m);
    assert.match(out, /^2 passed, 0 failed$/m);
    assert.equal(app.got.length, 3);
    const report = elementsOf(await readFile(join(folder, 'reports', 'junit.xml'), 'utf8'));
    assert.deepEqual(
      report.filter(({ name }) => name === 'testcase').map(({ attributes }) => attributes['classname']),
      ['invoice.paid', 'payout.paid'],
    );
  });

  it('ends with 1 and shows request, answer and difference when one fails, without the secret', async () => {
    await save('paid.json', { type: 'invoice.paid', expect: { body: { text: 'done' } } });
    const { code, out } = await run(['-t', app.url, '--junit', 'junit.xml']);
    assert.equal(code, 1);
    assert.match(out, /- done\n {4}\+ taken\n\n {4}POST http/);
    assert.match(out, /^ {4}HTTP 200/m);
    assert.match(out, /^0 passed, 1 failed$/m);
    assert.doesNotMatch(out + (await readFile(join(folder, 'junit.xml'), 'utf8')), new RegExp(secret));
  });

  it('counts a fixture with a mistake as failed, with its place, and goes on', async () => {
    await save('broken.json', '{\n  "fixture": 1,\n  "tipe": "invoice.paid"\n}');
    await save('paid.json', { type: 'invoice.paid' });
    await save('unknown.json', { type: 'invoice.payed' });
    const { code, out } = await run(['--target', app.url]);
    assert.equal(code, 1);
    assert.match(out, /fixtures[\\/]broken\.json:3:3 is no event fixture: it has an unknown field "tipe"/);
    assert.match(out, /unknown\.json cannot be sent: .* did you mean "invoice\.paid"\?/);
    assert.match(out, /^1 passed, 2 failed$/m);
  });

  it('runs what --grep finds', async () => {
    await save('one.json', { type: 'invoice.paid', description: 'The first' });
    await save('two.json', { type: 'payout.paid' });
    assert.match(
      (await run(['-t', app.url, '-g', 'FIRST'])).out,
      /^✓ invoice\.paid .*\n\n1 passed, 0 failed$/m,
    );
    assert.match((await run(['-t', app.url, '-g', '^payout'])).out, /^1 passed, 0 failed$/m);
    const { code, errors } = await run(['-t', app.url, '-g', 'nothing']);
    assert.deepEqual([code, errors], [2, 'None of the 2 fixtures matches --grep nothing.\n']);
  });

  it('says in one sentence what is missing, and ends with 2', async () => {
    const problem = async (args: readonly string[], env?: NodeJS.ProcessEnv) => {
      const { code, errors, out } = await run(args, env);
      assert.deepEqual([code, out], [2, '']);
      assert.equal(errors.trimEnd().split('\n').length, 1, errors);
      return errors;
    };
    assert.match(await problem(['-t', app.url]), /^There are no fixtures in \.stripe[\\/]fixtures/);
    await save('one.json', { type: 'invoice.paid' });
    assert.match(await problem([]), /^Where to send \.stripe.*one\.json is not known: .* --target/);
    assert.match(
      await problem(['-t', app.url], {}),
      /^No signing secret is known: set STRIPE_WEBHOOK_SECRET/,
    );
    assert.match(
      await problem(['-t', 'localhost']),
      /^--target localhost cannot be used: Write a complete URL/,
    );
    assert.match(await problem(['--tarte']), /^Unknown option '--tarte'; --help lists the options/);
    assert.match(await problem(['-t', app.url, '--timeout', 'soon']), /^--timeout soon is no number/);
    assert.match(await problem(['-t', app.url, 'nowhere']), /^nowhere cannot be read/);
  });

  it('runs by its name through npm, as npx runs it', async () => {
    await save('paid.json', { type: 'invoice.paid' });
    const { code, out, errors } = await runWithNpm(['--target', app.url]);
    assert.equal(code, 0, errors);
    assert.match(out, /^1 passed, 0 failed$/m);
  });

  it('explains itself', async () => {
    const { code, out } = await run(['--help'], {});
    assert.equal(code, 0);
    for (const option of ['--target', '--secret', '--junit', '--grep', '--timeout', '--start', '--wait-for'])
      assert.ok(out.includes(option), option);
  });

  it('starts an app with a secret of its own, and stops it and what it started', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/webhook`;
    await save('one.json', { type: 'invoice.paid', expect: { body: { pattern: '^whsec_' } } });
    await writeFile(
      join(folder, 'app.mjs'),
      `import { createServer } from 'node:http';
       createServer((_, response) => response.end(process.env.STRIPE_WEBHOOK_SECRET)).listen(${port}, '127.0.0.1');`,
    );
    // A shell, a Node, and the app as its child: what npm scripts are.
    const start = `"${process.execPath}" -e "require('child_process').spawn(process.execPath, ['app.mjs'])"`;
    const { code, out, errors } = await run(['-t', url, '--start', start], {});
    assert.deepEqual([code, errors], [0, ''], out);
    assert.equal(await answersAt(url), false);
  });

  it('says when an app does not come up', async () => {
    const url = `http://127.0.0.1:${await freePort()}/webhook`;
    await save('one.json', { type: 'invoice.paid' });
    const ended = await run(['-t', url, '--start', 'exit 3']);
    assert.equal(ended.code, 2);
    assert.match(ended.errors, /^The app ended \(exit code 3\) before it answered at http/);
    const sleeping = `"${process.execPath}" -e "setTimeout(() => {}, 1e6)"`;
    const slow = await run(['-t', url, '--start', sleeping, '--start-timeout', '300']);
    assert.equal(slow.code, 2);
    assert.match(slow.errors, /^The app did not answer at .* within 300 ms/);
    const taken = await run(['-t', app.url, '--start', sleeping]);
    assert.match(taken.errors, /^Something answers at .* already: stop it/);
  });

  it('ends with the app it started when it is interrupted', async function () {
    if (process.platform === 'win32') this.skip();
    const url = `http://127.0.0.1:${await freePort()}/webhook`;
    await save('one.json', { type: 'invoice.paid' });
    await writeFile(
      join(folder, 'app.mjs'),
      `import { createServer } from 'node:http';
       createServer(() => process.kill(process.ppid, 'SIGINT')).listen(${new URL(url).port}, '127.0.0.1');`,
    );
    // `exec` makes the app the program's own child, which the first request of the app interrupts.
    const { code } = await run(['-t', url, '--start', `exec "${process.execPath}" app.mjs`]);
    assert.equal(code, 130);
    assert.equal(await answersAt(url), false);
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
