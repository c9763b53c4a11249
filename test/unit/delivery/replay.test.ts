import assert from 'node:assert/strict';
import Stripe from 'stripe';
import { ManualClock } from '../../../src/delivery/clock.ts';
import type { Deliverable } from '../../../src/delivery/deliverable.ts';
import type { TargetAttempt } from '../../../src/delivery/dispatcher.ts';
import type { Faults } from '../../../src/delivery/faults.ts';
import { replay, type ReplayParts, type ReplayPlan } from '../../../src/delivery/replay.ts';
import { closeApps, startApp, type App } from './support/app.ts';
import { bodyOf, content, endpointSecret, sender, target } from './support/dispatching.ts';

const { webhooks } = new Stripe('sk_test_1');

afterEach(closeApps);

/** Ten receipts of two objects, and what is recorded of them. */
function journalled(options: Partial<ReplayParts> = {}) {
  const contents = new Map<number, Deliverable>();
  for (let id = 1; id <= 10; id++) contents.set(id, content(bodyOf(`evt_${id}`, `in_${id % 2}`)));
  const recorded: { readonly receiptId: number; readonly attempt: TargetAttempt }[] = [];
  const parts: ReplayParts = {
    load: (receiptId) => Promise.resolve(contents.get(receiptId)),
    record: (receiptId, attempt) => {
      recorded.push({ receiptId, attempt });
      return Promise.resolve();
    },
    sender: sender(new ManualClock()),
    ...options,
  };
  const receipts = [...contents.keys()].map((receiptId) => ({ receiptId, objectId: `in_${receiptId % 2}` }));
  const plan = (app: App, faults: Faults = {}): ReplayPlan => ({
    receipts,
    targets: [target(app.url)],
    faults,
  });
  return { contents, recorded, parts, plan };
}

const numbers = ({ got }: App) =>
  got.map(({ body }) => Number((JSON.parse(body.toString()) as { id: string }).id.slice(4)));

/** Refuses what Stripe's SDK refuses. */
function verifying(app: App): void {
  app.answer = ({ body, headers }, response) => {
    try {
      webhooks.constructEvent(body, String(headers['stripe-signature']), endpointSecret);
      response.end();
    } catch {
      response.writeHead(400).end();
    }
  };
}

describe('Replaying', () => {
  it('sends everything in the order of each object, records it, and tells how far it is', async () => {
    const app = await startApp();
    const { parts, plan, recorded } = journalled();
    const progress: number[] = [];
    const summary = await replay(plan(app), parts, ({ sent }) => progress.push(sent));
    assert.deepEqual(
      [summary.planned, summary.sent, summary.delivered, summary.failed, summary.missing],
      [10, 10, 10, 0, 0],
    );
    assert.deepEqual(progress, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    for (const object of [0, 1]) {
      const sent = numbers(app).filter((number) => number % 2 === object);
      assert.deepEqual(
        sent,
        [...sent].sort((one, other) => one - other),
      );
    }
    assert.equal(recorded.length, 10);
  });

  it('sends an event only once the one before of its object is answered', async () => {
    const app = await startApp();
    const open: (() => void)[] = [];
    app.answer = (_got, response) => void open.push(() => response.end());
    const begun: number[] = [];
    const { parts, plan, contents } = journalled();
    const load = (receiptId: number) => {
      begun.push(receiptId);
      return Promise.resolve(contents.get(receiptId));
    };
    const replaying = replay(plan(app), { ...parts, load });
    await app.received(2);
    assert.deepEqual(begun, [1, 2]);
    app.answer = (_got, response) => void response.end();
    for (const answer of open) answer();
    assert.equal((await replaying).delivered, 10);
  });

  it('says what went wrong first, and what is no longer there', async () => {
    const app = await startApp();
    app.answer = (_got, response) => void response.writeHead(503).end();
    const { parts, plan, contents, recorded } = journalled();
    contents.delete(3);
    const summary = await replay(plan(app), parts);
    assert.deepEqual([summary.failed, summary.missing], [9, 1]);
    assert.equal(summary.firstFailure?.response?.status, 503);
    assert.ok(recorded.every(({ attempt }) => attempt.dead));
  });

  it('ends when it is cancelled, and starts nothing more', async () => {
    const app = await startApp();
    const abort = new AbortController();
    app.answer = () => undefined;
    const { parts, plan, recorded } = journalled({ concurrency: 2 });
    const replaying = replay(plan(app), parts, undefined, abort.signal);
    await app.received(2);
    abort.abort();
    const summary = await replaying;
    assert.equal(summary.sent, 0);
    assert.equal(app.got.length, 2);
    assert.deepEqual(recorded, []);
  });

  it('goes to several targets at once', async () => {
    const [one, other] = [await startApp(), await startApp()];
    const { parts, plan } = journalled();
    const targets = [target(one.url), target(other.url, { id: 't_2' })];
    const summary = await replay({ ...plan(one), targets }, parts);
    assert.equal(summary.delivered, 20);
    assert.deepEqual([one.got.length, other.got.length], [10, 10]);
  });

  it('mixes the order and duplicates, with nothing lost', async () => {
    const app = await startApp();
    let seed = 7;
    const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
    const { parts, plan } = journalled({ random, concurrency: 1 });
    const summary = await replay(plan(app, { shuffle: true, duplicate: true }), parts);
    assert.equal(summary.delivered, 20);
    const sent = numbers(app);
    assert.notDeepEqual(
      sent,
      [...sent].sort((one, other) => one - other),
    );
    for (let number = 1; number <= 10; number++) assert.equal(sent.filter((one) => one === number).length, 2);
  });

  it('tells an app that verifies signatures from one that does not', async () => {
    const [careful, careless] = [await startApp(), await startApp()];
    verifying(careful);
    const faults = { badSignature: true, staleTimestamp: true };
    const { parts, plan } = journalled();
    const right = await replay(plan(careful, faults), parts);
    assert.deepEqual([right.refused, right.accepted, right.delivered], [20, 0, 10]);
    assert.equal(right.firstFailure, undefined);
    const wrong = await replay(plan(careless, faults), parts);
    assert.deepEqual([wrong.refused, wrong.accepted, wrong.delivered], [0, 20, 10]);
    assert.match(wrong.firstFailure?.error ?? '', /the app accepted it/);
  });
});
