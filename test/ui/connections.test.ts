import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { testCatalogue } from '../unit/support/catalogue.ts';
import { addAccount, createEndpoint } from './support/steps.ts';
import { useWorkbench } from './support/suite.ts';

const port = 12_951;

// The account is a second sandbox in this process: the real API over the real wire, at an address of its own.
describe('connections', () => {
  const ui = useWorkbench({
    userSettings: { 'stripeWebhooks.connection.apiBase': `http://127.0.0.1:${port}` },
  });
  let account: Sandbox;

  before('start the account', async () => {
    account = await Sandbox.open({ catalogue: (await testCatalogue()).events });
    await account.start(port);
    await ui.workbench.openContainer();
  });

  after('stop the account', () => account.stop());

  it('refuses what is not a secret key, and keeps what was typed', async () => {
    const { input } = ui.workbench;
    await ui.workbench.runCommand('Stripe Webhooks: Add Account');
    await input.asks(/sk_test_/);
    assert.ok(await input.isMasked());
    for (const [text, problem] of [
      ['pk_test_51abcdefghijklmnop', /publishable/],
      ['whsec_abcdefghijklmnop', /signing secret/],
      ['hello', /sk_/],
    ] as const) {
      await input.type(text);
      await input.accept();
      assert.match(await input.validationMessage(problem), problem);
      assert.equal(await input.value(), text);
    }
    await ui.workbench.screenshot('wrong-key');
    await input.escape();
  });

  it('says that a well-formed key is wrong, without showing it', async () => {
    const wrong = 'sk_test_51notTheKeyOfThisAccount0000';
    await addAccount(ui.workbench, wrong);
    const sentence = await ui.workbench.notification(/Could not check the API key/).text();
    assert.ok(!sentence.includes(wrong), sentence);
    await ui.workbench.screenshot('refused-key');
    await ui.workbench.notification(/Could not check the API key/).dismiss();
  });

  it('adds an account, shows its endpoints, and goes back to the sandbox with its own', async () => {
    const { workbench } = ui;
    const view = workbench.view('Endpoints');
    await createEndpoint(workbench, { url: 'http://127.0.0.1:4803/webhook', events: ['invoice.paid'] });
    await addAccount(ui.workbench, account.testKey);
    await view.welcome(/No webhook endpoint in this account yet/);
    await createEndpoint(workbench, { url: 'https://example.com/of-the-account', events: ['invoice.paid'] });
    await workbench.screenshot('account');

    await workbench.runCommand('Stripe Webhooks: Switch Connection');
    await workbench.quickPick.choose('Sandbox');
    await view.waitForRow('127.0.0.1:4803/webhook');
    await view.waitForNoRow('example.com/of-the-account');
  });

  it('keeps the account when the window is loaded anew', async () => {
    await ui.workbench.reload();
    await ui.workbench.openContainer();
    await ui.workbench.runCommand('Stripe Webhooks: Switch Connection');
    await ui.workbench.quickPick.asks(/Connection to work with/);
    const labels = (await ui.workbench.quickPick.items()).map(({ description }) => description);
    assert.ok(
      labels.some((text) => text.includes(account.accountId)),
      labels.join(' | '),
    );
    await ui.workbench.quickPick.escape();
  });

  it('sends what is triggered in a test account to the receiver or a URL', async () => {
    const { quickPick } = ui.workbench;
    await switchTo(account.accountId);
    await ui.workbench.runCommand('Stripe Webhooks: Trigger Event');
    await quickPick.asks(/Event type to trigger/);
    await quickPick.choose('invoice.paid');
    await quickPick.asks(/Where to send it/);
    await quickPick.offers(['This receiver', 'Another URL …']);
    await quickPick.escape();
  });

  it('keeps the last known endpoints while the account cannot be reached, marked as such', async () => {
    const { workbench } = ui;
    const view = workbench.view('Endpoints');
    await account.stop();
    await workbench.runCommand('Stripe Webhooks: Refresh Endpoints');
    await view.message(/not reachable now/);
    await view.waitForRow('example.com/of-the-account');
    await workbench.screenshot('unreachable');

    await addAccount(workbench, account.testKey);
    const unreached = workbench.notification(/Could not check the API key/);
    assert.deepEqual(await unreached.buttons(), ['Try Again']);
    await workbench.screenshot('key-not-checked');

    const url = 'https://example.com/not-yet';
    await createEndpoint(workbench, { url, events: ['invoice.paid'], description: 'Later', created: false });
    await workbench.notification(/Could not create the endpoint/).click('Edit and Try Again');
    await workbench.quickPick.shown(/4\/4/);
    const kept = (await workbench.quickPick.items()).map(({ description }) => description);
    assert.deepEqual(kept.slice(1, 4), [url, 'invoice.paid', 'Later']);
    await workbench.screenshot('form-again');
    await workbench.quickPick.escape();
    await account.start(port);
    await unreached.click('Try Again');
    await workbench.notification(/is connected/).text();
    await workbench.runCommand('Stripe Webhooks: Refresh Endpoints');
    await view.noMessage();
    await view.waitForRow('example.com/of-the-account');
  });

  it('says that a key is not valid any more, with a way out', async () => {
    const { workbench } = ui;
    const view = workbench.view('Endpoints');
    const other = await Sandbox.open({ catalogue: (await testCatalogue()).events });
    await account.stop();
    await other.start(port);
    await workbench.runCommand('Stripe Webhooks: Refresh Endpoints');
    await view.welcome(/does not accept the API key.*Add Account/s);
    await other.stop();
    await account.start(port);
    await workbench.runCommand('Stripe Webhooks: Refresh Endpoints');
    await view.waitForRow('example.com/of-the-account');
  });

  it('removes an account after a confirmation', async () => {
    const { workbench } = ui;
    await workbench.runCommand('Stripe Webhooks: Remove Account');
    await workbench.quickPick.asks(/Account to remove/);
    await workbench.quickPick.accept();
    assert.match(await workbench.dialog().detail(), /Nothing changes at Stripe/);
    await workbench.dialog().click('Remove');
    await workbench.view('Endpoints').waitForRow('127.0.0.1:4803/webhook');
  });

  it('finds the key in a .env file of the workspace', async () => {
    const { workbench } = ui;
    await writeFile(join(ui.folder, '.env'), `PORT=4242\nSTRIPE_SECRET_KEY="${account.testKey}"\n`);
    await workbench.runCommand('Stripe Webhooks: Add Account');
    await workbench.quickPick.asks(/Account to add/);
    const items = await workbench.quickPick.items();
    assert.deepEqual(
      items.map(({ label }) => label),
      ['STRIPE_SECRET_KEY', 'Paste a key…'],
    );
    assert.equal(items[0]?.detail, '.env');
    assert.ok(!(await workbench.page.content()).includes(account.testKey));
    await workbench.quickPick.accept();
    await workbench.view('Endpoints').waitForRow('example.com/of-the-account');
  });

  async function switchTo(accountId: string): Promise<void> {
    await ui.workbench.runCommand('Stripe Webhooks: Switch Connection');
    await ui.workbench.quickPick.asks(/Connection to work with/);
    await ui.workbench.quickPick.type(accountId);
    await ui.workbench.quickPick.accept();
    await ui.workbench.view('Endpoints').waitForRow('example.com/of-the-account');
  }
});
