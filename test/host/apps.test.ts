import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Config } from '../../src/apps/config.ts';
import { routableOf } from '../../src/delivery/deliverable.ts';
import { receiverTarget } from '../../src/ui/pickers/targets.ts';
import type { Parts } from '../../src/ui/commands/parts.ts';
import { parts, until } from './support/parts.ts';
import { post, startReceiving, stopReceiving } from './support/posting.ts';

describe('installed apps in the extension host', () => {
  let extension: Parts;
  const workspace = () => vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';

  before(async () => {
    extension = await parts();
    await startReceiving(extension);
  });

  after(() => stopReceiving(extension));

  afterEach(async () => {
    for (const { id } of extension.apps.list()) await extension.apps.remove(id);
  });

  async function install(appId: string, config: Config): Promise<string> {
    const id = extension.apps.newId();
    await extension.apps.save({ id, appId, name: appId, enabled: true, config });
    return id;
  }

  async function ranOnce(id: string): Promise<void> {
    const status = await until(
      extension.apps.onDidChange,
      () => Promise.resolve(extension.apps.statusOf(id)),
      (now) => now?.last !== undefined,
    );
    assert.equal(status?.last?.error, undefined);
  }

  it('record fixtures exactly as “Save as Fixture” does', async () => {
    const id = await install('record', { events: 'payout.reconciliation_completed' });
    await post(extension, 'payout.reconciliation_completed', { id: 'po_1' }, 'evt_recorded');
    await ranOnce(id);
    const file = join(workspace(), '.stripe', 'fixtures', 'payout.reconciliation_completed.json');
    const text = await readFile(file, 'utf8');
    await rm(file);
    const { fixtureOf } = await import('../../src/ui/commands/event/copyAsFixture.ts');
    const [receiptId] = extension.apps.logOf(id).map((line) => line.receiptId);
    const receipt = await (await extension.journal.get()).get(receiptId ?? 0);
    assert.ok(receipt);
    assert.equal(text, fixtureOf(receipt));
  });

  it('give a task of the workspace the event on its standard input', async () => {
    const output = join(tmpdir(), `stripe-webhooks-task-${process.pid}.json`);
    const provider = vscode.tasks.registerTaskProvider('api-extension', {
      provideTasks: () => [
        new vscode.Task(
          { type: 'api-extension' },
          vscode.TaskScope.Workspace,
          'on event',
          'test',
          new vscode.ShellExecution(`cat > '${output}'`),
        ),
      ],
      resolveTask: (task) => task,
    });
    try {
      const id = await install('command', { what: 'task', task: 'on event', events: 'customer.created' });
      const { body } = await post(extension, 'customer.created', { id: 'cus_task' });
      await ranOnce(id);
      assert.equal(await readFile(output, 'utf8'), body);
    } finally {
      provider.dispose();
      await rm(output, { force: true });
    }
  });

  it('say in one sentence that there is no such task, and do not try again', async () => {
    const id = await install('command', { what: 'task', task: 'nonsense', events: 'customer.created' });
    await post(extension, 'customer.created', { id: 'cus_2' });
    const status = await until(
      extension.apps.onDidChange,
      () => Promise.resolve(extension.apps.statusOf(id)),
      (now) => now?.last !== undefined,
    );
    assert.match(status?.last?.error ?? '', /no task “nonsense”/);
    assert.equal(status?.last?.attempts, 1);
  });

  it('get an event again that is replayed to the receiver', async () => {
    const id = await install('recovery', {});
    const invoice = { id: 'in_replayed', object: 'invoice', currency: 'eur', amount_due: 100 };
    await post(extension, 'invoice.payment_failed', invoice, 'evt_replayed');
    await ranOnce(id);
    const journal = await extension.journal.get();
    const [receipt] = await journal.list({ limit: 1, filter: { eventId: 'evt_replayed' } });
    const target = receiverTarget(extension);
    assert.ok(receipt && target);
    const plan = { targets: [target], faults: {}, receipts: [routableOf(receipt)] };
    await extension.deliveries.replay(plan, () => undefined, new AbortController().signal);
    const status = await until(
      extension.apps.onDidChange,
      () => Promise.resolve(extension.apps.statusOf(id)),
      (now) => now?.runs === 2,
    );
    assert.equal(status?.last?.error, undefined);
    const [replayed] = await journal.list({ limit: 1, filter: { eventId: 'evt_replayed' } });
    assert.deepEqual([replayed?.source, replayed?.duplicate], ['replay', true]);
    assert.equal(status?.last?.receiptId, replayed?.id);
  });

  it('get each event once, and nothing once disabled or removed', async () => {
    const id = await install('recovery', {});
    const runs = () => extension.apps.statusOf(id)?.runs ?? 0;
    const invoice = { id: 'in_host', object: 'invoice', currency: 'eur', amount_due: 100 };
    await post(extension, 'invoice.payment_failed', invoice, 'evt_twice');
    await ranOnce(id);
    await post(extension, 'invoice.payment_failed', invoice, 'evt_twice');
    await post(extension, 'invoice.payment_failed', { ...invoice, id: 'in_host2' }, 'evt_once');
    await until(
      extension.apps.onDidChange,
      () => Promise.resolve(runs()),
      (now) => now >= 2,
    );
    assert.equal(runs(), 2);
    const installation = extension.apps.get(id);
    assert.ok(installation);
    const file = await extension.apps.documentOf(installation);
    assert.match(await readFile(file?.fsPath ?? '', 'utf8'), /1\.00 EUR/);
    await extension.apps.save({ ...installation, enabled: false });
    await post(extension, 'invoice.payment_failed', invoice, 'evt_disabled');
    assert.equal(extension.apps.statusOf(id), undefined);
    await extension.apps.remove(id);
    assert.deepEqual(extension.apps.list(), []);
  });
});
