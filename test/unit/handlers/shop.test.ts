import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HandlerFinder } from '../../../src/handlers/finder.ts';
import { HandlerIndex } from '../../../src/handlers/handlerIndex.ts';
import { stubTargets, insertStub } from '../../../src/handlers/stub.ts';
import { createFinder } from './support.ts';

const shop = fileURLToPath(new URL('../../../examples/shop/', import.meta.url));

const expected: Readonly<Record<string, readonly string[]>> = {
  'python/fulfilment.py': [
    'invoice.paid',
    'invoice.finalized',
    'invoice.voided',
    'invoice.marked_uncollectible',
  ],
  'src/webhook.ts': [
    'checkout.session.completed',
    'payment_intent.succeeded',
    'payment_intent.payment_failed',
    'charge.refunded',
    'customer.subscription.created',
    'customer.subscription.updated',
    'customer.subscription.deleted',
  ],
};

describe('The sample shop', function () {
  // Analysing the queries takes long on a busy machine.
  this.timeout(30_000);
  let finder: HandlerFinder;
  let index: HandlerIndex;

  before(async () => {
    finder = await createFinder();
    const files = (await readdir(shop, { recursive: true })).filter((file) => !file.includes('node_modules'));
    index = new HandlerIndex({
      async *list() {
        yield await Promise.resolve(files.filter((file) => finder.handles(file)));
      },
      find: (found) =>
        Promise.all(found.map(async (file) => finder.find(file, await readFile(join(shop, file), 'utf8')))),
    });
    await index.ensure();
  });
  after(() => {
    index.dispose();
    finder.dispose();
  });

  it('has exactly the expected handlers, in TypeScript and Python, each on its own line', async () => {
    const found: Record<string, string[]> = {};
    for (const { file, eventType, line, column, endColumn } of index.all()) {
      const text = (await readFile(join(shop, file), 'utf8')).split('\n')[line] ?? '';
      assert.equal(text.slice(column + 1, endColumn - 1), eventType);
      (found[file] ??= []).push(eventType);
    }
    assert.deepEqual(found, expected);
  });

  it('leaves a common event to be written into the switch of its webhook', async () => {
    assert.deepEqual(index.handlersOf('invoice.payment_failed'), []);
    const target = stubTargets(index.all())[0] ?? '';
    assert.equal(target, 'src/webhook.ts');
    const text = await readFile(join(shop, target), 'utf8');
    const edit = insertStub(target, text, 'invoice.payment_failed', finder);
    assert.ok('offset' in edit);
    assert.equal(text.slice(edit.offset).trimStart().startsWith('default:'), true);
  });
});
