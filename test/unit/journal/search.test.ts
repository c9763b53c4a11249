import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { encode, type ColumnValue } from '../../../src/journal/record/columns.ts';
import { openDatabase } from '../../../src/journal/worker/database.ts';
import { Store } from '../../../src/journal/worker/store.ts';
import { cleanUp, newFile, open, receipt } from './support/journals.ts';

const idsFor = (store: Store, text: string) => {
  while (store.followUp('text'));
  return store.list({ limit: 100, filter: { text } }).map(({ id }) => id);
};

function append(store: Store, bodies: readonly string[]): void {
  for (const body of bodies) {
    const one = receipt('evt_1', { body: Buffer.from(body) });
    const values: ColumnValue[] = [];
    encode(one, values);
    store.append([
      { kind: 'append', values: [...values, ''], bodies: new Uint8Array(one.body).buffer, attempts: [] },
    ]);
  }
}

const bodies = [
  '{"customer":"cus_R1qZ0aW2","email":"jenny.rosen@example.com"}',
  String.raw`{"name":"Jos\u00e9 M\u00fcller","note":"one\ntwo\t\"three\"","url":"https:\/\/example.com"}`,
  '{\n  "status": "past_due",\n  "cancel_at_period_end": true\n}',
  'no JSON at all: espresso',
  '{"status":"active","past_due":false,"amount":2000}',
];

describe('Journal: full-text search', function () {
  this.timeout(60_000);
  afterEach(cleanUp);

  for (const fullText of [true, false]) {
    describe(fullText ? 'with FTS5' : 'without FTS5', () => {
      const cases: readonly (readonly [what: string, text: string, ids: readonly number[]])[] = [
        ['an id', 'cus_R1qZ0aW2', [1]],
        ['the beginning of an id, not regarding case', 'CUS_r1q', [1]],
        ['nothing by the middle of a word', 'R1qZ0aW2', []],
        ['an address', 'jenny.rosen@example.com', [1]],
        ['part of an address', 'rosen@example', [1]],
        ['what JSON escapes, with or without accents', 'josé muller', [2]],
        ['words between escapes', 'two three', [2]],
        ['all words in any order', 'true status', [3]],
        ['only when all words are there', 'true active', []],
        ['pasted JSON', '"\\"status\\": \\"past_due\\""'.replaceAll('\\"', ''), [3]],
        ['a phrase of whole words', '"status past_due"', [3]],
        ['no phrase by the beginning of its last word', '"status past"', []],
        ['what is no JSON', 'espresso', [4]],
        ['a number', '2000', [5]],
        ['the newest first', 'status', [5, 3]],
        ['everything for signs alone', '" * : -', [5, 4, 3, 2, 1]],
        ['without taking operators for any', 'status OR espresso', []],
        ['an unclosed quote', '"status act', []],
      ];
      for (const [what, text, ids] of cases) {
        it(`finds ${what}: ${text}`, async () => {
          const store = new Store(openDatabase(await newFile()), fullText);
          append(store, bodies);
          assert.deepEqual(idsFor(store, text), ids);
          store.close();
        });
      }
    });
  }

  it('finds the same with and without FTS5, whatever is looked for', async () => {
    const file = await newFile();
    const fts = new Store(openDatabase(file), true);
    const plain = new Store(openDatabase(file), false);
    const word = fc.constantFrom(
      'status',
      'Éclair',
      'ss',
      'ß',
      'a_b',
      'a',
      'x1',
      '…',
      '日本',
      '"',
      '-',
      '*',
      ' ',
    );
    const text = fc.array(word, { maxLength: 5 }).map((words) => words.join(''));
    append(fts, fc.sample(text, 200));
    fc.assert(
      fc.property(text, (wanted) => {
        assert.deepEqual(idsFor(fts, wanted), idsFor(plain, wanted));
      }),
      { numRuns: 300 },
    );
    fts.close();
    plain.close();
  });

  it('takes any text', async () => {
    const store = new Store(openDatabase(await newFile()));
    append(store, bodies);
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => Array.isArray(idsFor(store, text))));
    store.close();
  });

  it('finds what was appended a moment ago', async () => {
    const journal = await open(await newFile());
    for (let index = 0; index < 300; index++) {
      await journal.append(receipt(`evt_${index}`, { body: Buffer.from(`{"order":"order_${index}"}`) }));
      if (index % 100 > 0) continue;
      assert.equal((await journal.list({ limit: 9, filter: { text: `order_${index}` } }))[0]?.id, index + 1);
    }
    assert.equal(await journal.count({ text: 'order' }), 300);
  });

  it('reads large bodies in small portions, and no more than their beginning', async () => {
    const megabyte = 1024 * 1024;
    const database = openDatabase(await newFile());
    const store = new Store(database);
    const large = `first ${'x '.repeat(megabyte / 2)} last`;
    append(store, [large, large, large, large]);
    let steps = 0;
    while (store.followUp('text')) steps++;
    assert.ok(steps > 4, `${steps} steps`);
    let looked = 0;
    database.function('has_text', () => {
      looked++;
      return 0;
    });
    assert.deepEqual(idsFor(store, 'first'), [4, 3, 2, 1]);
    assert.deepEqual(idsFor(store, 'last'), []);
    assert.ok(looked <= 4, `${looked} bodies looked into`);
    store.close();
  });

  it('does not end the thread with a body whose text exceeds its memory', async () => {
    const journal = await open(await newFile());
    const body = Buffer.alloc(16 * 1024 * 1024, String.raw`a \u00e4 `);
    await Promise.all(Array.from({ length: 2 }, () => journal.append(receipt('evt_1', { body }))));
    assert.equal(await journal.count({ text: 'a' }), 2);
  });

  it('does not keep bodies a second time', async () => {
    const file = await newFile();
    const store = new Store(openDatabase(file));
    const body = 'word '.repeat(2_000);
    append(
      store,
      Array.from({ length: 50 }, () => body),
    );
    assert.equal(idsFor(store, 'word').length, 50);
    store.close();
    const database = new DatabaseSync(file);
    const size = database.prepare("SELECT sum(pgsize) AS size FROM dbstat WHERE name LIKE 'search%'").get();
    assert.ok(Number(size?.['size']) < (body.length * 50) / 2);
    database.close();
  });

  it('makes a damaged index anew and answers', async () => {
    const file = await newFile();
    const first = await open(file);
    await first.append(receipt('evt_1', { body: Buffer.from('{"name":"espresso"}') }));
    assert.equal(await first.count({ text: 'espresso' }), 1);
    await first.close();
    // Without this option SQLite guards the index's own tables.
    const database = new DatabaseSync(file, { defensive: false } as object);
    database.exec('DELETE FROM search_data WHERE id > 10');
    database.close();
    const journal = await open(file);
    assert.equal(await journal.count({ text: 'espresso' }), 1);
    assert.equal(journal.setAside, undefined);
  });
});
