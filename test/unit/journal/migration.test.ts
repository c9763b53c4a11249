import assert from 'node:assert/strict';
import { copyFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { DatabaseSync } from 'node:sqlite';
import { attempt, cleanUp, newFile, open, receipt } from './support/journals.ts';

/** Written by the first version of this extension: six receipts, the fourth a duplicate, the last two rejected. */
const old = fileURLToPath(new URL('fixtures/schema-1.sqlite', import.meta.url));

/**
 * Written before runs were recorded: five receipts, the third a duplicate, the fourth rejected, the last one not yet in
 * the indexes; the first was delivered, the second failed.
 */
const withoutRuns = fileURLToPath(new URL('fixtures/schema-2.sqlite', import.meta.url));

async function copyOfOld(from = old): Promise<string> {
  const file = await newFile();
  await copyFile(from, file);
  return file;
}

describe('Journal: a file of the first version', function () {
  this.timeout(20_000);
  afterEach(cleanUp);

  it('keeps every receipt as it was', async () => {
    const journal = await open(await copyOfOld());
    const receipts = await journal.list({ limit: 10 });
    assert.deepEqual(
      receipts.map(({ id, event, duplicate, verdict }) => [id, event?.id, duplicate, verdict.outcome]),
      [
        [6, undefined, false, 'rejected'],
        [5, undefined, false, 'rejected'],
        [4, 'evt_snapshot', true, 'verified'],
        [3, 'evt_ancient', false, 'verified'],
        [2, 'evt_thin', false, 'verified'],
        [1, 'evt_snapshot', false, 'verified'],
      ],
    );
    assert.deepEqual(
      Buffer.from((await journal.get(5))?.body ?? []),
      Buffer.from('not { JSON \xff', 'latin1'),
    );
    assert.equal(receipts[0]?.delivery, undefined);
  });

  it('learns the API requests from the payloads, whatever their age and kind', async () => {
    const journal = await open(await copyOfOld());
    const receipts = await journal.list({ limit: 10 });
    assert.deepEqual(
      receipts.map(({ event }) => event?.requestId),
      [undefined, undefined, undefined, 'req_ancient', 'req_thin', 'req_snapshot'],
    );
    assert.equal((await journal.list({ limit: 10, filter: { requestId: 'req_thin' } }))[0]?.id, 2);
  });

  it('can be searched, filtered, counted and added to', async () => {
    const journal = await open(await copyOfOld());
    assert.equal((await journal.list({ limit: 10, filter: { text: 'GRUße-0042' } }))[0]?.id, 1);
    assert.equal(await journal.count({ outcome: 'rejected' }), 2);
    assert.equal(await journal.count({ duplicates: 'only' }), 1);
    await journal.recordAttempt(3, attempt('app'));
    assert.equal(await journal.count({ delivery: 'delivered' }), 1);
    assert.equal((await journal.append(receipt('evt_thin'))).duplicate, true);
  });

  it('is brought to the newer schema once, by however many windows', async () => {
    const file = await copyOfOld();
    const journals = await Promise.all([open(file), open(file), open(file)]);
    for (const journal of journals) assert.equal(await journal.count({}), 6);
    const database = new DatabaseSync(file);
    assert.deepEqual({ ...database.prepare('PRAGMA user_version').get() }, { user_version: 4 });
    assert.deepEqual({ ...database.prepare('PRAGMA integrity_check').get() }, { integrity_check: 'ok' });
    database.close();
  });
});

describe('Journal: a file from before runs were recorded', function () {
  this.timeout(20_000);
  afterEach(cleanUp);

  it('keeps its receipts and attempts, of which none is known to be of a run', async () => {
    const journal = await open(await copyOfOld(withoutRuns));
    const receipts = await journal.list({ limit: 10 });
    assert.deepEqual(
      receipts.map(({ id, event, duplicate, run }) => [id, event?.id, duplicate, run]),
      [
        [5, 'evt_last', false, undefined],
        [4, 'evt_bad', false, undefined],
        [3, 'evt_one', true, undefined],
        [2, 'evt_two', false, undefined],
        [1, 'evt_one', false, undefined],
      ],
    );
    assert.equal(await journal.count({ delivery: 'failed' }), 1);
    assert.equal(await journal.count({ text: 'not indexed yet' }), 1);
    assert.equal(await journal.count({ runs: ['*'] }), 0);
  });

  it('takes up runs from then on', async () => {
    const journal = await open(await copyOfOld(withoutRuns));
    const run = { id: 'trial-1f3a9c20', kind: 'scenario', name: 'Trial', step: 1, steps: 2 } as const;
    const { id } = await journal.append(receipt('evt_new', { run }));
    assert.deepEqual((await journal.get(id))?.run, run);
    assert.deepEqual(await journal.runs(10), [run.id]);
    assert.equal(await journal.count({ runs: ['trial-*'] }), 1);
  });
});
