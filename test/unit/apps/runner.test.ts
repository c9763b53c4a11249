import assert from 'node:assert/strict';
import { HumanError } from '../../../src/humanError.ts';
import type { RunnableApp } from '../../../src/apps/app.ts';
import { appOf, rig, type Rig } from './support/running.ts';

describe('running apps', () => {
  let current: Rig | undefined;
  const start = (...options: Parameters<typeof rig>) => (current = rig(...options));
  afterEach(() => current?.runner.close());

  const recorder = (id: string, more: Partial<RunnableApp> = {}) => {
    const got: number[] = [];
    return { got, ready: appOf(id, (receipt) => void got.push(receipt.id), more) };
  };
  const failing = (id: string, more: Partial<RunnableApp> = {}) =>
    appOf(
      id,
      () => {
        throw new Error('the database is down');
      },
      more,
    );
  const state = ({ runner }: Rig, id: string) => runner.statusOf(id)?.state;

  it('gives each app the events it wants, in their order', async () => {
    const [all, paid, disputes] = [
      recorder('all'),
      recorder('paid', { events: ['invoice.*'] }),
      recorder('disputes', { events: ['charge.dispute.*'] }),
    ];
    const { send, until, runner } = start([all.ready, paid.ready, disputes.ready]);
    send(1, 2, 3);
    await until(() => all.got.length === 3 && runner.statusOf('paid')?.runs === 3);
    assert.deepEqual([all.got, paid.got, disputes.got], [[1, 2, 3], [1, 2, 3], []]);
  });

  it('follows the types that were configured', async () => {
    const field = { key: 'events', kind: 'events', label: '', default: '*' } as const;
    const narrow = recorder('narrow', { config: [field] });
    const wide = recorder('wide', { config: [field] });
    const narrowed = { ...narrow.ready, config: { events: 'charge.*, customer.created' } };
    const { send, until, runner } = start([narrowed, wide.ready]);
    send(1);
    await until(() => runner.statusOf('wide')?.runs === 1);
    assert.deepEqual([narrow.got, wide.got], [[], [1]]);
  });

  it('hands over the configuration with defaults and secrets', async () => {
    let seen: unknown;
    const config = [
      { key: 'where', kind: 'choice', label: '', default: 'status', choices: [] },
      { key: 'url', kind: 'secret', label: '' },
    ] as const;
    const app = appOf('a', (_receipt, context) => void (seen = context.config), { config });
    const { send, until, runner } = start([app], { a: { url: 'https://chat.example/token' } });
    send(1);
    await until(() => runner.statusOf('a')?.runs === 1);
    assert.deepEqual(seen, { where: 'status', url: 'https://chat.example/token' });
  });

  it('tries an event again three times, ever later, and then goes on with the next', async () => {
    const rigged = start([failing('bad')]);
    const { clock, runner, send, until } = rigged;
    send(1);
    for (const pause of [1_000, 5_000, 25_000]) {
      await until(() => state(rigged, 'bad') === 'retrying');
      assert.equal(runner.statusOf('bad')?.runs, 0);
      await clock.advance(pause);
    }
    await until(() => runner.statusOf('bad')?.failed === 1);
    const last = runner.statusOf('bad')?.last;
    assert.deepEqual([last?.attempts, last?.error, last?.receiptId], [4, 'the database is down', 1]);
    assert.match(runner.logOf('bad')[0]?.text ?? '', /^the database is down; tried again in 1 s\.$/);
  });

  it('takes a success at a later try for a success', async () => {
    const app = appOf('flaky', (_receipt, { attempt }) => {
      if (attempt < 3) throw new Error('not yet');
    });
    const rigged = start([app]);
    rigged.send(1);
    for (const pause of [1_000, 5_000]) {
      await rigged.until(() => state(rigged, 'flaky') === 'retrying');
      await rigged.clock.advance(pause);
    }
    await rigged.until(() => rigged.runner.statusOf('flaky')?.runs === 1);
    const { last, failed } = rigged.runner.statusOf('flaky') ?? {};
    assert.deepEqual([failed, last?.error, last?.attempts], [0, undefined, 3]);
  });

  it('does not try again what only a person can put right', async () => {
    const app = appOf('human', () => {
      throw new HumanError('There is no such task: configure the app.', 'not-found');
    });
    const { send, until, runner } = start([app]);
    send(1);
    await until(() => runner.statusOf('human')?.failed === 1);
    assert.equal(runner.statusOf('human')?.last?.attempts, 1);
  });

  it('lets one that throws or hangs cost the others nothing', async () => {
    const good = recorder('good');
    const hanging = appOf('hanging', () => new Promise(() => undefined));
    const { send, until, runner } = start([failing('bad'), hanging, good.ready]);
    send(1, 2, 3);
    await until(() => runner.statusOf('good')?.runs === 3);
    assert.deepEqual(good.got, [1, 2, 3]);
  });

  it('aborts one that hangs when its time is up', async () => {
    let signal: AbortSignal | undefined;
    const app = appOf(
      'hanging',
      (_receipt, context) => {
        signal = context.signal;
        return new Promise(() => undefined);
      },
      { limits: { timeoutMs: 10_000, retryMs: [] } },
    );
    const { send, until, runner, clock } = start([app]);
    send(1);
    await until(() => runner.statusOf('hanging')?.state === 'running');
    while (!signal) await new Promise(setImmediate);
    await clock.advance(9_999);
    assert.equal(signal.aborted, false);
    await clock.advance(1);
    await until(() => runner.statusOf('hanging')?.failed === 1);
    assert.equal(signal.aborted, true);
    assert.match(runner.statusOf('hanging')?.last?.error ?? '', /did not end within 10 s/);
  });

  it('keeps a bounded number waiting and counts what it leaves out', async () => {
    const slow = appOf('slow', () => new Promise(() => undefined), { limits: { queue: 3 } });
    const { send, runner } = start([slow]);
    await runner.appsChanged();
    send(...Array.from({ length: 100 }, (_, index) => index + 1));
    const { waiting, leftOut } = runner.statusOf('slow') ?? {};
    assert.deepEqual([waiting, leftOut], [3, 96]);
    assert.match(runner.logOf('slow').at(-1)?.text ?? '', /More events come than it can take/);
  });

  it('starts no more in a minute than allowed, and loses none of those that wait', async () => {
    const chatty = recorder('chatty', { limits: { perMinute: 6 } });
    const { send, until, runner, clock } = start([chatty.ready]);
    send(1, 2, 3);
    await until(() => runner.statusOf('chatty')?.runs === 1 && runner.statusOf('chatty')?.state === 'idle');
    assert.deepEqual(chatty.got, [1]);
    await clock.advance(10_000);
    await until(() => runner.statusOf('chatty')?.runs === 2 && runner.statusOf('chatty')?.state === 'idle');
    await clock.advance(10_000);
    await until(() => runner.statusOf('chatty')?.runs === 3);
    assert.deepEqual(chatty.got, [1, 2, 3]);
  });

  it('suspends one that fails again and again, until somebody resumes it', async () => {
    const rigged = start([failing('bad', { limits: { retryMs: [], failures: 3 } })]);
    const { send, until, runner } = rigged;
    send(1, 2, 3, 4, 5);
    const suspended: string[] = [];
    runner.on('suspended', (id) => suspended.push(id));
    await until(() => state(rigged, 'bad') === 'suspended');
    assert.deepEqual(suspended, ['bad']);
    assert.deepEqual([runner.statusOf('bad')?.runs, runner.statusOf('bad')?.leftOut], [3, 2]);
    send(6);
    assert.equal(runner.statusOf('bad')?.leftOut, 3);
    runner.resume('bad');
    send(7);
    await until(() => runner.statusOf('bad')?.runs === 4);
  });

  it('keeps a short log without secrets, however much an app says', async () => {
    const app = appOf('loud', (_receipt, { log }) => {
      for (let line = 1; line <= 10_000; line++) log(`${line} sk_test_4242 ${'x'.repeat(1_000)}`);
    });
    const { send, until, runner } = start([app]);
    send(1);
    await until(() => runner.statusOf('loud')?.runs === 1);
    const log = runner.logOf('loud');
    assert.equal(log.length, 100);
    assert.match(log.at(-1)?.text ?? '', /^10000 sk_test_… x+ …$/);
    assert.ok((log.at(-1)?.text.length ?? 0) < 600);
  });

  it('says that an event is gone which the journal has not any more', async () => {
    const { runner, until } = start([recorder('a').ready]);
    runner.runNow('a', { receiptId: 404, type: 'invoice.paid' });
    await until(() => runner.statusOf('a')?.failed === 1);
    assert.match(runner.statusOf('a')?.last?.error ?? '', /Event #404 is no longer in the journal/);
  });

  it('runs one that was removed or disabled in the meantime no more', async () => {
    const first = recorder('a', { limits: { perMinute: 6 } });
    const { send, until, runner, clock, installed } = start([first.ready]);
    send(1, 2);
    await until(() => runner.statusOf('a')?.runs === 1);
    installed.length = 0;
    await clock.advance(10_000);
    await until(() => runner.statusOf('a')?.waiting === 0);
    assert.deepEqual(first.got, [1]);
  });

  it('closes at once: what runs is aborted, what waits is dropped, nothing runs later', async () => {
    const signals: AbortSignal[] = [];
    const app = appOf('hanging', (_receipt, { signal }) => {
      signals.push(signal);
      return new Promise(() => undefined);
    });
    const { send, runner, clock } = start([app, failing('bad')]);
    send(1, 2);
    while (signals.length === 0) await new Promise(setImmediate);
    await runner.close();
    await clock.advance(600_000);
    send(3);
    assert.deepEqual(
      signals.map(({ aborted }) => aborted),
      [true],
    );
  });
});
