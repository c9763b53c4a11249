import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Parts } from '../../src/ui/commands/parts.ts';
import type { EndpointsNode } from '../../src/ui/views/endpointNodes.ts';
import { next, parts } from './support/parts.ts';

interface Row {
  readonly label: string;
  readonly description?: string;
  readonly context: string;
  readonly children?: readonly Row[];
}

describe('the endpoints tree', () => {
  let extension: Parts;

  before('open the sandbox', async () => {
    extension = await parts();
    await extension.sandbox.start();
    await extension.endpointList.refresh();
  });

  after('empty the sandbox', async () => {
    await extension.sandbox.reset();
    await extension.endpointList.refresh();
  });

  it('is empty at first', () => {
    assert.deepEqual(tree(), []);
  });

  it('shows each endpoint with its state, its description and its event types', async () => {
    const { connections, endpoints, endpointList } = extension;
    const created = await endpoints.create(connections.active, {
      url: 'https://example.com/hook',
      events: ['charge.refunded', 'invoice.paid'],
      description: 'Orders',
    });
    await endpointList.refresh();
    const children = [
      { label: 'charge.refunded', context: 'eventType' },
      { label: 'invoice.paid', context: 'eventType' },
    ];
    const label = 'example.com/hook';
    assert.deepEqual(tree(), [
      { label, description: 'Orders', context: 'endpoint.enabled.webhook.secretKnown.v1.sandbox', children },
    ]);

    await endpoints.pause(connections.active, created.id);
    await endpointList.refresh();
    assert.deepEqual(tree(), [
      {
        label,
        description: 'paused · Orders',
        context: 'endpoint.disabled.webhook.secretKnown.v1.sandbox',
        children,
      },
    ]);
  });

  it('keeps a row’s identity over a refresh, so that selection and expansion stay', async () => {
    const ids = () => roots().map((node) => item(node).id);
    const before = ids();
    await extension.endpointList.refresh();
    assert.deepEqual(ids(), before);
    assert.notEqual(before[0], undefined);
  });

  it('never holds a signing secret', async () => {
    const [root] = roots();
    assert.ok(root?.kind === 'endpoint');
    const secret = await extension.secrets.get(root.connection.id, root.endpoint.id);
    assert.ok(secret);
    assert.ok(!JSON.stringify(item(root)).includes(secret));
  });

  it('says why the endpoints cannot be listed, and shows them again once they can', async () => {
    await extension.sandbox.stop();
    await extension.endpointList.refresh();
    const { state } = extension.endpointList;
    assert.ok(state.kind === 'error');
    assert.match(state.error.message, /sandbox is stopped/);
    const loaded = next(
      extension.endpointList.onDidChange,
      () => extension.endpointList.state.kind === 'loaded',
    );
    await vscode.commands.executeCommand('stripeWebhooks.sandbox.start');
    await loaded;
    assert.equal(tree().length, 1);
  });

  function roots(): readonly EndpointsNode[] {
    return extension.endpointsView.getChildren();
  }

  function item(node: EndpointsNode): vscode.TreeItem {
    return extension.endpointsView.getTreeItem(node);
  }

  function tree(nodes = roots()): readonly Row[] {
    return nodes.map((node) => {
      const { label, description, contextValue } = item(node);
      const children = extension.endpointsView.getChildren(node);
      return {
        label: typeof label === 'string' ? label : (label?.label ?? ''),
        ...(description ? { description: String(description) } : {}),
        context: contextValue ?? '',
        ...(children.length > 0 ? { children: tree(children) } : {}),
      };
    });
  }
});
