import assert from 'node:assert/strict';
import type { HandlerFinder } from '../../../src/handlers/finder.ts';
import { HandlerIndex, type IndexedFiles } from '../../../src/handlers/handlerIndex.ts';
import { createFinder } from './support.ts';

const handling = (...types: readonly string[]): string =>
  `switch (event.type) {\n${types.map((type) => `  case '${type}':\n    break;\n`).join('')}}\n`;

/** A promise and its resolver. */
function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => (resolve = settle));
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
  function indexOf(texts: Map<string, string>): { index: HandlerIndex; reads: string[] } {
    const reads: string[] = [];
    const index = new HandlerIndex({
      async *list() {
        for (const file of texts.keys()) yield await Promise.resolve([file]);
      },
      find: (files) => {
        reads.push(...files);
        return Promise.resolve(files.map((file) => finder.find(file, texts.get(file) ?? '')));
      },
    });
    return { index, reads };
  }

  /** Files whose reading waits for a word. */
  function heldFiles(
    listed: readonly string[],
    texts: (read: number) => string,
  ): { files: IndexedFiles; started: Promise<void>; go: () => void } {
    const started = deferred();
    const gate = deferred();
    let reads = 0;
    return {
      files: {
        async *list() {
          yield await Promise.resolve(listed);
        },
        find: async (files) => {
          const read = reads++;
          started.resolve();
          if (read === 0) await gate.promise;
          return files.map((file) => finder.find(file, texts(read)));
        },
      },
      started: started.promise,
      go: () => gate.resolve(),
    };
  }

  const types = (index: HandlerIndex): readonly string[] => index.all().map(({ eventType }) => eventType);

  it('reads nothing before it is asked, and each file once however many ask', async () => {
    const texts = new Map([
      ['a.ts', handling('invoice.paid')],
      ['b.py', "if event.type == 'charge.refunded':\n    pass\n"],
      ['c.test.ts', handling('charge.updated')],
    ]);
    const { index, reads } = indexOf(texts);
    await index.update('a.ts');
    assert.deepEqual(reads, []);
    assert.equal(index.built, false);
    await Promise.all([index.ensure(), index.ensure(), index.ensure()]);
    assert.deepEqual(reads.sort(), ['a.ts', 'b.py', 'c.test.ts']);
    assert.deepEqual(types(index), ['invoice.paid', 'charge.refunded']);
    assert.equal(index.built, true);
    index.dispose();
  });

  it('reads what is found while the search goes on', async () => {
    const listed = deferred();
    const index = new HandlerIndex({
      async *list() {
        yield await Promise.resolve(['a.ts']);
        yield ['b.ts'];
        listed.resolve();
      },
      find: async (files) => {
        await listed.promise;
        return files.map((file) => finder.find(file, handling('invoice.paid')));
      },
    });
    await index.ensure();
    assert.deepEqual(
      index.all().map(({ file }) => file),
      ['a.ts', 'b.ts'],
    );
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

  it('follows changed, new and deleted files and folders, and says so', async () => {
    const texts = new Map([['src/a.ts', handling('invoice.paid')]]);
    const { index } = indexOf(texts);
    await index.ensure();
    let changes = 0;
    index.on('changed', () => changes++);
    texts.set('src/a.ts', handling('invoice.paid', 'invoice.sent'));
    await index.update('src/a.ts');
    assert.deepEqual(types(index), ['invoice.paid', 'invoice.sent']);
    texts.set('src/b.ts', handling('charge.failed'));
    await index.update('src/b.ts');
    assert.deepEqual(types(index), ['invoice.paid', 'invoice.sent', 'charge.failed']);
    assert.equal(index.has('src/b.ts'), true);
    index.remove('src/b.ts');
    assert.deepEqual(types(index), ['invoice.paid', 'invoice.sent']);
    assert.equal(changes, 3);
    index.remove('src');
    assert.deepEqual(types(index), []);
    assert.equal(changes, 4);
    await index.update('src/c.ts');
    assert.equal(changes, 4, 'a file without handlers changes nothing');
    index.dispose();
  });

  it('keeps the newest text when a file changes while it is being read', async () => {
    const { files, started, go } = heldFiles(['a.ts'], (read) =>
      handling(read === 0 ? 'invoice.paid' : 'invoice.sent'),
    );
    const index = new HandlerIndex(files);
    const first = index.ensure();
    await started;
    const second = index.update('a.ts');
    go();
    await Promise.all([first, second]);
    assert.deepEqual(types(index), ['invoice.sent']);
    index.dispose();
  });

  it('reads a file that changes ten times at once no more than twice', async () => {
    const { index, reads } = indexOf(new Map([['a.ts', handling('invoice.paid')]]));
    await index.ensure();
    reads.length = 0;
    await Promise.all(Array.from({ length: 10 }, () => index.update('a.ts')));
    assert.deepEqual(reads, ['a.ts', 'a.ts']);
    index.dispose();
  });

  it('does not bring back a file that was deleted while it was being read', async () => {
    const { files, started, go } = heldFiles(['a.ts'], () => handling('invoice.paid'));
    const index = new HandlerIndex(files);
    const done = index.ensure();
    await started;
    index.remove('a.ts');
    go();
    await done;
    assert.deepEqual(types(index), []);
    index.dispose();
  });

  it('lets a caller go who no longer wants to wait, and reads on', async () => {
    const { files, started, go } = heldFiles(['a.ts'], () => handling('invoice.paid'));
    const index = new HandlerIndex(files);
    const abort = new AbortController();
    const waiting = index.ensure(abort.signal);
    await started;
    abort.abort(new Error('enough'));
    await assert.rejects(waiting, /enough/);
    go();
    await index.ensure();
    assert.deepEqual(types(index), ['invoice.paid']);
    await assert.rejects(index.ensure(AbortSignal.abort(new Error('no'))), /no/);
    index.dispose();
  });

  it('says what went wrong with the list, and tries again the next time', async () => {
    let attempts = 0;
    const index = new HandlerIndex({
      async *list() {
        if (attempts++ === 0) throw new Error('no disk');
        yield await Promise.resolve(['a.ts']);
      },
      find: (files) => Promise.resolve(files.map((file) => finder.find(file, handling('invoice.paid')))),
    });
    await assert.rejects(index.ensure(), /no disk/);
    await index.ensure();
    assert.deepEqual(types(index), ['invoice.paid']);
    index.dispose();
  });

  it('ends in the middle of its work when it is disposed', async () => {
    const { files, started, go } = heldFiles(['a.ts', 'b.ts'], () => handling('invoice.paid'));
    const index = new HandlerIndex(files);
    const done = index.ensure();
    await started;
    index.dispose();
    go();
    await done;
    assert.deepEqual(types(index), []);
  });
});
