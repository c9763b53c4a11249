import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { testCatalogue } from '../unit/support/catalogue.ts';
import { addAccount, copyFrom, createEndpoint, startReceiver, trigger } from './support/steps.ts';
import { useWorkbench } from './support/suite.ts';

const accountPort = 12_953;

describe('the life of an endpoint', () => {
  const ui = useWorkbench({
    userSettings: {
      'stripeWebhooks.receiver.port': 4808,
      'stripeWebhooks.connection.apiBase': `http://127.0.0.1:${accountPort}`,
    },
  });
  const row = '127.0.0.1:4808/webhook';

  before('open the view', () => ui.workbench.openContainer());

  it('is created for this machine in one step, with the events that the code handles', async () => {
    const { workbench } = ui;
    await workbench.runCommand('Stripe Webhooks: Create Endpoint for This Machine');
    await workbench.quickPick.asks(/Create Endpoint, or choose/);
    const fields = await workbench.quickPick.items();
    assert.ok(fields.some(({ description }) => description === `http://${row}`));
    assert.ok(fields.some(({ label, description }) => label === 'Events' && description.includes('.')));
    await workbench.screenshot('this-machine');
    await workbench.quickPick.accept();
    await workbench.view('Endpoints').waitForRow(row);
    await workbench.notification(/receiver that it points to is not running/).click('Start Receiver');
    await workbench
      .view('Endpoints')
      .waitForRows('the running receiver', (rows) =>
        rows.some(({ description }) => description.includes('this receiver')),
      );
  });

  it('shows its secret, its event types and the code that handles each', async () => {
    const { workbench } = ui;
    const view = workbench.view('Endpoints');
    await view.expand(row);
    const rows = await view.waitForRows('handlers', (now) =>
      now.some(({ description }) => /\w+\.\w+:\d+$/.test(description)),
    );
    assert.ok(
      rows.some(({ label, description }) => /^whsec_…/.test(label) && description === 'signing secret'),
    );
    await workbench.screenshot('endpoint-children');
    const handled = rows.find(({ description }) => /\w+\.\w+:\d+$/.test(description));
    assert.ok(handled);
    await view.clickRow(handled.label);
    await workbench.page.locator('.tab.active', { hasText: /\.(ts|js|py)$/ }).waitFor();
    await view.collapse(row);
  });

  it('is shown as failing while the app does not take its events, and as well once it does', async () => {
    const { workbench } = ui;
    const view = workbench.view('Endpoints');
    let answer = 500;
    const app = createServer((request, response) => {
      request.resume();
      response.writeHead(answer).end();
    });
    app.listen(0, '127.0.0.1');
    await once(app, 'listening');
    const { port } = app.address() as { port: number };
    try {
      const url = `http://127.0.0.1:${port}/hook`;
      await createEndpoint(workbench, { url, events: ['payout.failed'] });
      const failing = `127.0.0.1:${port}/hook`;
      await trigger(workbench, 'payout.failed');
      await view.waitForRows('a failing endpoint', (rows) =>
        rows.some(({ description }) => /failing: 1 event not delivered/.test(description)),
      );
      await workbench.screenshot('failing');
      await view.hoverRow(failing);
      assert.match(await workbench.tooltip(), /Deliveries failing: 1 event not delivered, since/);
      answer = 200;
      await trigger(workbench, 'payout.failed');
      await view.waitForRows('a well endpoint', (rows) =>
        rows.every(({ description }) => !/failing/.test(description)),
      );
      await view.contextMenu(failing, 'Delete Endpoint');
      await workbench.dialog().click('Delete');
      await view.waitForNoRow(failing);
    } finally {
      app.close();
      app.closeAllConnections();
    }
  });

  it('is sorted as the user likes, also after the window is loaded anew', async () => {
    const { workbench } = ui;
    const view = workbench.view('Endpoints');
    await createEndpoint(workbench, { url: 'https://zebra.example.com/hook', events: ['invoice.paid'] });
    const labels = async () =>
      (await view.rows()).filter(({ level }) => level === 1).map(({ label }) => label);
    assert.deepEqual(await labels(), ['zebra.example.com/hook', row]);
    await workbench.runCommand('Stripe Webhooks: Sort Endpoints');
    await workbench.quickPick.asks(/Order of the endpoints/);
    await workbench.quickPick.choose('By URL or name');
    const sorted = (rows: readonly { readonly label: string; readonly level: number }[]) =>
      rows.filter(({ level }) => level === 1).map(({ label }) => label)[0] === row;
    await view.waitForRows('the order by URL', sorted);
    await workbench.reload();
    await workbench.openContainer();
    await view.waitForRows('the order by URL', (rows) => rows.length >= 2 && sorted(rows));
    await view.contextMenu('zebra.example.com/hook', 'Delete Endpoint');
    await workbench.dialog().click('Delete');
    await view.waitForNoRow('zebra.example.com/hook');
  });

  it('is found with the filter', async () => {
    const { workbench } = ui;
    await workbench.runCommand('Stripe Webhooks: Filter Endpoints');
    await workbench.page.locator('.monaco-tree-type-filter:visible input').fill('4808');
    await workbench.view('Endpoints').waitForRow(row);
    await workbench.page.keyboard.press('Escape');
  });

  it('gets a newer API version by a second endpoint, step by step', async () => {
    const { workbench } = ui;
    const view = workbench.view('Endpoints');
    await startReceiver(workbench);
    await view.contextMenu(row, 'Upgrade API Version');
    await workbench.quickPick.asks(/API version for/);
    const [version] = await workbench.quickPick.items();
    assert.ok(version);
    await workbench.quickPick.accept();
    const step = async (what: RegExp) => {
      await workbench.quickPick.shown(new RegExp(`${/\d/.exec(what.source)?.[0] ?? ''}/4`));
      await workbench.quickPick.shows(what);
      await workbench.quickPick.accept();
    };
    await step(/1\. Create .*version=/);
    await workbench.quickPick.shown(/2\/4/);
    await workbench.screenshot('upgrade');
    await workbench.quickPick.escape();
    const added = new RegExp(`version=${version.label}`);
    await view.waitForRow(added);

    await view.contextMenu(row, 'Upgrade API Version');
    await workbench.quickPick.asks(/API version for/);
    await workbench.quickPick.shows(/upgrade under way/);
    await workbench.quickPick.accept();
    await step(/2\. Resume/);
    await step(/3\. Pause the old/);
    await workbench.dialog().click('Pause');
    await step(/4\. Delete the old/);
    await workbench.dialog().click('Delete');
    await workbench.notification(/is upgraded to/).dismiss();
    const rows = await view.waitForRows(
      'one endpoint',
      (now) => now.filter(({ level }) => level === 1).length === 1,
    );
    assert.match(rows[0]?.label ?? '', added);
    assert.match(rows[0]?.description ?? '', /this receiver/);
  });

  it('has its new secret written to the .env file by a roll, and the old one when the roll is undone', async () => {
    const { workbench } = ui;
    const file = join(ui.folder, '.env');
    const upgraded = /version=/;
    const before = await copyFrom(workbench, upgraded, 'Copy Signing Secret');
    await writeFile(file, `STRIPE_WEBHOOK_SECRET=${before}\n`);
    await workbench.view('Endpoints').contextMenu(upgraded, 'Roll Signing Secret');
    await workbench.quickPick.asks(/How to roll/);
    await workbench.quickPick.choose('Overlap for 1 hour');
    await workbench.quickPick.asks(/Once the new secret is ready/);
    await workbench.quickPick.choose('Set a variable in a .env file…');
    await workbench.quickPick.asks(/File to write/);
    await workbench.quickPick.choose('.env');
    await workbench.input.asks(/STRIPE_WEBHOOK_SECRET/);
    await workbench.input.accept();
    await workbench.dialog().click('Roll Secret');
    await workbench.notification(/STRIPE_WEBHOOK_SECRET in \.env is set/).dismiss();
    const during = await readFile(file, 'utf8');
    assert.match(during, /^STRIPE_WEBHOOK_SECRET=whsec_\w+\n$/);
    assert.ok(!during.includes(before));
    await workbench.runCommand('Stripe Webhooks: Undo Roll');
    await workbench.quickPick.asks(/Roll to undo/);
    await workbench.quickPick.accept();
    await workbench.dialog().click('Undo Roll');
    await workbench
      .view('Endpoints')
      .waitForRows(
        'one endpoint',
        (rows) =>
          rows.filter(({ level }) => level === 1).length === 1 && !/rolling/.test(rows[0]?.description ?? ''),
      );
    assert.equal(await readFile(file, 'utf8'), `STRIPE_WEBHOOK_SECRET=${before}\n`);
  });

  describe('of an account', () => {
    let account: Sandbox;

    before('add the account', async () => {
      account = await Sandbox.open({ catalogue: (await testCatalogue()).events });
      await account.start(accountPort);
      await addAccount(ui.workbench, account.testKey);
      await ui.workbench.view('Endpoints').welcome(/No webhook endpoint in this account yet/);
    });

    after('stop the account', () => account.stop());

    it('is rolled in the Dashboard, and its new secret is pasted', async () => {
      const { workbench } = ui;
      const view = workbench.view('Endpoints');
      const url = 'https://example.com/dashboard';
      await createEndpoint(workbench, { url, events: ['invoice.paid'] });
      const id = await copyFrom(workbench, 'example.com/dashboard', 'Copy Endpoint ID');
      await view.contextMenu('example.com/dashboard', 'Roll Signing Secret');
      await workbench.quickPick.asks(/How to roll/);
      await workbench.quickPick.choose('In the Dashboard');
      await workbench.quickPick.asks(/Once the new secret is ready/);
      await workbench.quickPick.choose('Leave files alone');
      await workbench.dialog().click('Roll Secret');
      const secret = account.rollSecret(id);
      await workbench.notification(/in the Dashboard, then paste it/).click('Paste Secret');
      await workbench.quickPick.asks(/Roll whose new secret/);
      await workbench.quickPick.accept();
      await workbench.input.asks(/whsec_/);
      await workbench.input.type(secret);
      await workbench.input.accept();
      await view.waitForRows('an accepted secret', (rows) =>
        rows.some(({ description }) => /finish when the old secret is not used/.test(description)),
      );
      await view.expand('example.com/dashboard');
      await view.waitForRows('both secrets', (rows) =>
        rows.some(({ description }) => description === 'older secret, still accepted'),
      );
      await workbench.screenshot('roll-dashboard');
      assert.equal(await copyFrom(workbench, 'example.com/dashboard', 'Copy Signing Secret'), secret);
    });
  });
});
