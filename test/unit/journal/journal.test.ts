import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { Journal, type JournalledReceipt } from '../../../src/journal/journal.ts';
import { JournalError } from '../../../src/journal/entry.ts';
import type { Receipt } from '../../../src/receiver/receipt.ts';
import { cleanUp, newFile, open, receipt, rejected } from './support/journals.ts';

/** Spoils the first page of a table or an index of a closed file. */
async function damage(file: string, name: string): Promise<void> {
  const whole = new DatabaseSync(file);
  const row = whole.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(name);
  whole.close();
  const at = (Number(row?.['rootpage']) - 1) * 8192;
  await writeFile(file, (await readFile(file)).fill(0xa5, at, at + 8192));
}

function damageTextIndex(file: string): Promise<void> {
  // Without this option SQLite guards the index's own tables.
  const database = new DatabaseSync(file, { defensive: false } as object);
  database.exec('DELETE FROM search_data WHERE id = 1');
  database.close();
  return Promise.resolve();
}

const idsOf = (receipts: readonly JournalledReceipt[]) => receipts.map(({ event }) => event?.id);

describe('Journal', function () {
  this.timeout(20_000);
  afterEach(cleanUp);

  it('gives back everything of a receipt, after closing and opening again', async () => {
    const file = await newFile();
    const given: Receipt[] = [
      receipt('evt_1', {
        headers: [
          ['X-Odd', 'a: b'],
          ['x-odd', ''],
          ['Ä', 'ö'],
        ],
      }),
      rejected('evt_2', { source: 'http' }),
      receipt('evt_3', { event: undefined, body: new Uint8Array() }),
      receipt('evt_4', {
        verdict: {
          outcome: 'rejected',
          cause: 'timestamp-too-old',
          explanation: 'Old.',
          remedy: 'Again.',
          secret: { connectionId: 'acct', endpointId: 'we_2' },
        },
      }),
    ];
    const first = await open(file);
    const appended = await Promise.all(given.map((one) => first.append(one)));
    await first.close();
    const again = await open(file);
    for (const [index, { id }] of appended.entries()) {
      const found = await again.get(id);
      const expected = given[index] as Receipt;
      assert.deepEqual(found, {
        ...expected,
        ...{
          id,
          duplicate: false,
          delivery: undefined,
          importedAt: undefined,
          size: expected.body.length,
          body: new Uint8Array(expected.body),
        },
      });
    }
  });

  it('keeps exact bytes, whatever they are', async () => {
    const journal = await open(await newFile());
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 20_000 }), async (body) => {
        const { id } = await journal.append(receipt('evt_bytes', { body }));
        assert.deepEqual((await journal.get(id))?.body, body);
      }),
      { numRuns: 200 },
    );
  });

  it('counts ids up in the order of appending, across batches', async () => {
    const journal = await open(await newFile());
    const appended = await Promise.all(
      Array.from({ length: 500 }, (_, index) => journal.append(receipt(`evt_${index}`))),
    );
    assert.deepEqual(
      appended.map(({ id }) => id),
      Array.from({ length: 500 }, (_, index) => index + 1),
    );
    assert.equal((await journal.get(321))?.event?.id, 'evt_320');
  });

  it('takes bodies that together exceed a batch by far', async () => {
    const journal = await open(await newFile());
    const body = new Uint8Array(1024 * 1024).fill(7);
    await Promise.all(Array.from({ length: 24 }, () => journal.append(receipt('evt_large', { body }))));
    assert.equal((await journal.list({ limit: 100 })).length, 24);
  });

  it('recognises an event it has seen verified, also within a batch and after reopening', async () => {
    const file = await newFile();
    const first = await open(file);
    const both = await Promise.all([first.append(receipt('evt_1')), first.append(receipt('evt_1'))]);
    assert.deepEqual(
      both.map(({ duplicate }) => duplicate),
      [false, true],
    );
    await first.close();
    const again = await open(file);
    assert.equal((await again.append(receipt('evt_1'))).duplicate, true);
    assert.equal((await again.append(receipt('evt_2'))).duplicate, false);
    assert.deepEqual(
      (await again.list({ limit: 2 })).map(({ duplicate }) => duplicate),
      [false, true],
    );
  });

  it('does not take an event for seen because of a forgery, nor a forgery for the event', async () => {
    const journal = await open(await newFile());
    await journal.append(rejected('evt_1'));
    const { id, duplicate } = await journal.append(receipt('evt_1'));
    assert.equal(duplicate, false);
    assert.equal((await journal.append(rejected('evt_1'))).duplicate, false);
    assert.equal((await journal.latestOf('evt_1'))?.id, id);
    assert.equal(await journal.latestOf('evt_unknown'), undefined);
  });

  it('lists newest first, page by page, stable while more arrive', async () => {
    const journal = await open(await newFile());
    for (const id of ['evt_1', 'evt_2', 'evt_3', 'evt_4', 'evt_5']) await journal.append(receipt(id));
    const page = await journal.list({ limit: 2 });
    assert.deepEqual(idsOf(page), ['evt_5', 'evt_4']);
    await journal.append(receipt('evt_6'));
    const next = await journal.list({ limit: 2, before: page.at(-1)?.id ?? 0 });
    assert.deepEqual(idsOf(next), ['evt_3', 'evt_2']);
  });

  it('lists by event, type and outcome', async () => {
    const journal = await open(await newFile());
    const charge = receipt('evt_2');
    await journal.append(receipt('evt_1'));
    await journal.append({ ...charge, event: charge.event && { ...charge.event, type: 'charge.failed' } });
    await journal.append(rejected('evt_3'));
    assert.deepEqual(idsOf(await journal.list({ limit: 9, filter: { types: ['charge.failed'] } })), [
      'evt_2',
    ]);
    assert.deepEqual(idsOf(await journal.list({ limit: 9, filter: { eventId: 'evt_1' } })), ['evt_1']);
    assert.deepEqual(idsOf(await journal.list({ limit: 9, filter: { outcome: 'rejected' } })), ['evt_3']);
    assert.deepEqual(
      idsOf(await journal.list({ limit: 9, filter: { outcome: 'verified', types: ['invoice.paid'] } })),
      ['evt_1'],
    );
  });

  it('never writes down headers that carry credentials', async () => {
    const file = await newFile();
    const journal = await open(file);
    const { id } = await journal.append(
      receipt('evt_1', {
        headers: [
          ['AUTHORIZATION', 'Bearer hidden'],
          ['cookie', 'session=hidden'],
          ['Stripe-Signature', 't=1,v1=a'],
        ],
      }),
    );
    assert.deepEqual((await journal.get(id))?.headers, [['Stripe-Signature', 't=1,v1=a']]);
    await journal.close();
    assert.ok(!(await readFile(file)).includes('hidden'));
  });

  it('commits what was appended before it closes, and nothing after', async () => {
    const file = await newFile();
    const journal = await open(file);
    const appends = Array.from({ length: 100 }, (_, index) => journal.append(receipt(`evt_${index}`)));
    await journal.close();
    await Promise.all(appends);
    await assert.rejects(journal.append(receipt('evt_late')), /closed/);
    await assert.rejects(journal.list({ limit: 1 }), JournalError);
    assert.equal((await (await open(file)).list({ limit: 1_000 })).length, 100);
  });

  it('serves two writers of one file without losing anything', async () => {
    const file = await newFile();
    const journals = await Promise.all([open(file), open(file), open(file)]);
    const appended = await Promise.all(
      journals.flatMap((journal, writer) =>
        Array.from({ length: 300 }, (_, index) => journal.append(receipt(`evt_${writer}_${index}`))),
      ),
    );
    assert.equal(new Set(appended.map(({ id }) => id)).size, 900);
    assert.equal((await journals[0].list({ limit: 1_000 })).length, 900);
  });
});

describe('Journal: files that are not as they should be', function () {
  this.timeout(20_000);
  afterEach(cleanUp);

  it('sets a file aside that is no database, says so, and begins a new one', async () => {
    const file = await newFile();
    await writeFile(file, 'not a database, but long enough to look like one at first sight');
    const journal = await open(file);
    assert.match(journal.setAside ?? '', /events\.sqlite\.damaged-\d{4}-/);
    assert.match(await readFile(journal.setAside ?? '', 'utf8'), /^not a database/);
    assert.equal((await journal.append(receipt('evt_1'))).id, 1);
  });

  it('sets a file aside that turns out to be damaged while it is in use, and loses no append', async () => {
    const file = await newFile();
    const first = await open(file);
    await Promise.all(Array.from({ length: 200 }, (_, index) => first.append(receipt(`evt_${index}`))));
    await first.close();
    // It is looked at when something is appended, but not when the file is opened.
    await damage(file, 'content');
    const journal = await open(file);
    const setAside = once(journal, 'setAside');
    const { id } = await journal.append(receipt('evt_after'));
    assert.equal((await journal.get(id))?.event?.id, 'evt_after');
    assert.deepEqual(await setAside, [journal.setAside]);
    assert.ok((await readdir(dirname(file))).some((name) => name.includes('.damaged-')));
  });

  for (const { what, spoil, isSetAside } of [
    { what: 'file', spoil: (file: string) => damage(file, 'lookup_event_kind'), isSetAside: true },
    { what: 'full-text index', spoil: damageTextIndex, isSetAside: false },
  ])
    it(`can be cleared although the ${what} is damaged where only deletions look`, async () => {
      const file = await newFile();
      const first = await open(file);
      await Promise.all(Array.from({ length: 200 }, (_, index) => first.append(receipt(`evt_${index}`))));
      assert.equal(await first.count({ text: 'evt_77' }), 1);
      await first.close();
      await spoil(file);
      const journal = await open(file);
      await journal.clear();
      assert.equal(await journal.count({}), 0);
      assert.equal(journal.setAside !== undefined, isSetAside);
      await journal.append(receipt('evt_after'));
      assert.equal(await journal.count({ text: 'evt_after' }), 1);
    });

  it('leaves a file of a newer version alone', async () => {
    const file = await newFile();
    const newer = new DatabaseSync(file);
    newer.exec('CREATE TABLE future (x); PRAGMA user_version = 1000');
    newer.close();
    await assert.rejects(open(file), {
      name: 'JournalError',
      message: /newer version of this extension; update/,
    });
    const still = new DatabaseSync(file);
    assert.deepEqual({ ...still.prepare('PRAGMA user_version').get() }, { user_version: 1000 });
    still.close();
  });

  it('says in one sentence that a file cannot be made', async () => {
    const file = await newFile();
    await writeFile(file, '');
    await assert.rejects(open(`${file}/below/a/file.sqlite`), {
      name: 'JournalError',
      message: /could not be used/,
    });
  });

  it('rejects everything that waits, and everything after, when the thread dies', async () => {
    const script = `
      import { parentPort } from 'node:worker_threads';
      parentPort.on('message', () => { throw new Error('boom'); });
      parentPort.postMessage({ kind: 'opened' });`;
    const dying = new URL(`data:text/javascript,${encodeURIComponent(script)}`);
    const journal = await Journal.open(await newFile(), dying);
    const failed = once(journal, 'failed');
    await assert.rejects(
      Promise.all([journal.append(receipt('evt_1')), journal.list({ limit: 1 })]),
      /thread failed: boom/,
    );
    await failed;
    await assert.rejects(journal.append(receipt('evt_2')), JournalError);
    await journal.close();
  });
});
