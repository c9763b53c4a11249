import assert from 'node:assert/strict';
import { addAccount, createEndpoint } from './support/steps.ts';
import { LiveAccount } from './support/liveAccount.ts';
import { useWorkbench } from './support/suite.ts';

const port = 12_952;

describe('a live account', () => {
  const ui = useWorkbench({
    userSettings: { 'stripeWebhooks.connection.apiBase': `http://127.0.0.1:${port}` },
  });
  const row = 'example.com/live';
  let account: LiveAccount;

  before('start the account', async () => {
    account = await LiveAccount.start(port);
    await ui.workbench.openContainer();
    await addAccount(ui.workbench, account.key);
    await ui.workbench.view('Endpoints').welcome(/No webhook endpoint in this account yet/);
  });

  after('stop the account', () => account.stop());

  const existing = () => account.sandbox.signingSecrets().length;

  it('creates nothing until a modal that names the account and the endpoint is confirmed', async () => {
    const { workbench } = ui;
    await askForEndpoint();
    const question = await workbench.dialog().message();
    assert.match(question, /Create: https:\/\/example\.com\/live in 🔴 LIVE .+\?/);
    assert.match(await workbench.dialog().detail(), /real money/);
    await workbench.screenshot('live-confirmation');
    await workbench.dialog().escape();
    assert.equal(existing(), 0);

    await askForEndpoint();
    await workbench.dialog().click('Create');
    await workbench.view('Endpoints').waitForRow(row);
    assert.equal(existing(), 1);
  });

  it('is marked in the tree and in the status bar, in colour', async () => {
    const { workbench } = ui;
    const status = workbench.page.locator('.statusbar-item', { hasText: /🔴 LIVE/ });
    await status.and(workbench.page.locator('.warning-kind')).waitFor();
    const view = workbench.view('Endpoints');
    await view.expand(row);
    // A selected row has the colour of selection.
    await view.clickRow(/^whsec_/);
    assert.notEqual(await view.labelColor(row), await view.labelColor('invoice.paid'));
    await workbench.screenshot('live-tree');
  });

  it('asks before each change, and leaves everything as it is when the answer is no', async () => {
    const { workbench } = ui;
    const view = workbench.view('Endpoints');
    for (const [action, question] of [
      ['Pause Endpoint', /Pause: .*example\.com\/live in 🔴 LIVE/],
      ['Delete Endpoint', /Delete the endpoint .*example\.com\/live of 🔴 LIVE/],
    ] as const) {
      await view.contextMenu(row, action);
      assert.match(await workbench.dialog().message(), question);
      await workbench.dialog().escape();
    }
    const [endpoint] = await view.rows();
    assert.ok(endpoint && !/paused/.test(endpoint.description), endpoint?.description);
    assert.equal(existing(), 1);
  });

  it('is never triggered at', async () => {
    const { workbench } = ui;
    await workbench.runCommand('Stripe Webhooks: Trigger Event');
    await workbench.notification(/🔴 LIVE .* is a live account, where events are never triggered/).dismiss();
  });

  it('is listened to only after a modal that says whose data comes to this machine', async () => {
    const { workbench } = ui;
    const ask = async () => {
      await workbench.runCommand('Stripe Webhooks: Receive Events Without an Endpoint');
      await workbench.quickPick.choose('Listen session');
      assert.match(await workbench.dialog().message(), /live events of 🔴 LIVE .+ on this machine\?/);
    };
    await ask();
    assert.match(await workbench.dialog().detail(), /data of real customers/);
    await workbench.screenshot('live-source');
    await workbench.dialog().escape();
    await ask();
    await workbench.dialog().click('Receive Live Events');
    await workbench.notification(/come to this machine \(Listen session\)/).dismiss();
    const { event } = await account.sandbox.trigger({ type: 'invoice.paid' });
    await workbench.output.waitForLine(new RegExp(`verified.*${String(event['id'])}.*listen`));
    await workbench.runCommand('Stripe Webhooks: Stop Event Source');
  });

  async function askForEndpoint(): Promise<void> {
    await createEndpoint(ui.workbench, { url: `https://${row}`, events: ['invoice.paid'], created: false });
  }
});
