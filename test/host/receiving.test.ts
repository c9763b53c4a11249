import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventUri } from '../../src/ui/editor/eventDocuments.ts';
import type { Parts } from '../../src/ui/commands/parts.ts';
import { defaultTarget } from '../../src/delivery/target.ts';
import type { Endpoint } from '../../src/stripe/endpoint.ts';
import { next, parts, until } from './support/parts.ts';

describe('receiving in the extension host', () => {
  let extension: Parts;
  let endpoint: Endpoint;

  before('start the receiver with an endpoint for it', async () => {
    extension = await parts();
    const { port } = await extension.receiver.start();
    await extension.sandbox.start();
    endpoint = await extension.endpoints.create(extension.connections.active, {
      url: `http://127.0.0.1:${port}/webhook`,
      events: ['*'],
    });
  });

  after('stop it', async () => {
    await vscode.workspace.saveAll();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await extension.receiver.stop();
    await extension.sandbox.reset();
  });

  it('verifies what the sandbox delivers, and journals the exact bytes', async () => {
    const received = next(extension.receiver.onDidReceive);
    await trigger('invoice.paid');
    const { receipt, id } = await received;
    assert.equal(receipt.verdict.outcome, 'verified');
    assert.equal(receipt.source, 'sandbox');
    assert.equal(receipt.event?.type, 'invoice.paid');
    const journalled = await (await extension.journal.get()).get(id);
    assert.deepEqual(Buffer.from(journalled?.body ?? []), Buffer.from(receipt.body));
  });

  it('marks an event that arrives a second time as a duplicate', async () => {
    const received = next(extension.receiver.onDidReceive);
    await trigger('customer.created');
    const first = await received;
    const again = next(extension.receiver.onDidReceive);
    const { baseUrl, testKey } = await extension.sandbox.access();
    await fetch(`${baseUrl}/v1/events/${first.receipt.event?.id}/retry`, {
      method: 'POST',
      headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: `webhook_endpoint=${endpoint.id}`,
    });
    const second = await again;
    assert.equal(first.duplicate, false);
    assert.equal(second.duplicate, true);
    assert.equal(second.receipt.event?.id, first.receipt.event?.id);
  });

  it('says of a replay to itself that it is one', async () => {
    const received = next(extension.receiver.onDidReceive);
    await trigger('customer.updated');
    const { id, receipt } = await received;
    const again = next(extension.receiver.onDidReceive);
    const target = defaultTarget('receiver', extension.receiver.url ?? '');
    const plan = { receipts: [{ receiptId: id, objectId: undefined }], targets: [target], faults: {} };
    await extension.deliveries.replay(plan, () => undefined, new AbortController().signal);
    const replayed = await again;
    assert.equal(replayed.receipt.source, 'replay');
    assert.equal(replayed.receipt.event?.id, receipt.event?.id);
  });

  it('opens an event as a document that is formatted, JSON and read-only', async () => {
    const received = next(extension.receiver.onDidReceive);
    await trigger('charge.refunded');
    const { id, receipt } = await received;
    await vscode.commands.executeCommand('stripeWebhooks.event.open', id);
    const { document } = vscode.window.activeTextEditor ?? assert.fail('no editor');
    assert.equal(document.languageId, 'json');
    assert.equal(vscode.workspace.fs.isWritableFileSystem(document.uri.scheme), false);
    assert.deepEqual(JSON.parse(document.getText()), JSON.parse(Buffer.from(receipt.body).toString()));
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
    );
    assert.match(lenses[0]?.command?.title ?? '', /Verified by we_/);
  });

  it('says of a document whose event is gone that it cannot be found', async () => {
    const gone = eventUri({ id: 999_999, event: undefined });
    await assert.rejects(async () => vscode.workspace.fs.readFile(gone), { code: 'FileNotFound' });
  });

  it('goes to the line that handles the event', async () => {
    await vscode.commands.executeCommand('stripeWebhooks.handler.goTo', 'charge.refunded');
    const { document, selection } = vscode.window.activeTextEditor ?? assert.fail('no editor');
    assert.match(document.fileName, /webhook\.ts$/);
    assert.match(document.lineAt(selection.start.line).text, /charge\.refunded/);
  });

  it('finds a handler as soon as it is typed, and forgets it as soon as it is gone', async () => {
    const { handlers } = extension;
    assert.deepEqual(await handlers.of('customer.created'), []);
    const { document } = vscode.window.activeTextEditor ?? assert.fail('no editor');
    const at = document.getText().indexOf("    case 'charge.refunded'");
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, document.positionAt(at), "    case 'customer.created':\n      break;\n");
    await vscode.workspace.applyEdit(edit);
    const look = () => handlers.of('customer.created');
    const [found] = await until(handlers.onDidChange, look, ({ length }) => length === 1);
    assert.equal(found?.file, document.uri.fsPath);
    await vscode.commands.executeCommand('undo');
    await until(handlers.onDidChange, look, ({ length }) => length === 0);
  });

  async function trigger(type: string): Promise<void> {
    const sandbox = await extension.sandbox.access();
    await sandbox.trigger({ type, endpointIds: [endpoint.id] });
  }
});
