import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Journal } from '../../../src/journal/journal.ts';
import { Places, type Wish } from '../../../src/journal/places.ts';
import { cleanUp, newFile, open, receipt, rejected } from './support/journals.ts';

describe('Places: who still needs what from the journal', () => {
  let file = '';
  let journal: Journal;
  beforeEach(async () => {
    file = await newFile();
    journal = await open(file);
  });
  afterEach(cleanUp);

  const marker = () => join(dirname(file), 'left');
  const places = (onError: (error: unknown) => void = (error) => assert.fail(String(error))) =>
    new Places({ journal, marker: marker(), onError, pauseMs: 0 });
  const append = async (count: number, changes: Parameters<typeof receipt>[1] = {}) => {
    const all = Array.from({ length: count }, (_, index) =>
      journal.append(receipt(`evt_${changes.receivedAt}_${index}`, changes)),
    );
    return (await Promise.all(all)).map(({ id }) => id);
  };
  const progress = (consumer: string, upTo: number, waiting: readonly unknown[] = []) => ({
    consumer,
    upTo,
    waiting,
    idle: waiting.length === 0,
  });
  const takeUp = async (consumer: string, wish: Wish = {}) => {
    const { missed, ...left } = await places().takeUp(consumer, wish);
    return { ...left, ids: await idsOf(missed) };
  };
  const idsOf = async (missed: AsyncIterable<{ readonly id: number }>) => {
    const ids: number[] = [];
    for await (const { id } of missed) ids.push(id);
    return ids;
  };

  it('begins with what comes next, or with the time that is said', async () => {
    await append(2, { receivedAt: 1_000 });
    await append(2, { receivedAt: 2_000 });
    assert.deepEqual(await takeUp('new'), { waiting: [], upTo: 4, gone: 0, ids: [] });
    assert.deepEqual(await takeUp('new', { since: 2_000 }), { waiting: [], upTo: 4, gone: 0, ids: [3, 4] });
  });

  it('goes on after the place that was kept, through a long journal and in its order', async () => {
    const ids = await append(1_700, { receivedAt: 1_000 });
    await places().close([progress('app', 100), progress('other', 1_699)]);
    assert.deepEqual((await takeUp('app')).ids, ids.slice(100));
    assert.deepEqual((await takeUp('other')).ids, [1_700]);
    assert.deepEqual((await takeUp('app', { until: 103 })).ids, [101, 102, 103]);
    assert.deepEqual((await takeUp('app', { from: 1_698, since: 0 })).ids, [1_699, 1_700]);
  });

  it('reads the verified ones of the types that are wanted, and nothing that was imported', async () => {
    const other = receipt('evt_other').event;
    await journal.append(receipt('evt_1'));
    await journal.append(rejected('evt_2'));
    await journal.append(receipt('evt_3', { event: other && { ...other, type: 'customer.created' } }));
    const exported = join(dirname(file), 'exported.ndjson');
    await journal.exportTo(exported, {});
    await journal.clear();
    await journal.importFrom(exported);
    await append(1, { receivedAt: 1_000 });
    await places().close([progress('app', 0)]);
    assert.deepEqual(await takeUp('app'), { waiting: [], upTo: 7, gone: 3, ids: [7] });
    assert.deepEqual((await takeUp('app', { types: ['customer.*'] })).ids, []);
  });

  it('gives back what was not settled, and counts what is no longer in the journal', async () => {
    await append(5, { receivedAt: 1_000 });
    await places().close([progress('app', 3, [{ receiptId: 1 }]), progress('through', 5)]);
    await journal.clear();
    assert.deepEqual(await takeUp('app'), { waiting: [{ receiptId: 1 }], upTo: 3, gone: 2, ids: [] });
    assert.equal((await takeUp('through')).gone, 0);
    await append(2, { receivedAt: 2_000 });
    assert.deepEqual(await takeUp('app'), { waiting: [{ receiptId: 1 }], upTo: 7, gone: 2, ids: [6, 7] });
  });

  it('keeps the newest that was said, and forgets who is gone', async () => {
    await append(9, { receivedAt: 1_000 });
    const kept = places();
    kept.changed(() => [progress('app', 1)]);
    kept.changed(() => [progress('app', 8)]);
    while ((await journal.placeOf('app'))?.upTo !== 8) await setImmediate();
    await kept.forget('app');
    assert.equal(await journal.placeOf('app'), undefined);
  });

  it('marks that something may be left, until everybody is through and that is kept', async () => {
    await append(1, { receivedAt: 1_000 });
    const crashing = places();
    crashing.changed(() => [progress('app', 1)]);
    while (!existsSync(marker())) await setImmediate();
    await places().close([progress('app', 1, ['this'])]);
    assert.ok(existsSync(marker()));
    await places().close([progress('app', 1)]);
    assert.ok(!existsSync(marker()));
  });

  it('says when a place cannot be kept, and takes nothing for done then', async () => {
    const errors: unknown[] = [];
    await writeFile(marker(), '');
    const kept = places((error) => errors.push(error));
    await journal.close();
    await kept.close([progress('app', 1)]);
    assert.equal(errors.length, 1);
    assert.ok(existsSync(marker()));
  });

  it('has nothing to go by in a journal that had to be begun anew', async () => {
    await append(3, { receivedAt: 1_000 });
    await places().close([progress('app', 2)]);
    await journal.close();
    await writeFile(file, 'this is no database'.repeat(100));
    journal = await open(file);
    assert.ok(journal.setAside);
    assert.equal(await journal.placeOf('app'), undefined);
    assert.equal(journal.lastIdAtOpening, 0);
  });

  it('are kept by one of two windows: the other’s consumers get nothing that is not its own', async () => {
    await append(3, { receivedAt: 1_000 });
    const first = places();
    first.changed(() => [progress('app', 1, ['this'])]);
    while (!existsSync(marker())) await setImmediate();
    const other = new Places({
      journal: await open(file),
      marker: marker(),
      onError: (error) => assert.fail(String(error)),
      pauseMs: 0,
      patienceMs: 0,
    });
    const { waiting, missed } = await other.takeUp('app', { since: 0 });
    assert.deepEqual([waiting, await idsOf(missed)], [[], []]);
    other.changed(() => [progress('app', 3)]);
    await other.forget('app');
    await other.close([progress('app', 3)]);
    await first.close([progress('app', 2, ['that'])]);
    assert.ok(existsSync(marker()));
    assert.deepEqual(await takeUp('app'), { waiting: ['that'], upTo: 3, gone: 0, ids: [3] });
  });

  it('are taken over from a window that is closing', async () => {
    await append(3, { receivedAt: 1_000 });
    const closing = places();
    closing.changed(() => [progress('app', 1)]);
    while ((await journal.placeOf('app'))?.upTo !== 1) await setImmediate();
    const next = await open(file);
    assert.equal(await next.holdPlaces(), false);
    const onError = (error: unknown) => assert.fail(String(error));
    const takenUp = new Places({ journal: next, marker: marker(), onError }).takeUp('app', {});
    await closing.close([progress('app', 2)]);
    await journal.close();
    assert.deepEqual(await idsOf((await takenUp).missed), [3]);
  });

  it('knows what was there when the journal was opened', async () => {
    await append(3, { receivedAt: 1_000 });
    await journal.close();
    journal = await open(file);
    await append(1, { receivedAt: 2_000 });
    assert.equal(journal.lastIdAtOpening, 3);
  });
});
