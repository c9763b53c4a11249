import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import type { StripeEvent, StripeWebhooksApi } from '../../api/stripe-webhooks.d.ts';
import type { Parts } from '../../src/ui/commands/parts.ts';
import { parts, until } from './support/parts.ts';
import { post, startReceiving, stopReceiving } from './support/posting.ts';

/** What `test/fixtures/apiExtension` tells of itself. */
interface Other {
  readonly stripe: StripeWebhooksApi;
  readonly runs: { readonly event: StripeEvent; readonly config: object; readonly attempt: number }[];
  readonly heard: StripeEvent[];
  readonly onDidChange: vscode.Event<void>;
  readonly withdraw: () => void;
}

const collector = 'stripe-webhooks-tests.api-extension/collector';

describe('the public API, used by another extension', () => {
  let extension: Parts;
  let other: Other;

  before('start both', async () => {
    extension = await parts();
    const found = vscode.extensions.getExtension<Other>('stripe-webhooks-tests.api-extension');
    assert.ok(found, 'the second extension is not installed');
    other = await found.activate();
    assert.ok(other, 'it did not take the API');
    await startReceiving(extension);
  });

  after('stop', () => stopReceiving(extension));

  afterEach(async () => {
    for (const { id } of extension.apps.list()) await extension.apps.remove(id);
    other.runs.length = 0;
    other.heard.length = 0;
  });

  const heard = (count: number) =>
    until(
      other.onDidChange,
      () => Promise.resolve(other.heard),
      ({ length }) => length >= count,
    );
  const install = (id: string) =>
    extension.apps.save(
      { id, appId: collector, name: 'Collector', enabled: true, config: { label: 'mine' } },
      { token: 'of the user' },
    );
  const statusOf = (id: string, wanted: (runs: number, state: string | undefined) => boolean) =>
    until(
      extension.apps.onDidChange,
      () => Promise.resolve(extension.apps.statusOf(id)),
      (status) => wanted(status?.runs ?? 0, status?.state),
    );

  it('hands out verified events of the wanted types, with secrets masked, and survives a listener that throws', async () => {
    const object = { id: 'pi_1', object: 'payment_intent', client_secret: 'pi_1_secret_hidden' };
    await post(extension, 'customer.created', { id: 'cus_1' });
    await post(extension, 'payment_intent.created', object, 'evt_api_1');
    await post(extension, 'payment_intent.created', { ...object, id: 'pi_2' }, 'evt_api_2');
    const events = await heard(2);
    assert.deepEqual(
      events.map(({ id, objectId, kind }) => [id, objectId, kind]),
      [
        ['evt_api_1', 'pi_1', 'snapshot'],
        ['evt_api_2', 'pi_2', 'snapshot'],
      ],
    );
    assert.doesNotMatch(JSON.stringify(events), /hidden|whsec/);
    const kept = await (await extension.journal.get()).get(events[0]?.receiptId ?? 0);
    assert.equal(kept?.event?.id, 'evt_api_1');
  });

  it('runs its app once somebody has installed it, with the configuration and its secret', async () => {
    await post(extension, 'payment_intent.created', { id: 'pi_0' });
    await heard(1);
    assert.equal(other.runs.length, 0);
    await install('app_1');
    await post(extension, 'payment_intent.succeeded', { id: 'pi_1' });
    await statusOf('app_1', (runs) => runs === 1);
    const [run] = other.runs;
    assert.deepEqual(
      [run?.event.type, run?.config, run?.attempt],
      ['payment_intent.succeeded', { label: 'mine', token: 'of the user' }, 1],
    );
    assert.match(extension.apps.logOf('app_1').at(-1)?.text ?? '', /^took evt_/);
    const state = extension.workspaceState.keys().map((key) => extension.workspaceState.get(key));
    assert.doesNotMatch(JSON.stringify(state), /of the user/);
  });

  it('lets an app that throws be tried again, and others and the receiver go on', async () => {
    await install('app_2');
    await post(extension, 'payment_intent.created', { id: 'pi_bad' });
    await statusOf('app_2', (_runs, state) => state === 'retrying');
    assert.equal((await post(extension, 'payment_intent.created', { id: 'pi_3' })).status, 200);
    await heard(2);
  });

  it('triggers in the sandbox, with values of one’s own, and tells where the event went', async () => {
    await extension.sandbox.start();
    await extension.endpoints.create(extension.connections.active, {
      url: extension.receiver.url ?? '',
      events: ['payment_intent.succeeded'],
    });
    await extension.endpointList.refresh();
    try {
      const { stripe } = other;
      const [endpoint] = await stripe.endpoints();
      assert.deepEqual([endpoint?.url, endpoint?.mode], [extension.receiver.url, 'sandbox']);
      assert.doesNotMatch(JSON.stringify(endpoint), /whsec/);
      const values = { 'data.object.amount': 4321 };
      const triggered = await stripe.trigger('payment_intent.succeeded', { values });
      assert.deepEqual([triggered.deliveries.length, triggered.deliveries[0]?.status], [1, 200]);
      const [event] = await heard(1);
      assert.equal(event?.receiptId, triggered.receiptId);
      assert.equal((event?.payload as { data: { object: { amount: number } } }).data.object.amount, 4321);
      await assert.rejects(stripe.trigger('payment_intent.nonsense'), /payment_intent\.nonsense/);
    } finally {
      await extension.sandbox.reset();
      await extension.endpointList.refresh();
    }
  });

  it('triggers nothing in a live account', async () => {
    const api = createServer((request, response) => {
      request.resume();
      const settings = { dashboard: { display_name: 'Real Shop' } };
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ id: 'acct_live_api', object: 'account', settings }));
    });
    api.listen(0, '127.0.0.1');
    await once(api, 'listening');
    const apiBase = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
    const live = await extension.connections.addByKey(`sk_live_${'0'.repeat(24)}`, { apiBase });
    try {
      await extension.connections.setActive(live.id);
      await assert.rejects(other.stripe.trigger('payment_intent.succeeded'), /is a live account/);
    } finally {
      await extension.connections.setActive('sandbox');
      await extension.connections.remove(live.id);
      api.close();
      api.closeAllConnections();
      await extension.endpointList.refresh();
    }
  });

  it('diagnoses received events and any other request', async () => {
    const { body, signature } = await post(extension, 'payment_intent.created', { id: 'pi_4' });
    const [event] = await heard(1);
    const { stripe } = other;
    const verified = await stripe.diagnose(event?.receiptId ?? 0);
    assert.deepEqual([verified.outcome, verified.endpointId], ['verified', 'we_apps']);
    assert.equal((await stripe.diagnose({ body, signature })).outcome, 'verified');
    const changed = await stripe.diagnose({ body: body.replaceAll('\n', ''), signature });
    assert.deepEqual([changed.outcome, changed.cause], ['rejected', 'body-changed']);
    assert.ok(changed.explanation && changed.remedy);
    await assert.rejects(stripe.diagnose(99_999_999), /no longer in the journal/);
  });

  it('refuses an app that is not usable, and one whose id is taken', () => {
    const app = { name: 'Second', description: '', events: ['*'], run: () => undefined };
    assert.throws(() => other.stripe.registerApp({ ...app, id: 'second' }), /publisher\.extension\/name/);
    assert.throws(() => other.stripe.registerApp({ ...app, id: collector }), /already an app/);
  });

  it('withdraws the app, whose installation stays and waits for it', async () => {
    await install('app_3');
    other.withdraw();
    const installation = extension.apps.get('app_3');
    assert.ok(installation);
    assert.equal(await extension.apps.appOf(installation), undefined);
    await post(extension, 'payment_intent.created', { id: 'pi_5' });
    await heard(1);
    assert.equal(other.runs.length, 0);
  });
});
