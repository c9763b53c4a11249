import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { defaultTarget } from '../../src/delivery/target.ts';
import type { Endpoint } from '../../src/stripe/endpoint.ts';
import type { Parts } from '../../src/ui/commands/parts.ts';
import { readEvent } from '../../src/ui/tools/readEvent.ts';
import { trigger } from '../../src/ui/tools/trigger.ts';
import type { ToolName } from '../../src/ids.ts';
import { parts } from './support/parts.ts';

describe('language model tools', () => {
  let extension: Parts;
  let endpoint: Endpoint;
  let server: Server;
  let origin = '';
  let status = 200;

  before('start the receiver, an endpoint for it, and an app', async () => {
    extension = await parts();
    const { port } = await extension.receiver.start();
    await extension.sandbox.start();
    endpoint = await extension.endpoints.create(extension.connections.active, {
      url: `http://127.0.0.1:${port}/webhook`,
      events: ['payment_intent.succeeded', 'payout.failed'],
    });
    await extension.endpointList.refresh();
    // Both the app that gets events and the API of a live account.
    server = createServer((request, response) => {
      request.resume();
      const isAccount = request.url?.startsWith('/v1/account');
      response.writeHead(isAccount ? 200 : status, { 'Content-Type': 'application/json' });
      response.end(
        isAccount
          ? JSON.stringify({
              id: 'acct_live_tools',
              object: 'account',
              settings: { dashboard: { display_name: 'Real Shop' } },
            })
          : 'key sk_test_never_show_this',
      );
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    // What VS Code's own tests use to be asked nothing.
    await approveAll(true);
  });

  after('stop them', async () => {
    await approveAll(undefined);
    for (const { id } of extension.targets.list()) await extension.targets.remove(id);
    server.close();
    server.closeAllConnections();
    await extension.receiver.stop();
    await extension.sandbox.reset();
    await extension.endpointList.refresh();
  });

  async function approveAll(value: true | undefined): Promise<void> {
    await vscode.commands.executeCommand(
      'setContext',
      'vscode.chat.tools.global.autoApprove.testMode',
      value ?? false,
    );
    await vscode.workspace
      .getConfiguration('chat.tools')
      .update('global.autoApprove', value, vscode.ConfigurationTarget.Global);
  }

  async function invoke(name: ToolName, input: object, tokenBudget?: number): Promise<string> {
    const { content } = await vscode.lm.invokeTool(name, {
      input,
      toolInvocationToken: undefined,
      ...(tokenBudget !== undefined && {
        tokenizationOptions: {
          tokenBudget,
          countTokens: (text: string) => Promise.resolve(Math.ceil(text.length / 4)),
        },
      }),
    });
    return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
  }

  const json = async (name: ToolName, input: object) =>
    JSON.parse((await invoke(name, input)).split('\n\n')[0] ?? '') as Record<string, unknown> & {
      rows: Record<string, unknown>[];
    };

  /** Triggers an event and gives its number in the journal. */
  async function received(type = 'payment_intent.succeeded', values?: object): Promise<number> {
    const facts = await json('stripeWebhooks_triggerEvent', { type, ...(values && { values }) });
    return (facts['received'] as { id: number }).id;
  }

  it('list the endpoints, and say which leads to this machine', async () => {
    const { connection, rows } = await json('stripeWebhooks_listEndpoints', {});
    assert.deepEqual(connection, { label: 'Sandbox', mode: 'sandbox' });
    const row = rows.find(({ id }) => id === endpoint.id);
    assert.equal(row?.['leadsTo'], 'this receiver');
    assert.deepEqual(row['events'], ['payment_intent.succeeded', 'payout.failed']);
  });

  it('trigger an event that is verified, with values of one’s own, and read it with secrets masked', async () => {
    const id = await received('payment_intent.succeeded', {
      'data.object.amount': 4321,
      'data.object.client_secret': 'pi_1_secret_hidden123',
    });
    const text = await invoke('stripeWebhooks_readEvent', { id });
    assert.match(text, /"signature":"verified"/);
    assert.match(text, /"amount": 4321/);
    assert.match(text, /pi_1_secret_…/);
    assert.doesNotMatch(text, /hidden123|whsec_\w/);
  });

  it('keep to the token budget, and say what is left out', async () => {
    const id = await received();
    const text = await invoke('stripeWebhooks_readEvent', { id }, 400);
    assert.ok(text.length <= 1600, `${text.length} characters`);
    assert.match(text, /the last \d+ of \d+ characters are left out/);
    const { rows, rowsLeftOut, matching } = JSON.parse(
      await invoke('stripeWebhooks_listEvents', { types: ['payment_intent.*'] }, 80),
    ) as { rows: unknown[]; rowsLeftOut: number; matching: number };
    assert.ok(matching >= 2);
    assert.ok(rowsLeftOut >= 1);
    assert.ok(rows.length < matching);
  });

  it('list received events by what they are and what became of them', async () => {
    const id = await received('payout.failed');
    const { rows } = await json('stripeWebhooks_listEvents', { types: ['payout.*'], limit: 1 });
    assert.deepEqual(
      rows.map((row) => [row['id'], row['type'], row['signature']]),
      [[id, 'payout.failed', 'verified']],
    );
    const { rows: none } = await json('stripeWebhooks_listEvents', { types: ['payout.*'], before: 1 });
    assert.deepEqual(none, []);
  });

  it('replay events to a target by its name, and tell its answer without secrets', async () => {
    const id = await received();
    const target = {
      ...defaultTarget(extension.targets.newId(), `${origin}/hook`),
      name: 'the shop',
      paused: true,
    };
    await extension.targets.save(target);
    const sent = await json('stripeWebhooks_replayEvents', { ids: [id], to: 'the shop' });
    assert.equal(sent['delivered'], 1);
    status = 500;
    const failed = await json('stripeWebhooks_replayEvents', { ids: [id], to: 'the shop' });
    assert.match(JSON.stringify(failed['firstFailure']), /500/);
    const read = await invoke('stripeWebhooks_readEvent', { id });
    assert.match(read, /"status":500/);
    assert.match(read, /sk_test_…/);
    assert.doesNotMatch(read, /never_show_this/);
  });

  it('diagnose a rejected signature', async () => {
    const body = '{"id":"evt_tools_1","object":"event","type":"payout.paid","data":{"object":{}}}';
    const url = extension.receiver.url ?? assert.fail('no receiver');
    await fetch(url, { method: 'POST', body, headers: { 'Stripe-Signature': 't=1,v1=00' } });
    const { rows } = await json('stripeWebhooks_listEvents', { eventId: 'evt_tools_1' });
    const report = await invoke('stripeWebhooks_diagnoseSignature', { id: rows[0]?.['id'] });
    assert.match(report, /^# Why the signature was rejected/);
    assert.match(report, /What to do/);
  });

  it('tell the coverage with the places of handlers', async () => {
    const { rows } = await json('stripeWebhooks_coverage', {});
    const row = rows.find(
      (one) => one['endpoint'] === endpoint.id && one['type'] === 'payment_intent.succeeded',
    );
    assert.equal(row?.['state'], 'handled');
    assert.match(String(row['handlers']), /\w+\.\w+:\d+/);
  });

  it('answer bad input with a sentence', async () => {
    const bad: readonly [ToolName, object, RegExp][] = [
      ['stripeWebhooks_readEvent', { id: 'first' }, /“id” must be a whole number/],
      ['stripeWebhooks_readEvent', { id: 99_999_999 }, /#99999999 is no longer in the journal/],
      ['stripeWebhooks_triggerEvent', { type: 'payment_intent.suceeded' }, /payment_intent\.suceeded/],
      ['stripeWebhooks_triggerEvent', { type: 'payout.paid' }, /No enabled endpoint receives payout\.paid/],
      ['stripeWebhooks_triggerEvent', { type: 'payout.paid', to: 'nowhere' }, /no target “nowhere”/],
      ['stripeWebhooks_listEvents', { signature: 'right' }, /one of verified, rejected/],
      ['stripeWebhooks_replayEvents', { ids: [] }, /“ids” must be a list/],
    ];
    for (const [name, input, sentence] of bad) await assert.rejects(invoke(name, input), sentence, name);
  });

  it('end at once when they are cancelled', async () => {
    const source = new vscode.CancellationTokenSource();
    source.cancel();
    const options = { input: {}, toolInvocationToken: undefined };
    await assert.rejects(async () =>
      vscode.lm.invokeTool('stripeWebhooks_listEndpoints', options, source.token),
    );
  });

  it('ask before they send, and before they read what is live', async () => {
    const { confirmationMessages } = await trigger.prepare(extension, { type: 'payout.paid' });
    assert.match(textOf(confirmationMessages?.message), /sent to the endpoints of the sandbox/);
    const { confirmationMessages: ofTest } = await readEvent.prepare(extension, { id: await received() });
    assert.equal(ofTest, undefined);
    const { id } = await journalled({ id: 'evt_tools_live', livemode: true });
    const { confirmationMessages: ofLive } = await readEvent.prepare(extension, { id });
    assert.match(textOf(ofLive?.message), /live account/);
    await assert.rejects(
      invoke('stripeWebhooks_replayEvents', { ids: [id], to: 'receiver' }),
      /live account/,
    );
  });

  it('only read while a live account is in use', async () => {
    const id = await received();
    const key = `sk_live_${'0'.repeat(24)}`;
    const live = await extension.connections.addByKey(key, { apiBase: origin });
    await extension.connections.setActive(live.id);
    try {
      const refused = /live account, which agents may only read/;
      await assert.rejects(invoke('stripeWebhooks_triggerEvent', { type: 'payout.failed' }), refused);
      await assert.rejects(invoke('stripeWebhooks_replayEvents', { ids: [id], to: 'receiver' }), refused);
      assert.match(await invoke('stripeWebhooks_readEvent', { id }), /payment_intent\.succeeded/);
    } finally {
      await extension.connections.setActive('sandbox');
      await extension.connections.remove(live.id);
      await extension.endpointList.refresh();
    }
  });

  const textOf = (message: string | vscode.MarkdownString | undefined) =>
    typeof message === 'string' ? message : (message?.value ?? '');

  /** Posts an event, which is rejected but kept, and gives its number. */
  async function journalled(event: object): Promise<{ readonly id: number }> {
    const { id } = event as { id: string };
    const body = JSON.stringify({ object: 'event', type: 'payout.paid', data: { object: {} }, ...event });
    const url = extension.receiver.url ?? assert.fail('no receiver');
    await fetch(url, { method: 'POST', body, headers: { 'Stripe-Signature': 't=1,v1=00' } });
    const [receipt] = await (await extension.journal.get()).list({ limit: 1, filter: { eventId: id } });
    return receipt ?? assert.fail('not journalled');
  }
});
