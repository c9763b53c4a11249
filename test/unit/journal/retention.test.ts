import assert from 'node:assert/strict';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import type { Journal } from '../../../src/journal/journal.ts';
import { attempt, cleanUp, newFile, open, receipt } from './support/journals.ts';

const day = 86_400_000;

const idsOf = async (journal: Journal) => (await journal.list({ limit: 1_000 })).map(({ id }) => id);

/** Appends receipts of the given ages, oldest first, with an attempt each. */
async function appendOfAge(journal: Journal, days: readonly number[], bytes = 100): Promise<void> {
  for (const [index, age] of days.entries()) {
    const receivedAt = Date.now() - age * day;
    const body = Buffer.from(JSON.stringify({ word: `word${index}`, filler: 'x'.repeat(bytes) }));
    const { id } = await journal.append(receipt(`evt_${index}`, { receivedAt, body }));
    await journal.recordAttempt(id, attempt('app'));
  }
}

describe('Journal: retention', function () {
  this.timeout(30_000);
  afterEach(cleanUp);

  it('deletes what is too old, with all that belongs to it', async () => {
    const journal = await open(await newFile());
    await appendOfAge(journal, [40, 31, 29, 1, 0]);
    assert.equal(await journal.count({ text: 'word1' }), 1);
    const removed = once(journal, 'removed');
    assert.equal(await journal.prune({ maxAgeMs: 30 * day }), 2);
    await removed;
    assert.deepEqual(await idsOf(journal), [5, 4, 3]);
    assert.equal(await journal.count({ text: 'word1' }), 0);
    assert.equal(await journal.count({ text: 'word2' }), 1);
    assert.equal(await journal.count({ delivery: 'delivered' }), 3);
    assert.deepEqual(await journal.attemptsOf(1), []);
    assert.equal(await journal.get(1), undefined);
  });

  it('deletes the oldest of what is too much, and no more', async () => {
    const journal = await open(await newFile());
    await appendOfAge(
      journal,
      Array.from({ length: 500 }, () => 0),
      20_000,
    );
    const removed = await journal.prune({ maxBytes: 4_000_000 });
    const ids = await idsOf(journal);
    assert.equal(ids.length, 500 - removed);
    assert.equal(ids[0], 500);
    assert.ok(ids.length > 50 && ids.length < 220, `${ids.length} are left`);
    assert.equal(await journal.prune({ maxBytes: 4_000_000 }), 0);
  });

  it('takes appends and answers while it deletes', async () => {
    const journal = await open(await newFile());
    await appendOfAge(
      journal,
      Array.from({ length: 600 }, () => 9),
    );
    const order: string[] = [];
    const pruned = journal.prune({ maxAgeMs: day }).then(() => order.push('pruned'));
    await journal.append(receipt('evt_new', { receivedAt: Date.now() }));
    await journal.get(1);
    order.push('appended');
    await pruned;
    assert.deepEqual(order, ['appended', 'pruned']);
    assert.deepEqual(await idsOf(journal), [601]);
  });

  it('keeps no more than it is told from then on', async () => {
    const journal = await open(await newFile());
    await appendOfAge(journal, [40]);
    const removed = once(journal, 'removed');
    journal.retain({ maxAgeMs: 30 * day, maxBytes: 3_000_000 });
    await removed;
    assert.deepEqual(await idsOf(journal), []);
    const tooMuch = once(journal, 'removed');
    await appendOfAge(
      journal,
      Array.from({ length: 400 }, () => 0),
      20_000,
    );
    await tooMuch;
    assert.ok((await idsOf(journal)).length < 300);
  });

  it('clears all, gives the space back, and never uses an id again', async () => {
    const file = await newFile();
    const journal = await open(file);
    await appendOfAge(
      journal,
      Array.from({ length: 300 }, () => 0),
      5_000,
    );
    const told: number[] = [];
    assert.equal(await journal.clear({ onProgress: ({ done, total }) => told.push(done / total) }), 300);
    assert.deepEqual(await idsOf(journal), []);
    assert.equal((await journal.append(receipt('evt_1'))).id, 301);
    await journal.close();
    assert.ok((await stat(file)).size < 400_000);
    assert.ok(told.length > 0 && told.every((share) => share > 0 && share <= 1));
  });

  it('ends early when it is cancelled, or the journal closed', async () => {
    const file = await newFile();
    const journal = await open(file);
    await appendOfAge(
      journal,
      Array.from({ length: 500 }, () => 9),
    );
    const removed = await journal.clear({ signal: AbortSignal.abort() });
    assert.ok(removed < 500, `${removed} were removed`);
    const pruned = journal.prune({ maxAgeMs: day });
    await journal.close();
    assert.ok((await pruned) <= 500 - removed);
  });
});
