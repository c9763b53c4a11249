import assert from 'node:assert/strict';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { succeeded } from '../../../src/delivery/attempt.ts';
import type { Deliverable } from '../../../src/delivery/deliverable.ts';
import type { Journal } from '../../../src/journal/journal.ts';
import { Places } from '../../../src/journal/places.ts';
import * as journals from '../journal/support/journals.ts';
import { closeApps, startApp, type App } from './support/app.ts';
import { bodyOf, content, dispatching, stopDispatchers, target } from './support/dispatching.ts';

const minute = 60_000;
const retries = { schedule: 'sandbox', speed: 10 } as const;

afterEach(async () => {
  await stopDispatchers();
  await closeApps();
});

const idOf = ({ body }: { readonly body: Uint8Array }) =>
  (JSON.parse(Buffer.from(body).toString()) as { id: string }).id;
const idsAt = (app: App) => app.got.map(idOf);

describe('Routing receipts to targets', () => {
  it('sends each to every target that wants it, and to no other', async () => {
    const [invoices, all, connected] = [await startApp(), await startApp(), await startApp()];
    const { receive, delivered } = dispatching([
      target(invoices.url, { id: 'invoices', events: ['invoice.*'] }),
      target(all.url, { id: 'all' }),
      target(connected.url, { id: 'connected', accounts: 'connected' }),
    ]);
    receive({ receiptId: 1 });
    receive({ receiptId: 2, type: 'customer.created' });
    receive({ receiptId: 3, account: 'acct_1' });
    await delivered(6);
    assert.deepEqual(idsAt(invoices).sort(), ['evt_1', 'evt_3']);
    assert.deepEqual(idsAt(all).sort(), ['evt_1', 'evt_2', 'evt_3']);
    assert.deepEqual(idsAt(connected), ['evt_3']);
  });

  it('records what each answered, under the target’s id', async () => {
    const app = await startApp();
    app.answer = (_got, response) => void response.writeHead(202, { 'X-Handled': 'yes' }).end('thanks');
    const { receive, delivered, recorded } = dispatching([target(app.url, { id: 'shop' })]);
    receive({ receiptId: 7 });
    await delivered(1);
    const [{ receiptId, attempt }] = recorded as [(typeof recorded)[0]];
    assert.deepEqual([receiptId, attempt.target, attempt.dead], [7, 'shop', false]);
    assert.equal(attempt.response?.status, 202);
    assert.equal(Buffer.from(attempt.response.body).toString(), 'thanks');
  });

  it('goes on when an attempt cannot be recorded, and tells of it', async () => {
    const app = await startApp();
    const { receive, delivered, dispatcher, recorded } = dispatching([target(app.url)]);
    const fault = once(dispatcher, 'fault');
    recorded.push = () => {
      throw new Error('disk full');
    };
    receive({ receiptId: 1 });
    receive({ receiptId: 2 });
    await delivered(2);
    assert.match(String((await fault)[0]), /disk full/);
  });

  it('sends nothing to a paused target, and what it waited for once it is resumed', async () => {
    const app = await startApp();
    await app.close();
    const test = dispatching([target(app.url, { retries })]);
    test.receive({ receiptId: 1 });
    await test.delivered(1);
    const pause = (paused: boolean) => {
      test.targets = [target(app.url, { retries, paused })];
      test.dispatcher.targetsChanged();
    };
    pause(true);
    await app.reopen();
    test.receive({ receiptId: 2 });
    await test.clock.advance(10 * minute);
    assert.equal(app.got.length, 0);
    pause(false);
    await test.delivered(1);
    assert.deepEqual(idsAt(app), ['evt_1']);
  });

  it('makes no more deliveries at the same time than it may', async () => {
    const app = await startApp();
    const open: (() => void)[] = [];
    app.answer = (_got, response) => void open.push(() => response.end());
    let begun = 0;
    const contents = new (class extends Map<number, Deliverable> {
      override get(receiptId: number) {
        begun++;
        return super.get(receiptId);
      }
    })();
    const { receive, delivered } = dispatching([target(app.url)], { concurrency: 3, contents });
    for (let receiptId = 1; receiptId <= 9; receiptId++) receive({ receiptId, objectId: `in_${receiptId}` });
    for (let done = 0; done < 9; done++) {
      await app.received(Math.min(done + 3, 9));
      assert.equal(begun, Math.min(done + 3, 9));
      open.shift()?.();
      await delivered(1);
    }
    assert.equal(app.got.length, 9);
  });
});

describe('Order', () => {
  it('is kept per object, whatever fails and however long each takes', async () => {
    const app = await startApp();
    const event = fc.record({
      object: fc.integer({ min: 1, max: 4 }),
      fails: fc.integer({ min: 0, max: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 25 }), async (events) => {
        const left = events.map(({ fails }) => fails);
        const taken = new Map<number, number[]>();
        app.answer = async ({ body }, response) => {
          const number = Number(idOf({ body }).slice(4));
          if (number % 3 === 0) await new Promise((resolve) => setImmediate(resolve));
          const fails = left[number] ?? 0;
          left[number] = fails - 1;
          if (fails > 0) return void response.writeHead(500).end();
          const object = events[number]?.object ?? 0;
          taken.set(object, [...(taken.get(object) ?? []), number]);
          response.end();
        };
        const test = dispatching([target(app.url, { ordered: true, retries })], { concurrency: 4 });
        for (const [receiptId, { object }] of events.entries())
          test.receive({ receiptId, objectId: `in_${object}` });
        const attempts = events.reduce((sum, { fails }) => sum + fails + 1, 0);
        for (let seen = 0; seen < attempts; seen++) {
          await test.delivered(1);
          await test.clock.advance(20 * minute);
        }
        for (const [object, numbers] of taken) {
          const sent = [...events.keys()].filter((number) => events[number]?.object === object);
          assert.deepEqual(numbers, sent);
        }
        await test.dispatcher.stop();
      }),
      { numRuns: 25 },
    );
  });

  it('does not let one object wait for another', async () => {
    const app = await startApp();
    app.answer = ({ body }, response) => {
      if (idOf({ body }) !== 'evt_1') response.end();
    };
    const test = dispatching([target(app.url, { ordered: true })]);
    test.receive({ receiptId: 1, objectId: 'in_1' });
    test.receive({ receiptId: 2, objectId: 'in_1' });
    test.receive({ receiptId: 3, objectId: 'in_2' });
    const [first] = await test.delivered(1);
    assert.equal(first?.receiptId, 3);
    assert.equal(idsAt(app).includes('evt_2'), false);
  });
});

describe('Retries', () => {
  it('are off unless the target wants them, and the failure is a dead letter', async () => {
    const app = await startApp();
    app.answer = (_got, response) => void response.writeHead(500).end();
    const { receive, delivered, clock, dispatcher } = dispatching([target(app.url)]);
    receive({ receiptId: 1 });
    const [first] = await delivered(1);
    assert.equal(first?.attempt.dead, true);
    assert.equal(first.retryAt, undefined);
    await clock.advance(1000 * minute);
    assert.equal(app.got.length, 1);
    assert.deepEqual(dispatcher.pendingOf('t_1'), []);
  });

  it('follow Stripe’s schedule as much faster as wanted, each signed anew, and end in a dead letter', async () => {
    const app = await startApp();
    app.answer = (_got, response) => void response.writeHead(302, { Location: '/elsewhere' }).end();
    const { receive, delivered, clock, recorded } = dispatching([target(app.url, { retries })]);
    const start = clock.now();
    receive({ receiptId: 1 });
    for (const delay of [0, 1, 6, 12]) {
      await clock.advance(delay * minute);
      await delivered(1);
    }
    await clock.advance(1000 * minute);
    assert.deepEqual(
      recorded.map(({ attempt }) => attempt.dead),
      [false, false, false, true],
    );
    const times = app.got.map(({ headers }) =>
      Number(/t=(\d+)/.exec(String(headers['stripe-signature']))?.[1]),
    );
    assert.deepEqual(
      times,
      [0, 1, 7, 19].map((after) => Math.floor((start + after * minute) / 1000)),
    );
  });

  it('are made at once when a person asks, and then no more', async () => {
    const app = await startApp();
    await app.close();
    const { receive, delivered, clock, dispatcher } = dispatching([target(app.url, { retries })]);
    const routed = receive({ receiptId: 1 });
    await delivered(1);
    assert.equal(dispatcher.pendingOf('t_1')[0]?.attempts, 1);
    assert.equal(dispatcher.pendingOf('t_1')[0]?.dueAt, clock.now() + minute);
    await app.reopen();
    const retried = await dispatcher.retryNow('t_1', routed);
    assert.equal(retried?.attempt.response?.status, 200);
    await clock.advance(1000 * minute);
    assert.equal(app.got.length, 1);
  });

  it('of a dead letter are one attempt each, and dead again when it fails', async () => {
    const app = await startApp();
    app.answer = (_got, response) => void response.writeHead(500).end();
    const { receive, delivered, clock, dispatcher } = dispatching([target(app.url)]);
    const routed = receive({ receiptId: 1 });
    await delivered(1);
    assert.equal((await dispatcher.retryNow('t_1', routed))?.attempt.dead, true);
    app.answer = (_got, response) => void response.end();
    assert.ok(succeeded((await dispatcher.retryNow('t_1', routed))?.attempt ?? { response: undefined }));
    await clock.advance(1000 * minute);
    assert.equal(app.got.length, 3);
  });

  it('give up on what is no longer in the journal, and on targets that are gone', async () => {
    const app = await startApp();
    await app.close();
    const test = dispatching([target(app.url, { retries })]);
    const routed = test.receive({ receiptId: 1 });
    await test.delivered(1);
    test.contents.clear();
    assert.equal(await test.dispatcher.retryNow('t_1', routed), undefined);
    assert.deepEqual(test.dispatcher.pendingOf('t_1'), []);
    test.receive({ receiptId: 2 });
    await test.delivered(1);
    test.targets = [];
    test.dispatcher.targetsChanged();
    assert.equal(await test.dispatcher.retryNow('t_1', routed), undefined);
    assert.deepEqual(test.dispatcher.pendingOf('t_1'), []);
  });
});

describe('A restart', () => {
  let file = '';
  let journal: Journal;
  beforeEach(async () => {
    file = await journals.newFile();
    journal = await journals.open(file);
  });
  afterEach(async () => {
    await stopDispatchers();
    await journals.cleanUp();
  });

  const failed = (error: unknown) => assert.fail(String(error));
  const marker = () => join(dirname(file), 'left');
  const places = () => new Places({ journal, marker: marker(), onError: failed });

  it('forgets no retry and loses none of its delay', async () => {
    const app = await startApp();
    await app.close();
    const targets = [target(app.url, { retries })];
    const before = dispatching(targets, { pending: places() });
    before.receive({ receiptId: 1 });
    await before.delivered(1);
    await before.dispatcher.stop();
    assert.equal(existsSync(marker()), true);
    await app.reopen();
    const { clock, contents } = before;
    const after = dispatching(targets, { pending: places(), clock, contents });
    await after.dispatcher.resume(0);
    assert.equal(after.dispatcher.pendingOf('t_1')[0]?.attempts, 1);
    await clock.advance(minute - 1);
    assert.equal(app.got.length, 0);
    await clock.advance(1);
    await after.delivered(1);
    assert.deepEqual(idsAt(app), ['evt_1']);
    await after.dispatcher.stop();
    assert.equal(existsSync(marker()), false);
  });

  it('takes up what was under way or had not had its turn', async () => {
    const app = await startApp();
    app.answer = () => undefined;
    const targets = [target(app.url, { ordered: true })];
    const before = dispatching(targets, { pending: places() });
    for (const receiptId of [1, 2, 3]) before.receive({ receiptId });
    await app.received(1);
    await before.dispatcher.stop();
    assert.deepEqual(before.recorded, []);
    app.answer = (_got, response) => void response.end();
    const after = dispatching(targets, {
      pending: places(),
      contents: before.contents,
    });
    await after.dispatcher.resume(0);
    await after.delivered(3);
    assert.deepEqual(idsAt(app), ['evt_1', 'evt_1', 'evt_2', 'evt_3']);
  });

  it('sends on what was committed when there was no time left to say so, as far as it was wanted then', async () => {
    const app = await startApp();
    const at = 1_800_000_000_000;
    for (const [id, receivedAt] of [
      ['evt_1', at - 1],
      ['evt_2', at],
    ] as const)
      await journal.append(journals.receipt(id, { receivedAt }));
    await journal.append(journals.rejected('evt_3'));
    await journal.append(journals.receipt('evt_4'));
    const { dispatcher, contents, delivered, receive } = dispatching(
      [
        target(app.url, { since: at }),
        target(app.url, { id: 'paused', since: at, paused: true }),
        target(app.url, { id: 'other', since: at, events: ['customer.*'] }),
        target(app.url, { id: 'unknown since when' }),
      ],
      { pending: places() },
    );
    for (const id of [1, 2, 3, 4]) contents.set(id, content(bodyOf(`evt_${id}`)));
    await dispatcher.resume(4);
    assert.deepEqual(
      (await delivered(2)).map(({ receiptId, target: { id } }) => [receiptId, id]),
      [
        [2, 't_1'],
        [4, 't_1'],
      ],
    );
    receive({ receiptId: 5 });
    await delivered(2);
    await dispatcher.stop();
    assert.equal((await journal.placeOf('t_1'))?.upTo, 5);
    assert.deepEqual(idsAt(app).sort(), ['evt_2', 'evt_4', 'evt_5', 'evt_5']);
  });

  it('takes nothing for done before it has taken up everything that was left', async () => {
    const app = await startApp();
    const waiting = [{ targetId: 'second', receiptId: 1, type: 'invoice.paid', attempts: 1, dueAt: 1e15 }];
    await journal.keepPlaces([{ consumer: 'second', upTo: 1, waiting: JSON.stringify(waiting) }]);
    await journal.append(journals.receipt('evt_1'));
    const slow = places();
    const targets = [target(app.url, { since: 0 }), target(app.url, { id: 'second' })];
    const { dispatcher, contents, delivered } = dispatching(targets, {
      pending: {
        takeUp: async (id, wish) => {
          // The first target is through with everything, and then the process ends.
          if (id === 'second') await delivered(1);
          if (id === 'second') await dispatcher.stop();
          return slow.takeUp(id, wish);
        },
        changed: () => assert.fail('a place is kept before everything is taken up'),
        forget: (id) => slow.forget(id),
        close: (last) => slow.close(last),
      },
    });
    contents.set(1, content(bodyOf('evt_1')));
    await dispatcher.resume(1);
    assert.deepEqual(JSON.parse((await journal.placeOf('second'))?.waiting ?? ''), waiting);
  });
});

describe('The target’s answer, passed through', () => {
  const routed = { receiptId: 1, type: 'invoice.paid', objectId: 'in_1', account: undefined };

  it('is what the chosen target said, and it gets the event only once', async () => {
    const [chosen, other] = [await startApp(), await startApp()];
    chosen.answer = (_got, response) => void response.writeHead(409).end('busy');
    const targets = [target(other.url), target(chosen.url, { id: 'chosen', answers: true, retries })];
    const { dispatcher, delivered, clock, contents } = dispatching(targets);
    contents.set(1, content(bodyOf('evt_1')));
    const answered = await dispatcher.answer(routed, content(bodyOf('evt_1')));
    assert.equal(answered?.attempt.response?.status, 409);
    assert.equal(Buffer.from(answered.attempt.response.body).toString(), 'busy');
    dispatcher.dispatch(routed, 1, answered.target.id);
    assert.deepEqual(dispatcher.pendingOf('chosen'), []);
    await delivered(2);
    await clock.advance(1000 * minute);
    assert.equal(chosen.got.length, 1);
  });

  it('is none when the target is paused or does not want the event', async () => {
    const app = await startApp();
    const ask = (options: object) =>
      dispatching([target(app.url, { answers: true, ...options })]).dispatcher.answer(
        routed,
        content(bodyOf('evt_1')),
      );
    assert.equal(await ask({ paused: true }), undefined);
    assert.equal(await ask({ events: ['customer.*'] }), undefined);
    assert.equal(app.got.length, 0);
  });
});

describe('Faults of a target', () => {
  it('are made for every event: forgeries, a lost answer, the event, its duplicate, in this order', async () => {
    const app = await startApp();
    const faults = { badSignature: true, staleTimestamp: true, drop: true, duplicate: true };
    app.answer = ({ headers }, response) =>
      void response.writeHead(headers['stripe-signature'] ? 200 : 400).end();
    const { receive, delivered, recorded } = dispatching([target(app.url, { faults })]);
    receive({ receiptId: 1 });
    const told = await delivered(5);
    assert.deepEqual(
      told.map(({ fault }) => fault),
      ['badSignature', 'staleTimestamp', 'drop', undefined, 'duplicate'],
    );
    assert.deepEqual(
      idsAt(app),
      Array.from({ length: 5 }, () => 'evt_1'),
    );
    assert.equal(new Set(app.got.map(({ headers }) => headers['stripe-signature'])).size, 3);
    assert.ok(recorded.every(({ attempt }) => !attempt.dead));
  });

  it('hold events back for a while and mix their order', async () => {
    const app = await startApp();
    const randoms = [0.9, 0.1, 0.5];
    const { receive, delivered, clock } = dispatching([target(app.url, { faults: { shuffle: true } })], {
      random: () => randoms.shift() ?? 0,
    });
    for (const receiptId of [1, 2, 3]) receive({ receiptId });
    assert.equal(app.got.length, 0);
    await clock.advance(2_000);
    await delivered(3);
    assert.deepEqual(idsAt(app), ['evt_2', 'evt_3', 'evt_1']);
  });
});
