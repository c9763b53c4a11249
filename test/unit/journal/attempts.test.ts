import assert from 'node:assert/strict';
import { attempt, cleanUp, newFile, open, receipt, rejected } from './support/journals.ts';

describe('Journal: attempts', function () {
  this.timeout(20_000);
  afterEach(cleanUp);

  it('gives back everything of an attempt, in the order they were made', async () => {
    const file = await newFile();
    const first = await open(file);
    const { id } = await first.append(receipt('evt_1'));
    const answered = attempt('app', {
      response: {
        status: 422,
        headers: [
          ['X-Twice', '1'],
          ['X-Twice', '2'],
        ],
        body: new Uint8Array([0, 255, 10]),
      },
    });
    const failed = attempt('other', { response: undefined, error: 'Nobody listens.', dead: true });
    await first.recordAttempt(id, answered);
    await first.recordAttempt(id, failed);
    await first.close();
    const journal = await open(file);
    assert.deepEqual(await journal.attemptsOf(id), [
      { ...answered, id: 1, receiptId: id, delivered: false, dead: false },
      { ...failed, id: 2, receiptId: id, delivered: false },
    ]);
    assert.deepEqual(await journal.attemptsOf(id + 1), []);
  });

  it('takes receipts and attempts that come at once, each in its order, those of a gone receipt apart', async () => {
    const journal = await open(await newFile());
    const { id } = await journal.append(receipt('evt_0'));
    const changed: number[] = [];
    journal.on('changed', ({ receiptId }) => changed.push(receiptId));
    const places = Array.from({ length: 100 }, (_, place) => place);
    const appends = places.map(async (place) => {
      const attempted = journal.recordAttempt(id, attempt(`app ${place}`));
      const gone = journal.recordAttempt(1_000, attempt('app'));
      const appended = await journal.append(receipt(`evt_${place + 1}`));
      await Promise.all([attempted, gone]);
      return appended.id;
    });
    assert.deepEqual(
      await Promise.all(appends),
      places.map((place) => id + 1 + place),
    );
    assert.deepEqual(
      (await journal.attemptsOf(id)).map(({ target }) => target),
      places.map((place) => `app ${place}`),
    );
    assert.deepEqual(
      changed.toSorted((a, b) => a - b),
      [...places.map(() => id), ...places.map((place) => id + 1 + place)],
      'each is told of once, those of a gone receipt never',
    );
  });

  it('commits attempts before it closes, and none after', async () => {
    const file = await newFile();
    const first = await open(file);
    const { id } = await first.append(receipt('evt_1'));
    const recorded = Array.from({ length: 100 }, () => first.recordAttempt(id, attempt('app')));
    await first.close();
    await Promise.all(recorded);
    await assert.rejects(first.recordAttempt(id, attempt('app')), /closed/);
    assert.equal((await (await open(file)).attemptsOf(id)).length, 100);
  });

  it('sums up by the newest attempt of each target', async () => {
    const journal = await open(await newFile());
    const { id } = await journal.append(receipt('evt_1'));
    const summary = async () => (await journal.list({ limit: 1 }))[0]?.delivery;
    assert.equal(await summary(), undefined);
    await journal.recordAttempt(id, attempt('a', { status: 500, milliseconds: 3 }));
    const once = { attempts: 1, targets: 1, delivered: false, dead: false, status: 500, milliseconds: 3 };
    assert.deepEqual(await summary(), once);
    await journal.recordAttempt(id, attempt('b', { status: 204, milliseconds: 4 }));
    assert.deepEqual(await summary(), { ...once, attempts: 2, targets: 2 }, 'the failed one stays in sight');
    await journal.recordAttempt(id, attempt('a', { status: 299, milliseconds: 5 }));
    assert.deepEqual(await summary(), {
      ...{ attempts: 3, targets: 2, delivered: true, dead: false, status: 299, milliseconds: 5 },
    });
    await journal.recordAttempt(
      id,
      attempt('b', { response: undefined, error: 'Nobody listens.', milliseconds: 6, dead: true }),
    );
    const expected = {
      ...{ attempts: 4, targets: 2, delivered: false, dead: true, milliseconds: 6 },
      error: 'Nobody listens.',
    };
    assert.deepEqual(await summary(), expected);
    assert.deepEqual((await journal.get(id))?.delivery, expected);
    assert.equal(await journal.count({ delivery: 'dead' }), 1);
    await journal.recordAttempt(id, attempt('b'));
    assert.equal(await journal.count({ delivery: 'failed' }), 0);
    assert.equal(await journal.count({ delivery: 'delivered' }), 1);
  });

  it('never writes down cookies that an app sets', async () => {
    const journal = await open(await newFile());
    const { id } = await journal.append(receipt('evt_1'));
    const headers = [
      ['Set-Cookie', 'session=hidden'],
      ['X-Kept', 'yes'],
    ] as const;
    await journal.recordAttempt(
      id,
      attempt('a', { response: { status: 200, headers, body: new Uint8Array() } }),
    );
    assert.deepEqual((await journal.attemptsOf(id))[0]?.response?.headers, [['X-Kept', 'yes']]);
  });

  it('drops an attempt whose receipt is gone', async () => {
    const journal = await open(await newFile());
    await journal.append(receipt('evt_1'));
    await journal.clear();
    await journal.recordAttempt(1, attempt('a'));
    assert.deepEqual(await journal.attemptsOf(1), []);
  });

  it('shows what arrived, what became of it and how long it took over time', async () => {
    const journal = await open(await newFile());
    const at = async (receivedAt: number, status: number | undefined, milliseconds = 1) => {
      const { id } = await journal.append(receipt(`evt_${receivedAt}`, { receivedAt }));
      if (status)
        await journal.recordAttempt(id, attempt('a', { startedAt: receivedAt, status, milliseconds }));
    };
    await at(999, 200);
    for (let index = 0; index < 20; index++) await at(1_000 + index, 200, index + 1);
    await at(1_100, undefined);
    await at(1_250, 500, 70);
    await at(1_299, 503, 90);
    await at(1_300, 200);
    const buckets = await journal.overTime({}, { from: 1_000, until: 1_300, buckets: 3 });
    assert.deepEqual(buckets, [
      {
        ...{ from: 1_000, until: 1_100, verified: 20, rejected: 0, delivered: 20, failed: 0 },
        latency: { median: 10, p95: 19 },
      },
      {
        ...{ from: 1_100, until: 1_200, verified: 1, rejected: 0, delivered: 0, failed: 0 },
        latency: undefined,
      },
      {
        ...{ from: 1_200, until: 1_300, verified: 2, rejected: 0, delivered: 0, failed: 2 },
        latency: { median: 70, p95: 90 },
      },
    ]);
    const failed = await journal.overTime(
      { delivery: 'failed', until: 1_299 },
      { from: 1_000, until: 1_300, buckets: 1 },
    );
    assert.deepEqual(
      failed.map(({ verified, failed, latency }) => [verified, failed, latency]),
      [[1, 1, { median: 70, p95: 70 }]],
    );
  });

  it('counts a long time in steps, between which receipts are appended', async () => {
    const journal = await open(await newFile());
    const from = 1_000_000;
    const all = Array.from({ length: 9_100 }, (_, index) =>
      journal.append(
        index % 10 === 0
          ? rejected(`evt_${index}`, { receivedAt: from + index })
          : receipt(`evt_${index}`, { receivedAt: from + index }),
      ),
    );
    await Promise.all(all);
    await journal.recordAttempt(9_100, attempt('a', { startedAt: from, milliseconds: 7 }));
    assert.equal(await journal.count({}), 9_100);
    const order: string[] = [];
    const asked = journal.overTime({}, { from, until: from + 9_100, buckets: 13 });
    await Promise.all([
      asked.then(() => order.push('counted')),
      journal.append(receipt('evt_late', { receivedAt: from })).then(() => order.push('appended')),
    ]);
    assert.deepEqual(order, ['appended', 'counted']);
    const counts = (await asked).map(({ verified, rejected }) => [verified, rejected]);
    assert.deepEqual(
      counts,
      Array.from({ length: 13 }, () => [630, 70]),
    );
    assert.deepEqual((await asked)[0]?.latency, { median: 7, p95: 7 });
    const few = await journal.overTime(
      { outcome: 'rejected', from: from + 8_600 },
      { from, until: from + 9_100, buckets: 1 },
    );
    assert.deepEqual([few[0]?.verified, few[0]?.rejected], [0, 50]);
  });
});
