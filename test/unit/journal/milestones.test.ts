import assert from 'node:assert/strict';
import { cleanUp, newFile, open, receipt, rejected } from './support/journals.ts';

describe('the milestones of a journal', () => {
  afterEach(cleanUp);

  it('are the ids of every so manyth receipt that a filter wants, from the oldest on', async () => {
    const journal = await open(await newFile());
    const made = Array.from({ length: 50 }, (_, index) =>
      journal.append(index % 2 === 0 ? receipt(`evt_${index}`) : rejected(`evt_${index}`)),
    );
    const ids = (await Promise.all(made)).map(({ id }) => id);
    const everyTenth = (all: readonly number[]) => all.filter((_, index) => index % 10 === 0);
    assert.deepEqual(await journal.milestones({}, 10), everyTenth(ids));
    const wanted = ids.filter((_, index) => index % 2 === 1);
    assert.deepEqual(await journal.milestones({ outcome: 'rejected' }, 10), everyTenth(wanted));
    assert.deepEqual(await journal.milestones({ text: 'evt_7' }, 10), [ids[7]]);
    assert.deepEqual(await journal.milestones({ types: ['nothing'] }, 10), []);
  });

  it('are looked up a part at a time, so that an append need not wait for all', async () => {
    const journal = await open(await newFile());
    const made = Array.from({ length: 9_000 }, (_, index) =>
      journal.append(index % 3 === 0 ? rejected(`evt_${index}`) : receipt(`evt_${index}`)),
    );
    const ids = (await Promise.all(made)).map(({ id }) => id);
    const wanted = ids.filter((_, index) => index % 3 === 0);
    assert.equal(await journal.count({ outcome: 'rejected' }), wanted.length);
    const order: string[] = [];
    const asked = journal.milestones({ outcome: 'rejected' }, 7);
    await Promise.all([
      asked.then(() => order.push('looked up')),
      journal.append(receipt('evt_late')).then(() => order.push('appended')),
    ]);
    assert.deepEqual(order, ['appended', 'looked up']);
    assert.deepEqual(
      await asked,
      wanted.filter((_, index) => index % 7 === 0),
    );
  });

  it('names the event types that there are, each once', async () => {
    const journal = await open(await newFile());
    const ofType = (type: string) => {
      const { event, ...rest } = receipt('evt_1');
      assert.ok(event);
      return journal.append({ ...rest, event: { ...event, type } });
    };
    await Promise.all(['invoice.paid', 'charge.refunded', 'invoice.paid'].map(ofType));
    assert.deepEqual(await journal.types(), ['charge.refunded', 'invoice.paid']);
  });
});
