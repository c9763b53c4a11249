import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { parts } from './support/parts.ts';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

describe('activation', () => {
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
