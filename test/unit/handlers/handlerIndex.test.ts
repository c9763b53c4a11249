import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HandlerFinder } from '../../../src/handlers/finder.ts';
import { HandlerIndex, type IndexedFiles } from '../../../src/handlers/handlerIndex.ts';
import { createFinder } from './support.ts';

const handling = (...types: readonly string[]): string =>
  `switch (event.type) {\n${types.map((type) => `  case '${type}':\n    break;\n`).join('')}}\n`;

/** A promise and its resolver. */
function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}

describe('HandlerIndex', function () {
  // Analysing the queries takes long on a busy machine.
  this.timeout(30_000);
  let finder: HandlerFinder;
  before(async () => {
    finder = await createFinder();
  });
  after(() => finder.dispose());

  /** An index over texts in memory that counts what it reads. */
  function indexOf(texts: Map<string, string>): {
    index: HandlerIndex;
    reads: string[];
    files: IndexedFiles;
  } {
    const reads: string[] = [];
    const files: IndexedFiles = {
      list: () => Promise.resolve([...texts.keys()]),
      read: (file) => {
        reads.push(file);
        return Promise.resolve(texts.get(file));
      },
    };
    return { index: new HandlerIndex(finder, files), reads, files };
  }

  const types = (index: HandlerIndex): readonly string[] => index.all().map(({ eventType }) => eventType);

  it('reads nothing before it is asked, and each source file once however many ask', async () => {
    const texts = new Map([
      ['a.ts', handling('invoice.paid')],
      ['b.py', "if event.type == 'charge.refunded':\n    pass\n"],
      ['README.md', "case 'charge.failed':"],
      ['c.test.ts', handling('charge.updated')],
    ]);
    const { index, reads } = indexOf(texts);
    await index.update('a.ts');
    assert.deepEqual(reads, []);
    await Promise.all([index.ensure(), index.ensure(), index.ensure()]);
    assert.deepEqual(reads.sort(), ['a.ts', 'b.py']);
    assert.deepEqual(types(index), ['invoice.paid', 'charge.refunded']);
    index.dispose();
  });

  it('finds handlers by exact type first, then lists, then patterns', async () => {
    const { index } = indexOf(
      new Map([
        ['a.ts', `if (event.type.startsWith('customer.')) sync();`],
        ['b.ts', `if (['customer.created'].includes(event.type)) sync();`],
        ['c.ts', handling('customer.created')],
      ]),
    );
    await index.ensure();
    assert.deepEqual(
      index.handlersOf('customer.created').map(({ form }) => form),
      ['case', 'includes', 'prefix'],
    );
    assert.deepEqual(
      index.handlersOf('customer.deleted').map(({ eventType }) => eventType),
      ['customer.*'],
    );
    assert.deepEqual(index.handlersOf('invoice.paid'), []);
    index.dispose();
  });

  it('follows changed, new and deleted files and folders on disk', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'handlers-'));
    const file = (name: string): string => join(folder, name);
    try {
      await writeFile(file('a.ts'), handling('invoice.paid'));
      const index = new HandlerIndex(finder, {
        list: () => Promise.resolve([file('a.ts')]),
        read: (path) => readFile(path, 'utf8'),
      });
      await index.ensure();
      await writeFile(file('a.ts'), handling('invoice.paid', 'invoice.sent'));
      await index.update(file('a.ts'));
      assert.deepEqual(types(index), ['invoice.paid', 'invoice.sent']);
      await writeFile(file('b.ts'), handling('charge.failed'));
      await index.update(file('b.ts'));
      assert.deepEqual(types(index), ['invoice.paid', 'invoice.sent', 'charge.failed']);
      index.remove(file('b.ts'));
      assert.deepEqual(types(index), ['invoice.paid', 'invoice.sent']);
      await rm(file('a.ts'));
      await index.update(file('a.ts'));
      assert.deepEqual(types(index), []);
      await writeFile(file('a.ts'), handling('invoice.paid'));
      await index.update(file('a.ts'));
      index.remove(folder);
      assert.deepEqual(types(index), []);
      index.dispose();
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('keeps the newest text when a file changes while it is being read', async () => {
    const gate = deferred<string>();
    const started = deferred<undefined>();
    let reads = 0;
    const index = new HandlerIndex(finder, {
      list: () => Promise.resolve(['a.ts']),
      read: () => {
        started.resolve(undefined);
        return reads++ === 0 ? gate.promise : Promise.resolve(handling('invoice.sent'));
      },
    });
    const first = index.ensure();
    await started.promise;
    const second = index.update('a.ts');
    gate.resolve(handling('invoice.paid'));
    await Promise.all([first, second]);
    assert.deepEqual(types(index), ['invoice.sent']);
    index.dispose();
  });

  it('does not bring back a file that was deleted while it was being read', async () => {
    const gate = deferred<string>();
    const started = deferred<undefined>();
    const index = new HandlerIndex(finder, {
      list: () => Promise.resolve(['a.ts']),
      read: () => {
        started.resolve(undefined);
        return gate.promise;
      },
    });
    const done = index.ensure();
    await started.promise;
    index.remove('a.ts');
    gate.resolve(handling('invoice.paid'));
    await done;
    assert.deepEqual(types(index), []);
    index.dispose();
  });

  it('stops for an aborted caller, and goes on from there for the next', async () => {
    const texts = new Map(
      Array.from({ length: 200 }, (_, number) => [`${number}.ts`, handling('invoice.paid')] as const),
    );
    const { index, reads } = indexOf(texts);
    const abort = new AbortController();
    const stopped = index.ensure(abort.signal);
    abort.abort(new Error('enough'));
    await assert.rejects(stopped, /enough/);
    await index.ensure();
    assert.equal(index.all().length, 200);
    assert.equal(new Set(reads).size, reads.length);
    await assert.rejects(index.ensure(AbortSignal.abort(new Error('no'))), /no/);
    index.dispose();
  });

  it('lets other work run while it reads many files', async () => {
    const long = handling('invoice.paid') + 'const x = { a: 1, b: [2, 3] };\n'.repeat(300);
    const texts = new Map(Array.from({ length: 40 }, (_, number) => [`${number}.ts`, long] as const));
    const { index } = indexOf(texts);
    let turns = 0;
    let reading = true;
    const turn = (): void => {
      turns++;
      if (reading) setImmediate(turn).unref();
    };
    setImmediate(turn);
    try {
      await index.ensure();
    } finally {
      reading = false;
    }
    assert.ok(turns >= 5, `${turns} turns`);
    index.dispose();
  });

  it('leaves out files over 1 MiB and files that cannot be read', async () => {
    const index = new HandlerIndex(finder, {
      list: () => Promise.resolve(['big.js', 'gone.js', 'a.js']),
      read: (file) => {
        if (file === 'gone.js') return Promise.reject(new Error('ENOENT'));
        const text = handling('invoice.paid');
        return Promise.resolve(file === 'big.js' ? text + ' '.repeat(1024 * 1024) : text);
      },
    });
    await index.ensure();
    assert.deepEqual(
      index.all().map(({ file }) => file),
      ['a.js'],
    );
    index.dispose();
  });

  it('says what went wrong with the list, and tries again the next time', async () => {
    let attempts = 0;
    const index = new HandlerIndex(finder, {
      list: () => (attempts++ === 0 ? Promise.reject(new Error('no disk')) : Promise.resolve(['a.ts'])),
      read: () => Promise.resolve(handling('invoice.paid')),
    });
    await assert.rejects(index.ensure(), /no disk/);
    await index.ensure();
    assert.deepEqual(types(index), ['invoice.paid']);
    index.dispose();
  });

  it('ends in the middle of its work when it is disposed', async () => {
    const gate = deferred<string>();
    const started = deferred<undefined>();
    const index = new HandlerIndex(finder, {
      list: () => Promise.resolve(['a.ts', 'b.ts']),
      read: () => {
        started.resolve(undefined);
        return gate.promise;
      },
    });
    const done = index.ensure();
    await started.promise;
    index.dispose();
    gate.resolve(handling('invoice.paid'));
    await done;
    assert.deepEqual(types(index), []);
    await index.ensure();
  });
});
