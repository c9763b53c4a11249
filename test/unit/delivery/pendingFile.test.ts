import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PendingFile, type PendingDelivery } from '../../../src/delivery/pendingFile.ts';

describe('Deliveries that are pending at the end', () => {
  let folder = '';
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'pending-'))));
  afterEach(() => rm(folder, { recursive: true }));

  const failed = (error: unknown) => assert.fail(String(error));
  const delivery = (receiptId: number): PendingDelivery => ({
    receiptId,
    targetId: 't_1',
    type: 'invoice.paid',
    objectId: 'in_1',
    account: undefined,
    attempts: 1,
    dueAt: 5,
  });
  const leave = (pid: number, ...receiptIds: number[]) =>
    writeFile(join(folder, `${pid}.json`), JSON.stringify(receiptIds.map(delivery)));
  const idsIn = (pending: readonly PendingDelivery[]) => pending.map(({ receiptId }) => receiptId).sort();

  /** The id of a process that was there and is not any more. */
  async function deadProcess(): Promise<number> {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    return child.pid ?? 0;
  }

  it('are taken over from processes that are gone, also from one that died while it took over', async () => {
    const [first, second] = [await deadProcess(), await deadProcess()];
    await leave(first, 1, 2);
    await writeFile(join(folder, `${second}-taken-${first + 1}.json`), JSON.stringify([delivery(3)]));
    const pending = new PendingFile(folder, failed);
    assert.deepEqual(idsIn(await pending.takeOver()), [1, 2, 3]);
    // They are this process's now, also if it says nothing more.
    assert.deepEqual(await readdir(folder), [`${process.pid}.json`]);
    assert.deepEqual(idsIn(await new PendingFile(folder, failed).takeOver()), [1, 2, 3]);
  });

  it('are left to another window that is still open', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1e9)']);
    try {
      await leave(other.pid ?? 0, 1);
      assert.deepEqual(await new PendingFile(folder, failed).takeOver(), []);
    } finally {
      other.kill();
      await once(other, 'exit');
    }
  });

  it('are the newest said, and none leave no file', async () => {
    const pending = new PendingFile(folder, failed);
    pending.changed(() => [delivery(1)]);
    pending.changed(() => [delivery(1), delivery(2)]);
    await pending.flush();
    assert.deepEqual(idsIn(await new PendingFile(folder, failed).takeOver()), [1, 2]);
    pending.changed(() => []);
    await pending.flush();
    assert.deepEqual(await readdir(folder), []);
  });

  it('do no harm when the file is damaged', async () => {
    await writeFile(join(folder, `${process.pid}.json`), '[{"rec');
    const pending = new PendingFile(folder, failed);
    assert.deepEqual(await pending.takeOver(), []);
    pending.changed(() => [delivery(4)]);
    await pending.flush();
    assert.deepEqual(idsIn(await new PendingFile(folder, failed).takeOver()), [4]);
  });

  it('are told of when they cannot be kept', async () => {
    const errors: unknown[] = [];
    const pending = new PendingFile(join(folder, 'file'), (error) => errors.push(error));
    await writeFile(join(folder, 'file'), '');
    pending.changed(() => [delivery(1)]);
    await pending.flush();
    assert.equal(errors.length, 1);
  });
});
