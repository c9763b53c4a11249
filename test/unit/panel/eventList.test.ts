import assert from 'node:assert/strict';
import type { ReceiptFilter } from '../../../src/journal/filter.ts';
import type { Journal } from '../../../src/journal/journal.ts';
import { EventList, pageSize } from '../../../src/ui/panel/eventList.ts';
import { attempt, cleanUp, newFile, open, receipt, rejected } from '../journal/support/journals.ts';
import { pagesOf } from './support/pages.ts';

const ids = (rows: readonly { readonly id: number }[]) => rows.map(({ id }) => id);

/** A list that is counted. */
async function opened(journal: Journal, filter: ReceiptFilter): Promise<EventList> {
  const list = await EventList.open(journal, filter);
  await list.counted;
  return list;
}

describe('the list of events', () => {
  let journal: Journal;

  beforeEach(async () => {
    journal = await open(await newFile());
  });
  afterEach(cleanUp);

  /** Appends receipts, every third of them rejected; gives their ids. */
  async function append(count: number, from = 0): Promise<number[]> {
    const made = Array.from({ length: count }, (_, index) => {
      const id = `evt_${from + index}`;
      return journal.append((from + index) % 3 === 2 ? rejected(id) : receipt(id));
    });
    return (await Promise.all(made)).map(({ id }) => id);
  }

  it('gives the rows of any place, counted from the oldest', async () => {
    const all = await append(2 * pageSize + 30);
    const list = await opened(journal, {});
    assert.equal(list.total, all.length);
    assert.deepEqual(ids(await list.rows(0, 5)), all.slice(0, 5));
    assert.deepEqual(ids(await list.rows(95, 205)), all.slice(95, 205));
    assert.deepEqual(ids(await list.rows(225, 900)), all.slice(225));
    assert.deepEqual(await list.rows(900, 950), []);
  });

  it('gives the newest matches before they are counted, and says how far places rise then', async () => {
    const all = await append(2 * pageSize + 30);
    const list = await EventList.open(journal, {});
    assert.equal(list.isCounted, false);
    assert.deepEqual(ids(await list.rows(0, pageSize)), all.slice(-pageSize));
    assert.equal(await list.counted, pageSize + 30);
    assert.equal(list.isCounted, true);
    assert.deepEqual(ids(await list.rows(pageSize + 30, all.length)), all.slice(-pageSize));
  });

  it('asks for the newest matches before their count: the journal answers in turn, and counting takes longer', async () => {
    await append(pageSize + 1);
    const asked: string[] = [];
    const list = await EventList.open(
      {
        ...pagesOf(journal),
        list: (query) => {
          asked.push(query.limit === pageSize ? 'page' : 'newest');
          return journal.list(query);
        },
        count: (filter) => {
          asked.push('count');
          return journal.count(filter);
        },
      },
      {},
    );
    await list.counted;
    assert.deepEqual(asked, ['newest', 'page', 'count']);
  });

  it('gives the rows of a filter’s matches alone', async () => {
    const all = await append(400);
    const matches = all.filter((_, index) => index % 3 === 2);
    const list = await opened(journal, { outcome: 'rejected' });
    assert.equal(list.total, matches.length);
    assert.deepEqual(ids(await list.rows(98, 103)), matches.slice(98, 103));
  });

  it('takes in what arrives without moving what is there', async () => {
    const before = await append(150);
    const list = await opened(journal, { outcome: 'verified' });
    const verified = before.filter((_, index) => index % 3 !== 2);
    const after = await append(150, 150);
    assert.equal(await list.follow(after), 100);
    const all = [...verified, ...after.filter((_, index) => (150 + index) % 3 !== 2)];
    assert.equal(list.total, 200);
    assert.deepEqual(ids(await list.rows(0, 200)), all);
    assert.equal(list.outdated, false);
    assert.equal(await list.follow([]), 0);
  });

  it('takes in once what arrives while its pages are read and its matches counted', async () => {
    const before = await append(2 * pageSize);
    const after: number[] = [];
    const arriving = async () => after.push(...(await append(1, before.length + after.length)));
    const list = await EventList.open(
      {
        ...pagesOf(journal),
        list: async (query) => {
          if (after.length === 0 && query.filter) await arriving();
          return journal.list(query);
        },
        count: async (filter) => {
          await arriving();
          return journal.count(filter);
        },
      },
      {},
    );
    await list.counted;
    await list.follow(after);
    assert.equal(list.total, before.length + after.length);
    assert.deepEqual(ids(await list.rows(0, list.total)), [...before, ...after]);
  });

  it('finds the place of a receipt, or of the next one that matches', async () => {
    const all = await append(250);
    const list = await opened(journal, { outcome: 'verified' });
    assert.deepEqual(await list.placeOf(all[3] ?? 0), { position: 2, isOwn: true });
    assert.deepEqual(await list.placeOf(all[2] ?? 0), { position: 2, isOwn: false });
    assert.equal(await list.placeOf((all.at(-1) ?? 0) + 1), undefined);
  });

  it('takes in an event that fails after it was listed as unsent, and knows when places no longer hold', async () => {
    const [first = 0, second = 0] = await append(2);
    await journal.recordAttempt(second, attempt('app', { response: undefined, error: 'It hung up.' }));
    const list = await opened(journal, { delivery: 'failed' });
    assert.deepEqual(ids(await list.rows(0, 9)), [second]);
    const [third = 0] = await append(1, 3);
    await journal.recordAttempt(third, attempt('app', { response: undefined, error: 'It hung up.' }));
    assert.equal(await list.follow([third]), 1);
    assert.equal(list.outdated, false);
    await journal.recordAttempt(first, attempt('app', { response: undefined, error: 'It hung up.' }));
    await list.follow([first]);
    assert.equal(list.outdated, true);
  });

  it('is empty when nothing matches', async () => {
    await append(3);
    const list = await opened(journal, { types: ['nothing.like_this'] });
    assert.equal(list.total, 0);
    assert.deepEqual(await list.rows(0, 100), []);
    assert.equal(await list.placeOf(1), undefined);
  });
});
