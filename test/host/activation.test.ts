import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { next, parts, publicApi } from './support/parts.ts';
import { post, startReceiving, stopReceiving } from './support/posting.ts';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

describe('activation', () => {
  // The first of all host tests: nothing of the extension has been asked for when it begins.
  it('takes apps and listeners of other extensions at once, and they get what comes later', async () => {
    const api = await publicApi();
    const heard = new vscode.EventEmitter<string>();
    const listener = api.onEvent(['payout.*'], ({ id }) => heard.fire(id));
    const app = {
      ...{ id: 'tests.activation/early', name: 'Early', description: 'Was there first.' },
      ...{ events: ['payout.*'], run: () => undefined },
    };
    const registered = api.registerApp(app);
    assert.throws(() => api.registerApp(app), /already an app/);
    const extension = await parts();
    const ids = async () => (await extension.apps.offers()).map(({ id }) => id);
    assert.ok((await ids()).includes(app.id));
    await startReceiving(extension);
    const arrived = next(heard.event);
    await post(extension, 'payout.paid', { id: 'po_1' }, 'evt_early');
    assert.equal(await arrived, 'evt_early');
    await stopReceiving(extension);
    listener.dispose();
    registered.dispose();
    assert.ok(!(await ids()).includes(app.id));
  });

  it('starts nothing that nobody asked for', async () => {
    const { sandbox, receiver, endpointList, log } = await parts();
    assert.equal(sandbox.running, false);
    assert.equal(receiver.url, undefined);
    assert.equal(endpointList.state.kind, 'loading');
    assert.ok(log.name);
  });

  it('registers every command that the palette offers', async () => {
    await parts();
    const extension = vscode.extensions.getExtension('webhooks-for-stripe.stripe-webhooks');
    const registered = new Set(await vscode.commands.getCommands(true));
    const declared = (extension?.packageJSON as Manifest).contributes.commands.map(({ command }) => command);
    assert.deepEqual(
      declared.filter((command) => !registered.has(command)),
      [],
    );
  });

  it('ships every data file that it reads', () => {
    const root = vscode.extensions.getExtension('webhooks-for-stripe.stripe-webhooks')?.extensionPath ?? '';
    for (const file of ['catalogue/events.json', 'catalogue/schemas.json', 'grammars/tree-sitter.wasm'])
      assert.ok(existsSync(`${root}/dist/${file}`), file);
  });
});
