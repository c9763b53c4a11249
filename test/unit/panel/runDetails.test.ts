import assert from 'node:assert/strict';
import type { Journal } from '../../../src/journal/journal.ts';
import { runDetails } from '../../../src/ui/panel/runDetails.ts';
import { cleanUp, newFile, open, receipt } from '../journal/support/journals.ts';

describe('the run of an event in the panel', () => {
  let journal: Journal;
  const scenario = { id: 'trial-1f3a9c20', kind: 'scenario', name: 'Trial' } as const;

  beforeEach(async () => {
    journal = await open(await newFile());
  });
  afterEach(cleanUp);

  const arrive = (event: string, run?: object) =>
    journal.append(receipt(event, { ...(run && { run: { ...scenario, ...run } }) }));
  const shown = async (id: number) => {
    const full = await journal.get(id);
    assert.ok(full);
    return runDetails(journal, full);
  };

  it('has its events in the order of the story, whatever the order of arrival', async () => {
    await arrive('evt_c', { step: 3, steps: 4 });
    await arrive('evt_other');
    await arrive('evt_a', { step: 1, steps: 4 });
    const { id } = await arrive('evt_b', { step: 2, steps: 4 });
    await arrive('evt_x', { id: 'trial-77aa0b12', step: 1, steps: 4 });
    const run = await shown(id);
    assert.deepEqual([run?.step, run?.steps, run?.name], [2, 4, 'Trial']);
    assert.deepEqual(
      run?.events.map(({ row, step }) => [row.eventId, step]),
      [
        ['evt_a', 1],
        ['evt_b', 2],
        ['evt_c', 3],
      ],
    );
  });

  it('has an event that came twice once: the arrival that is looked at, or else the first', async () => {
    const first = await arrive('evt_a', { step: 1, steps: 2 });
    const other = await arrive('evt_b', { step: 2, steps: 2 });
    const second = await arrive('evt_a', { step: 1, steps: 2 });
    const idsSeenFrom = async (id: number) => (await shown(id))?.events.map(({ row }) => row.id);
    assert.deepEqual(await idsSeenFrom(other.id), [first.id, other.id]);
    assert.deepEqual(await idsSeenFrom(second.id), [second.id, other.id]);
  });

  it('has them in the order of arrival where nothing says which is which', async () => {
    const ids = [];
    for (const event of ['evt_c', 'evt_a', 'evt_b']) ids.push((await arrive(event, { kind: 'fixture' })).id);
    assert.deepEqual(
      (await shown(ids[1] ?? 0))?.events.map(({ row }) => row.id),
      ids,
    );
  });

  it('is none for an event of none', async () => {
    assert.equal(await shown((await arrive('evt_a')).id), undefined);
  });
});
