import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { signatureHeader } from '../../src/delivery/signature.ts';
import { defaultTarget, type Target } from '../../src/delivery/target.ts';
import { failedDeliveries } from '../../src/ui/control/failedDeliveries.ts';
import type { Parts } from '../../src/ui/commands/parts.ts';
import { next, parts } from './support/parts.ts';

const secret = 'whsec_of_the_host_test';

describe('sending on from the extension host', () => {
  let extension: Parts;
  let app: Server;
  let url = '';
  let status = 200;
  const got: { readonly headers: IncomingHttpHeaders; readonly body: Buffer }[] = [];

  before('start the receiver and an app', async () => {
    extension = await parts();
    await extension.receiver.start();
    await extension.secrets.set('sandbox', 'we_host', secret);
    app = createServer((request, response) => {
      void request.toArray().then((chunks) => {
        got.push({ headers: request.headers, body: Buffer.concat(chunks as Buffer[]) });
        response.writeHead(status, { 'X-App': 'yes' }).end('from the app');
      });
    });
    app.listen(0, '127.0.0.1');
    await once(app, 'listening');
    url = `http://127.0.0.1:${(app.address() as AddressInfo).port}/hook`;
  });

  after('stop them', async () => {
    app.close();
    await extension.receiver.stop();
    await extension.secrets.delete('sandbox', 'we_host');
  });

  afterEach('remove the targets', async () => {
    for (const { id } of extension.targets.list()) await extension.targets.remove(id);
    got.length = 0;
    status = 200;
  });

  const target = (options: Partial<Target> = {}) => ({
    ...defaultTarget(extension.targets.newId(), url),
    ...options,
  });

  /** Posts an event to the receiver, as Stripe does. */
  function post(id: string): Promise<Response> {
    const event = { id, object: 'event', type: 'invoice.paid', data: { object: { id: 'in_1' } } };
    const body = Buffer.from(JSON.stringify(event));
    const signature = signatureHeader(body, [secret], Math.floor(Date.now() / 1000));
    const headers = { 'Content-Type': 'application/json', 'Stripe-Signature': signature };
    return fetch(extension.receiver.url ?? '', { method: 'POST', body, headers });
  }

  it('sends nothing round in circles, by whatever name the receiver is a target', async () => {
    const { receiver, targets, deliveries } = extension;
    receiver.admit(['tunnel.invalid']);
    const here = new URL(receiver.url ?? '');
    const circles = [
      `http://localhost:${here.port}/other`,
      `https://tunnel.invalid${here.pathname}?version=2`,
    ];
    const loops = circles.map((each) => target({ url: each }));
    for (const each of [...loops, target()]) await targets.save(each, { headers: {} });
    await Promise.all([
      next(deliveries.onDidDeliver, ({ target }) => target.url === url),
      post('evt_circle'),
    ]);
    assert.deepEqual(
      loops.map(({ id }) => [deliveries.pendingOf(id).length, deliveries.lastOf(id)]),
      [
        [0, undefined],
        [0, undefined],
      ],
    );
    assert.equal(receiver.isReachedAt(new URL('https://tunnel.invalid/app')), false);
  });

  it('delivers the exact bytes with the target’s secret headers, and records the attempt', async () => {
    const one = target();
    await extension.targets.save(one, { headers: { 'X-Tunnel-Key': 'credential' } });
    const [delivered] = await Promise.all([next(extension.deliveries.onDidDeliver), post('evt_host_1')]);
    const journal = await extension.journal.get();
    const receipt = await journal.get(delivered.receiptId);
    assert.deepEqual(got[0]?.body, Buffer.from(receipt?.body ?? []));
    assert.equal(got[0]?.headers['x-tunnel-key'], 'credential');
    const [attempt] = await journal.attemptsOf(delivered.receiptId);
    assert.deepEqual([attempt?.target, attempt?.response?.status], [one.id, 200]);
    const state = extension.workspaceState.keys().map((key) => extension.workspaceState.get(key));
    assert.doesNotMatch(JSON.stringify(state), /credential/);
  });

  it('tells what the app answered to what it did not take', async () => {
    status = 500;
    const one = target();
    await extension.targets.save(one);
    await Promise.all([next(extension.deliveries.onDidDeliver), post('evt_host_refused')]);
    const [failed] = await failedDeliveries(one, await extension.journal.get(), extension.deliveries);
    assert.equal(failed?.answer, 'from the app');
    await vscode.commands.executeCommand('stripeWebhooks.target.showAnswer', failed);
    assert.equal(vscode.window.activeTextEditor?.document.getText(), 'from the app');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('answers the sender with its own 200 at once, or with what the target answers', async () => {
    status = 409;
    const own = target();
    await extension.targets.save(own);
    const [, answer] = await Promise.all([next(extension.deliveries.onDidDeliver), post('evt_host_2')]);
    assert.equal(answer.status, 200);
    await extension.targets.save({ ...own, answers: true });
    const passed = await post('evt_host_3');
    assert.equal(passed.status, 409);
    assert.equal(passed.headers.get('x-app'), 'yes');
    assert.equal(await passed.text(), 'from the app');
    assert.equal(got.length, 2);
  });

  it('answers 502 when the target is to answer and is not there, so that the sender tries again', async () => {
    await extension.targets.save(target({ url: 'http://127.0.0.1:9/', answers: true }));
    assert.equal((await post('evt_host_4')).status, 502);
  });

  it('lets the answer of one target only be passed through', async () => {
    const [one, other] = [target({ answers: true }), target({ answers: true })];
    await extension.targets.save(one);
    await extension.targets.save(other);
    assert.deepEqual(
      extension.targets.list().map(({ answers }) => answers),
      [false, true],
    );
  });

  it('takes a draft away once it was sent and closed, and keeps one that was not sent', async () => {
    await extension.targets.save(target());
    const begun = await draftOf('evt_begun');
    const sent = await draftOf('evt_sent');
    await vscode.commands.executeCommand('stripeWebhooks.event.send', sent);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    while (await exists(sent)) await new Promise(setImmediate);
    assert.ok(await exists(begun));
    await vscode.workspace.fs.delete(begun);
  });

  it('deletes the drafts of events that the journal lets go, but none that is open', async () => {
    const journal = await extension.journal.get();
    const closed = await draftOf('evt_closed');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const open = await draftOf('evt_open');
    const [newest] = await journal.list({ limit: 1 });
    const receipt = (await journal.get(newest?.id ?? 0)) ?? assert.fail('no event');
    await journal.clear();
    while (await exists(closed)) await new Promise(setImmediate);
    assert.ok(await exists(open));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await journal.append({ ...receipt, receivedAt: Date.now() - 2 * 86_400_000 });
    const kept = await draftOf('evt_kept');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    assert.equal(await journal.prune({ maxAgeMs: 86_400_000 }), 1);
    while (await exists(open)) await new Promise(setImmediate);
    assert.ok(await exists(kept), 'its event is still there');
    await vscode.workspace.fs.delete(kept);
  });

  /** Lets an event arrive and begins a draft of it. */
  async function draftOf(event: string): Promise<vscode.Uri> {
    const received = next(extension.receiver.onDidReceive);
    await post(event);
    await vscode.commands.executeCommand('stripeWebhooks.event.editAndResend', (await received).id);
    const { document } = vscode.window.activeTextEditor ?? assert.fail('no editor');
    return document.uri;
  }
});

function exists(uri: vscode.Uri): Promise<boolean> {
  return Promise.resolve(vscode.workspace.fs.stat(uri)).then(
    () => true,
    () => false,
  );
}
