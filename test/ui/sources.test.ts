import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Stripe from 'stripe';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { startApp, closeApps } from '../unit/delivery/support/app.ts';
import { permissionError } from '../unit/stripe/sources/support/refusals.ts';
import { Proxy } from '../unit/stripe/sources/support/proxy.ts';
import { testCatalogue } from '../unit/support/catalogue.ts';
import { addAccount, addTarget, copiedBy } from './support/steps.ts';
import { useWorkbench } from './support/suite.ts';

const port = 12_953;
const start = 'Stripe Webhooks: Receive Events Without an Endpoint';

// The account is a second sandbox in this process, with a hop before it that can fail.
describe('event sources', () => {
  const ui = useWorkbench({
    userSettings: { 'stripeWebhooks.connection.apiBase': `http://127.0.0.1:${port}` },
  });
  let account: Sandbox;
  let network: Proxy;
  let secret = '';

  before('start the account', async () => {
    account = await Sandbox.open({ catalogue: (await testCatalogue()).events });
    await account.start();
    network = await new Proxy(account.baseUrl).open(port);
    await ui.workbench.openContainer();
    await addAccount(ui.workbench, account.testKey);
    await ui.workbench.view('Endpoints').welcome(/No webhook endpoint in this account yet/);
  });

  after(closeApps);
  after('stop the account', async () => {
    await network.close();
    await account.stop();
  });

  it('offers three ways, and says what each of them is good for', async () => {
    const { workbench } = ui;
    assert.equal(network.dials, 0, 'nothing is connected before it is asked for');
    await workbench.runCommand(start);
    await workbench.quickPick.asks(/How the events of .+ come to this machine/);
    const ways = await workbench.quickPick.items();
    assert.deepEqual(
      ways.map(({ label }) => label),
      ['Listen session', 'Polling', 'Stripe CLI'],
    );
    assert.match(ways[1]?.detail ?? '', /not in Stripe’s own bytes/);
    await workbench.screenshot('source-ways');
  });

  it('listens: an event of the account arrives verified, without an endpoint', async () => {
    const { workbench } = ui;
    await workbench.quickPick.choose('Listen session');
    const notification = workbench.notification(/come to this machine \(Listen session\)/);
    await notification.text();
    await statusIs(/Stripe · listening/);
    const id = await trigger();
    const line = await workbench.output.waitForLine(new RegExp(`✓ 200 verified.*${id}`));
    assert.match(line, /listen · listen/);
    assert.deepEqual(await notification.buttons(), [
      'Add Target',
      'Copy Signing Secret',
      'Write It to .env File',
    ]);
    await workbench.page.locator('.statusbar-item', { hasText: /Stripe · listening/ }).hover();
    assert.match(await workbench.tooltip(), /Listen session · .+: connected/);
    await workbench.screenshot('source-listening');
    secret = await copiedBy(workbench, () => notification.click('Copy Signing Secret'));
    assert.match(secret, /^whsec_\w{32}$/);
  });

  it('writes the secret of the session to a .env file', async () => {
    const { workbench } = ui;
    await workbench.runCommand('Stripe Webhooks: Write Signing Secret of the Event Source to .env File');
    await workbench.quickPick.asks(/File to write/);
    await workbench.quickPick.choose('.env');
    await workbench.input.asks(/STRIPE_WEBHOOK_SECRET/);
    await workbench.input.accept();
    await workbench.notification(/STRIPE_WEBHOOK_SECRET in \.env is set/).dismiss();
    assert.equal(await readFile(join(ui.folder, '.env'), 'utf8'), `STRIPE_WEBHOOK_SECRET=${secret}\n`);
  });

  it('sends the event on to the app, whose answer Stripe gets to know', async () => {
    const { workbench } = ui;
    const app = await startApp();
    await addTarget(workbench, app.url);
    const answered = once(account, 'answered');
    const id = await trigger();
    await app.received(1);
    const [got] = app.got;
    const signature = String(got?.headers['stripe-signature']);
    const verified = new Stripe('sk_test_1').webhooks.constructEvent(got?.body ?? '', signature, secret);
    assert.equal(verified.id, id);
    assert.equal((await answered)[0], id);
    const [kept] = account.attempts(id);
    assert.equal(kept?.recipient, 'listen');
    assert.equal(kept.attempt.url, app.url);
    assert.equal(kept.attempt.response?.status, 200);
  });

  it('says that it is not connected while it is not, and reads what was missed when it is again', async () => {
    const { workbench } = ui;
    network.onDial = () => 'cut';
    network.cutSockets();
    await statusIs(/Stripe · reconnecting …/);
    const id = await trigger();
    network.onDial = () => 'pass';
    await statusIs(/Stripe · listening/);
    const line = await workbench.output.waitForLine(new RegExp(`✓ 200 verified.*${id}`));
    assert.match(line, /listen · polling/);
  });

  it('stops when it is told to, and can be started and stopped from the status bar', async () => {
    const { workbench } = ui;
    await workbench.clickStatusBar(/Stripe · listening/);
    await workbench.quickPick.choose('Stop Event Source');
    await statusIs(/Stripe · (?!listening)/);
    const dials = network.dials;
    await workbench.clickStatusBar(/Stripe · /);
    await workbench.quickPick.choose('Receive Without an Endpoint…');
    await workbench.quickPick.asks(/How the events/);
    await workbench.quickPick.escape();
    assert.equal(network.dials, dials);
  });

  it('polls by itself when the key may not have a listen session, and says why', async () => {
    const { workbench } = ui;
    network.onRequest = (method) =>
      method === 'POST' ? permissionError('rak_stripecli_session_write') : 'pass';
    await workbench.runCommand(start);
    await workbench.quickPick.choose('Listen session');
    const sentence = await workbench.notification(/are polled, because/).text();
    assert.match(sentence, /rak_stripecli_session_write/);
    await statusIs(/Stripe · polling/);
    const id = await trigger();
    const line = await workbench.output.waitForLine(new RegExp(`✓ 200 verified.*${id}`));
    assert.match(line, /polling · polling/);
    await workbench.page.locator('.statusbar-item', { hasText: /Stripe · polling/ }).hover();
    assert.match(await workbench.tooltip(), /no listen session/);
    await workbench.screenshot('source-polling');
  });

  it('says which permission the endpoints need when a restricted key may not list them', async () => {
    const { workbench } = ui;
    const view = workbench.view('Endpoints');
    network.onRequest = (_method, path) =>
      /webhook_endpoints|event_destinations/.test(path) ? permissionError('rak_webhook_read') : 'pass';
    await workbench.runCommand('Stripe Webhooks: Refresh Endpoints');
    await view.welcome(/may not read webhook endpoints.*Webhook Endpoints.*Add Account/s);
    await workbench.screenshot('endpoints-permission');
    network.onRequest = (method) =>
      method === 'POST' ? permissionError('rak_stripecli_session_write') : 'pass';
    await view.clickWelcome('Try Again');
    await view.welcome(/Receive Events Without an Endpoint/);
  });

  it('says so when the key is taken away, with a way out', async () => {
    const { workbench } = ui;
    network.onRequest = () => ({
      status: 401,
      body: { error: { message: 'Invalid API Key provided', type: 'invalid_request_error' } },
    });
    const notification = workbench.notification(/Events do not come any more/);
    assert.deepEqual(await notification.buttons(), ['Start Again']);
    await statusIs(/Stripe · stopped/);
    await workbench.screenshot('source-stopped');
    await notification.dismiss();
    network.onRequest = () => 'pass';
  });

  async function trigger(): Promise<string> {
    const { event } = await account.trigger({ type: 'invoice.paid' });
    return String(event['id']);
  }

  async function statusIs(text: RegExp): Promise<void> {
    await ui.workbench.page.locator('.statusbar-item', { hasText: text }).waitFor();
  }
});
