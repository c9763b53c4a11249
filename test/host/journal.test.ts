import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Journal } from '../../src/journal/journal.ts';
import { summarize } from '../../src/receiver/eventSummary.ts';
import type { Parts } from '../../src/ui/commands/parts.ts';
import { parts } from './support/parts.ts';

describe('the journal in the extension host', () => {
  let extension: Parts;
  let journal: Journal;
  let folder: string;

  before(async () => {
    extension = await parts();
    journal = await extension.journal.get();
    folder = await mkdtemp(join(tmpdir(), 'session-'));
  });

  after(() => rm(folder, { recursive: true }));

  const file = (name: string) => vscode.Uri.file(join(folder, name));

  async function append(id: string, receivedAt = Date.now()): Promise<number> {
    const body = Buffer.from(
      JSON.stringify({ id, object: 'event', type: 'invoice.paid', note: 'hosttestword' }),
    );
    const appended = await journal.append({
      receivedAt,
      source: 'sandbox',
      path: '/webhook',
      headers: [],
      body,
      verdict: { outcome: 'verified', secret: { connectionId: 'sandbox', endpointId: 'we_1' }, timestamp: 1 },
      event: summarize(body),
    });
    return appended.id;
  }

  it('finds text, with or without the full-text index of this build of SQLite', async () => {
    const id = await append('evt_journal_1');
    const [found] = await journal.list({ limit: 1, filter: { text: 'hosttestword' } });
    assert.equal(found?.id, id);
  });

  it('exports what a filter wants, and imports it again without doubling it', async () => {
    await append('evt_journal_2');
    const to = file('session.ndjson');
    await vscode.commands.executeCommand('stripeWebhooks.journal.export', { eventId: 'evt_journal_2' }, to);
    const lines = (await readFile(to.fsPath, 'utf8')).trimEnd().split('\n');
    assert.equal(lines.length, 2);
    assert.match(lines[1] ?? '', /evt_journal_2/);
    await vscode.commands.executeCommand('stripeWebhooks.journal.import', to);
    assert.equal(await journal.count({ eventId: 'evt_journal_2' }), 1);
    await writeFile(to.fsPath, lines.join('\n').replaceAll('evt_journal_2', 'evt_journal_3') + '\n{ bad');
    await vscode.commands.executeCommand('stripeWebhooks.journal.import', to);
    assert.equal(await journal.count({ eventId: 'evt_journal_3' }), 1);
  });

  it('deletes what is older than the settings say, as soon as they say so', async () => {
    await journal.clear();
    const old = await append('evt_journal_old', Date.now() - 20 * 86_400_000);
    const young = await append('evt_journal_young');
    const settings = vscode.workspace.getConfiguration('stripeWebhooks');
    const removed = new Promise<void>((resolve) => journal.once('removed', resolve));
    await settings.update('journal.keepDays', 10, vscode.ConfigurationTarget.Global);
    try {
      await removed;
      assert.equal(await journal.get(old), undefined);
      assert.notEqual(await journal.get(young), undefined);
    } finally {
      await settings.update('journal.keepDays', undefined, vscode.ConfigurationTarget.Global);
    }
  });
});
