import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileStore } from '../../../src/stripe/fileStore.ts';

describe('a store in a file of its own', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'store-'));
    file = join(folder, 'not', 'there', 'values.json');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is on the disk when it says so', async () => {
    const store = new FileStore(file);
    assert.equal(store.get('a'), undefined);
    await store.update('a', { b: 1 });
    assert.deepEqual(JSON.parse(await readFile(file, 'utf8')), { a: { b: 1 } });
    await store.update('a', undefined);
    assert.equal(new FileStore(file).get('a'), undefined);
  });

  it('keeps what another window has stored since it was opened', async () => {
    const [one, other] = [new FileStore(file), new FileStore(file)];
    await one.update('a', 1);
    await other.update('b', 2);
    await one.update('c', 3);
    assert.deepEqual(
      ['a', 'b', 'c'].map((key) => other.get(key)),
      [1, 2, 3],
    );
  });

  it('rejects what cannot be written, and sets aside what cannot be read', async () => {
    await writeFile(join(folder, 'file'), '');
    await assert.rejects(new FileStore(join(folder, 'file', 'values.json')).update('a', 1), {
      code: 'ENOTDIR',
    });
    const damaged = join(folder, 'damaged.json');
    await writeFile(damaged, '{"a":');
    await new FileStore(damaged).update('b', 1);
    assert.equal(new FileStore(damaged).get('b'), 1);
    assert.equal(await readFile(`${damaged}.damaged`, 'utf8'), '{"a":');
  });
});
