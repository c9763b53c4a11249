import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { AppRunner, type ReadyApp } from '../../../src/apps/runner.ts';
import { ManualClock } from '../../../src/delivery/clock.ts';
import type { Journal } from '../../../src/journal/journal.ts';
import { Places } from '../../../src/journal/places.ts';
import type { EventSource } from '../../../src/receiver/receipt.ts';
import { cleanUp, newFile, open, receipt, rejected } from '../journal/support/journals.ts';
import { appOf } from './support/running.ts';

afterEach(cleanUp);

const failed = (error: unknown) => assert.fail(String(error));

/** An installed app in windows that come and go, all of one journal. */
class Windows {
  /** The events that reached the app. */
  readonly reached: string[] = [];
  /** How its next runs go: what there is none for succeeds. */
  readonly outcomes: ('fail' | 'hang')[] = [];
  /** Whether the extension that brings it is running. */
  isThere = true;
  limits: { queue: number } | undefined;
  readonly clock = new ManualClock();
  readonly journal: Journal;
  readonly #marker: string;
  readonly #hung: (() => void)[] = [];
  #runner!: AppRunner;
  #isAlive = { now: true };
  #since = 0;
  #isEnabled = true;
  #at = 1;

  constructor(journal: Journal, file: string) {
    this.journal = journal;
    this.#marker = join(dirname(file), 'left');
  }

  get runner(): AppRunner {
    return this.#runner;
  }

  async open(): Promise<void> {
    const alive = { now: true };
    this.#isAlive = alive;
    const { journal, clock } = this;
    // What a process writes after its death does not count.
    const own = {
      list: (query: Parameters<Journal['list']>[0]) => journal.list(query),
      holdPlaces: () => journal.holdPlaces(),
      placeOf: (consumer: string) => journal.placeOf(consumer),
      forgetPlace: (consumer: string) => journal.forgetPlace(consumer),
      keepPlaces: async (places: Parameters<Journal['keepPlaces']>[0]) => {
        if (alive.now) await journal.keepPlaces(places);
      },
    };
    this.#runner = new AppRunner({
      apps: () => this.#installed(alive),
      load: (id) => journal.get(id),
      secretsOf: () => Promise.resolve({}),
      folder: '/nowhere',
      places: new Places({ journal: own, marker: this.#marker, onError: failed, pauseMs: 1 }),
      clock,
    });
    this.#runner.on('fault', failed);
    await this.#runner.appsChanged();
  }

  crash(): Promise<void> {
    this.#isAlive.now = false;
    return this.open();
  }

  async reload(): Promise<void> {
    await this.#runner.close();
    this.#isAlive.now = false;
    await this.open();
  }

  async come(): Promise<void> {
    this.isThere = true;
    await this.#runner.appsChanged();
  }

  async go(): Promise<void> {
    this.isThere = false;
    await this.#runner.end('app');
  }

  async enable(isEnabled: boolean): Promise<void> {
    if (isEnabled === this.#isEnabled) return;
    this.#isEnabled = isEnabled;
    this.#since = ++this.#at;
    if (isEnabled) await this.#runner.appsChanged();
    else await this.#runner.forget('app');
  }

  /** Commits receipts and tells of them; gives the events that the app must get. */
  async receive(
    ...events: readonly { id: string; source?: EventSource; rejected?: boolean }[]
  ): Promise<string[]> {
    const must: string[] = [];
    const appended = events.map(async ({ id, source = 'http', rejected: isRejected }) => {
      const made = (isRejected ? rejected : receipt)(id, { source, receivedAt: ++this.#at });
      const { id: receiptId, duplicate } = await this.journal.append(made);
      const isWanted = !isRejected && (!duplicate || source === 'replay');
      if (isWanted && this.#isEnabled) must.push(id);
      return { receiptId, isWanted };
    });
    const all = await Promise.all(appended);
    const told = Math.max(...all.map(({ receiptId }) => receiptId));
    // Told of in another order than committed, as when a target is to answer.
    for (const { receiptId, isWanted } of all.toReversed()) {
      const isLast = receiptId === all[0]?.receiptId;
      const job = isWanted ? { receiptId, type: 'invoice.paid' } : undefined;
      this.#runner.dispatch(job, isLast ? told : (all[0]?.receiptId ?? 1) - 1);
    }
    return must;
  }

  /** Commits receipts without telling of them, since the process ends just then. */
  async receiveAndCrash(id: string): Promise<string[]> {
    await this.journal.append(receipt(id, { receivedAt: ++this.#at }));
    await this.crash();
    return this.#isEnabled ? [id] : [];
  }

  /** Lets time pass until nothing waits. */
  async settle(): Promise<void> {
    await this.enable(true);
    await this.come();
    this.outcomes.length = 0;
    for (;;) {
      const status = this.#runner.statusOf('app');
      if (!status || (status.state === 'idle' && status.waiting === 0)) return;
      for (const release of this.#hung.splice(0)) release();
      await setImmediate();
      await this.clock.advance(1_000);
    }
  }

  #installed(alive: { readonly now: boolean }): readonly ReadyApp[] {
    if (!this.isThere || !this.#isEnabled) return [];
    const run = async ({ event }: { readonly event: { readonly id: string } }) => {
      const outcome = this.outcomes.shift();
      if (outcome === 'hang') await new Promise<void>((resolve) => this.#hung.push(resolve));
      if (outcome !== undefined) throw new Error('not now');
      if (alive.now) this.reached.push(event.id);
    };
    const limits = {
      perMinute: 1e9,
      failures: 1e9,
      timeoutMs: 1e9,
      retryMs: [100, 100, 100],
      ...this.limits,
    };
    return [{ ...appOf('app', run, { limits }), since: this.#since }];
  }
}

describe('Apps and the end of the process', () => {
  let windows: Windows;
  let file = '';
  beforeEach(async () => {
    file = await newFile();
    windows = new Windows(await open(file), file);
    await windows.open();
  });

  it('go on after a window that was closed while events waited', async () => {
    windows.outcomes.push('hang');
    await windows.receive({ id: 'evt_1' }, { id: 'evt_2' }, { id: 'evt_3' });
    await windows.reload();
    await windows.settle();
    assert.deepEqual(windows.reached, ['evt_1', 'evt_2', 'evt_3']);
    assert.match(windows.runner.logOf('app')[0]?.text ?? '', /came while it did not run.*: 3\.$/);
    await windows.reload();
    await windows.settle();
    assert.equal(windows.reached.length, 3);
    assert.equal(windows.runner.statusOf('app'), undefined);
  });

  it('say what they will never get, because the journal has forgotten it', async () => {
    windows.outcomes.push('hang');
    await windows.receive({ id: 'evt_1' }, { id: 'evt_2' });
    await windows.journal.clear();
    await windows.reload();
    await windows.settle();
    assert.deepEqual(windows.reached, []);
    const [line] = windows.runner.logOf('app');
    assert.equal(line?.level, 'warn');
    assert.match(line.text, /no longer in the journal: 2\. What it wanted of them is left out/);
  });

  it('take up no more than they let wait, and count the rest', async () => {
    windows.limits = { queue: 3 };
    await windows.go();
    await windows.receive(...Array.from({ length: 50 }, (_, index) => ({ id: `evt_${index}` })));
    await windows.come();
    assert.equal(windows.runner.statusOf('app')?.leftOut, 46);
    await windows.settle();
    assert.deepEqual(windows.reached, ['evt_0', 'evt_1', 'evt_2', 'evt_3']);
  });

  it('begin with the time at which they were installed, also when nothing was kept yet', async () => {
    await windows.enable(false);
    await windows.receive({ id: 'evt_before' });
    await windows.enable(true);
    await windows.receiveAndCrash('evt_after');
    await windows.settle();
    assert.deepEqual(windows.reached, ['evt_after']);
  });

  it('get what came while their extension was not running', async () => {
    await windows.receive({ id: 'evt_1' });
    await windows.settle();
    await windows.go();
    await windows.receive({ id: 'evt_2' });
    await windows.come();
    await windows.settle();
    assert.deepEqual(windows.reached, ['evt_1', 'evt_2']);
  });

  it('get what they missed as they get what comes: a duplicate not, a replay again', async () => {
    await windows.go();
    await windows.receive({ id: 'evt_1' });
    await windows.receive({ id: 'evt_1' });
    await windows.receive({ id: 'evt_1', source: 'replay' }, { id: 'evt_2', rejected: true });
    await windows.come();
    await windows.settle();
    assert.deepEqual(windows.reached, ['evt_1', 'evt_1']);
  });

  it('are given each event they want at least once, whatever happens', async function () {
    this.timeout(120_000);
    const event = fc.record({ id: fc.nat(30).map((id) => `evt_${id}`) });
    const operation = fc.oneof(
      { weight: 6, arbitrary: fc.record({ receive: fc.array(event, { minLength: 1, maxLength: 5 }) }) },
      { weight: 1, arbitrary: fc.record({ replay: fc.nat(30).map((id) => `evt_${id}`) }) },
      { weight: 1, arbitrary: fc.record({ reject: fc.nat(30).map((id) => `evt_${id}`) }) },
      { weight: 2, arbitrary: fc.record({ lose: fc.nat(30).map((id) => `evt_${id}`) }) },
      { weight: 3, arbitrary: fc.record({ outcome: fc.constantFrom('fail' as const, 'hang' as const) }) },
      { weight: 3, arbitrary: fc.record({ turns: fc.nat(30), ms: fc.nat(400) }) },
      { weight: 3, arbitrary: fc.record({ then: fc.constantFrom('crash', 'reload', 'come', 'go') }) },
      { weight: 1, arbitrary: fc.record({ enable: fc.boolean() }) },
    );
    const property = fc.asyncProperty(fc.array(operation, { maxLength: 30 }), async (operations) => {
      const own = await newFile();
      const run = new Windows(await open(own), own);
      await run.open();
      const must = new Map<string, number>();
      const owe = (ids: readonly string[]) => {
        for (const id of ids) must.set(id, (must.get(id) ?? 0) + 1);
      };
      for (const op of operations) {
        if ('receive' in op) owe(await run.receive(...op.receive));
        else if ('replay' in op) owe(await run.receive({ id: op.replay, source: 'replay' }));
        else if ('reject' in op) owe(await run.receive({ id: op.reject, rejected: true }));
        else if ('lose' in op) owe((await run.receiveAndCrash(op.lose)).filter((id) => !must.has(id)));
        else if ('outcome' in op) run.outcomes.push(op.outcome);
        else if ('enable' in op) {
          await run.enable(op.enable);
          // What was not through when somebody disabled it is not owed.
          if (!op.enable) must.clear();
        } else if ('turns' in op) {
          for (let turn = 0; turn < op.turns; turn++) await setImmediate();
          await run.clock.advance(op.ms);
        } else if (op.then === 'crash') await run.crash();
        else if (op.then === 'reload') await run.reload();
        else if (op.then === 'come') await run.come();
        else await run.go();
      }
      await run.settle();
      await run.reload();
      await run.settle();
      for (const [id, times] of must)
        assert.ok(
          run.reached.filter((one) => one === id).length >= times,
          `${id} reached the app fewer than ${times} times`,
        );
      await run.runner.close();
      await run.journal.close();
    });
    await fc.assert(property, { numRuns: Number(process.env['APP_RUNS'] ?? 30) });
  });
});
