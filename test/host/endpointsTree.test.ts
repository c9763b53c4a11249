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

  it('is empty at first', async () => {
    assert.deepEqual(await tree(), []);
  });

  it('shows each endpoint with its state, its description, its secret and its event types', async () => {
    const { connections, endpoints, endpointList } = extension;
    const created = await endpoints.create(connections.active, {
      url: 'https://example.com/hook',
      events: ['charge.refunded', 'invoice.paid', 'price.created'],
      description: 'Orders',
    });
    await endpointList.refresh();
    const children = [
      { label: 'whsec_…', description: 'signing secret', context: 'secret.known' },
      { label: 'charge.refunded', context: 'eventType' },
      { label: 'invoice.paid', context: 'eventType' },
      { label: 'price.created', context: 'eventType' },
    ];
    const label = 'example.com/hook';
    assert.deepEqual(await tree(), [
      {
        label,
        description: 'Orders',
        context: 'endpoint.enabled.webhook.secretKnown.v1.sandbox.snapshot',
        children,
      },
    ]);

    await endpoints.pause(connections.active, created.id);
    await endpointList.refresh();
    assert.deepEqual(await tree(), [
      {
        label,
        description: 'paused · Orders',
        context: 'endpoint.disabled.webhook.secretKnown.v1.sandbox.snapshot',
        children,
      },
    ]);
  });

  it('shows the code that handles a type, and that there is none', async () => {
    const [root] = await roots();
    const types = (await extension.endpointsView.getChildren(root)).filter(
      ({ kind }) => kind === 'eventType',
    );
    const described = () => types.every((node) => item(node).description !== undefined);
    if (!described()) await next(extension.endpointsView.onDidChangeTreeData, described);
    const places = types.map((node) => String(item(node).description));
    assert.match(places[0] ?? '', /^src\/webhook\.ts:\d+$/);
    assert.match(places[1] ?? '', /^python\/fulfilment\.py:\d+$/);
    assert.equal(places[2], 'no handler');
  });

  it('keeps a row’s identity over a refresh, so that selection and expansion stay', async () => {
    const ids = async () => (await roots()).map((node) => item(node).id);
    const before = await ids();
    await extension.endpointList.refresh();
    assert.deepEqual(await ids(), before);
    assert.notEqual(before[0], undefined);
  });

  it('never holds a signing secret', async () => {
    const [root] = await roots();
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
    assert.equal((await tree()).length, 1);
  });

  function roots(): Promise<readonly EndpointsNode[]> {
    return extension.endpointsView.getChildren();
  }

  function item(node: EndpointsNode): vscode.TreeItem {
    return extension.endpointsView.getTreeItem(node);
  }

  /** The rows, without what is found out about them later, such as handlers. */
  async function tree(nodes?: readonly EndpointsNode[]): Promise<readonly Row[]> {
    const rows: Row[] = [];
    for (const node of nodes ?? (await roots())) {
      const { label, description, contextValue } = item(node);
      const children = await extension.endpointsView.getChildren(node);
      rows.push({
        label: (typeof label === 'string' ? label : (label?.label ?? '')).replace(/^(whsec_…)\w+$/, '$1'),
        ...(description && node.kind !== 'eventType' ? { description: String(description) } : {}),
        context: contextValue ?? '',
        ...(children.length > 0 ? { children: await tree(children) } : {}),
      });
    }
    return rows;
  }
});
