import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Journal } from '../../../src/journal/journal.ts';
import { attempt, cleanUp, newFile, open, receipt } from './support/journals.ts';

/** Collects what a journal says has changed. */
class Watcher {
  readonly ids: number[] = [];
  removed = 0;
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
    journal.on('changed', ({ receiptId }) => this.ids.push(receiptId));
    journal.on('removed', () => this.removed++);
  }

  /** Resolves when so many changes were told of. */
  async has(count: number): Promise<void> {
    while (this.ids.length < count) await once(this.#journal, 'changed');
  }

  async hasRemoved(): Promise<void> {
    while (this.removed === 0) await once(this.#journal, 'removed');
  }
}

describe('Journal: two windows on one file', function () {
  this.timeout(30_000);
  const children = new Set<ChildProcess>();
  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    children.clear();
    await cleanUp();
  });

  /** Another process with the file, and how to tell it to do something and hear what came of it. */
  async function child(
    script: 'opener' | 'otherWindow',
    file: string,
  ): Promise<(order: object | string) => Promise<unknown>> {
    const process = fork(new URL(`support/${script}.ts`, import.meta.url), [file], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    children.add(process);
    await once(process, 'message');
    return async (order) => {
      process.send(order);
      const [answer] = (await once(process, 'message')) as unknown[];
      return answer;
    };
  }

  it('see each other’s receipts and attempts, and hear of each once', async () => {
    const file = await newFile();
    const journal = await open(file);
    const other = await child('otherWindow', file);
    const watcher = new Watcher(journal);
    await journal.append(receipt('evt_here'));
    await other({ append: 3 });
    await watcher.has(4);
    await journal.append(receipt('evt_here_too'));
    await journal.recordAttempt(5, attempt('app'));
    await other({ append: 1, attempt: 1 });
    await watcher.has(8);
    assert.deepEqual(watcher.ids.toSorted(), [1, 1, 2, 3, 4, 5, 5, 6]);
    assert.equal(watcher.removed, 0);
    assert.equal((await journal.get(6))?.event?.id, 'evt_other_4');
    assert.equal((await journal.list({ limit: 9, filter: { delivery: 'delivered' } })).length, 2);
  });

  it('hear that the other deleted receipts', async () => {
    const file = await newFile();
    const journal = await open(file);
    await journal.append(receipt('evt_here'));
    const watcher = new Watcher(journal);
    const other = await child('otherWindow', file);
    await other({ clear: true });
    await watcher.hasRemoved();
    assert.deepEqual(await journal.list({ limit: 9 }), []);
  });

  it('lose nothing and give every id once, while both write and delete', async () => {
    const file = await newFile();
    const journal = await open(file);
    const other = await child('otherWindow', file);
    const [appended] = await Promise.all([
      Promise.all(Array.from({ length: 400 }, (_, index) => journal.append(receipt(`evt_${index}`)))),
      other({ append: 400 }),
      journal.prune({ maxAgeMs: 86_400_000 }),
    ]);
    assert.equal(new Set(appended.map(({ id }) => id)).size, 400);
    assert.equal(await journal.count({}), 800);
    assert.equal(await journal.count({ text: 'evt' }), 800);
  });

  it('set a damaged file aside once', async () => {
    const file = await newFile();
    const first = await open(file);
    await first.append(receipt('evt_1'));
    const second = await open(file);
    await first.close();
    await second.close();
    await writeFile(file, Buffer.alloc(50_000, 'no database'));
    const journals = await Promise.all([open(file), open(file), open(file)]);
    await Promise.all(journals.map((journal, index) => journal.append(receipt(`evt_${index}`))));
    const aside = (await readdir(dirname(file))).filter((name) => /\.damaged-.*Z$/.test(name));
    assert.equal(aside.length, 1);
    for (const journal of journals) assert.equal(await journal.count({}), 3);
  });

  it('set a damaged file aside once and all go on with one new one, however they open at once', async () => {
    const file = await newFile();
    const openers = await Promise.all(Array.from({ length: 4 }, () => child('opener', file)));
    const all = (order: string) => Promise.all(openers.map((ask) => ask(order)));
    // One round in twenty went wrong without the lock.
    for (let round = 0; round < 40; round++) {
      await writeFile(file, Buffer.alloc(50_000, 'no database'));
      const setAside = (await all('open')).reduce((sum: number, count) => sum + Number(count), 0);
      assert.equal(setAside, 1, `round ${round}`);
      assert.deepEqual(await all('use'), [0, 0, 0, 0], `round ${round}`);
      await all('close');
      // It stays when the last two close at the same moment, and would repair the file.
      await rm(`${file}-wal`, { force: true });
    }
  });

  it('say that the file is locked, and go on when it no longer is', async () => {
    const file = await newFile();
    const journal = await open(file);
    await journal.append(receipt('evt_1'));
    assert.equal(await journal.count({ text: 'evt_1' }), 1);
    const locker = new DatabaseSync(file);
    locker.exec('BEGIN EXCLUSIVE');
    await assert.rejects(journal.append(receipt('evt_2')), {
      name: 'JournalError',
      message: /is locked by another program; close that program and try again/,
    });
    assert.equal((await journal.list({ limit: 9 })).length, 1, 'reading is not kept from it');
    locker.exec('ROLLBACK');
    locker.close();
    assert.equal((await journal.append(receipt('evt_2'))).id, 2);
  });

  it('keep a file that another window began after setting the damaged one aside', async () => {
    const file = await newFile();
    const first = await open(file);
    const second = await open(file);
    await first.append(receipt('evt_1'));
    await first.close();
    // What a window does that notices the damage first.
    for (const end of ['', '-wal', '-shm']) await rename(file + end, `${file}.damaged${end}`);
    const third = await open(file);
    await third.append(receipt('evt_new'));
    const bytes = await readFile(`${file}.damaged`);
    await writeFile(`${file}.damaged`, bytes.fill(0xa5, 8192));
    await writeFile(`${file}.damaged-wal`, '');
    await second.append(receipt('evt_2')).catch(() => undefined);
    assert.deepEqual(
      (await third.list({ limit: 9 })).map(({ event }) => event?.id).filter((id) => id === 'evt_new'),
      ['evt_new'],
    );
    assert.ok((await readdir(dirname(file))).includes('events.sqlite'));
  });
});
