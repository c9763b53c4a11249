import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EventsPanel } from './support/eventsPanel.ts';
import { addAccount, createEndpoint, startReceiver, trigger } from './support/steps.ts';
import { LiveAccount } from './support/liveAccount.ts';
import { useWorkbench } from './support/suite.ts';

const accountPort = 12_954;

const customer = {
  name: 'customer',
  path: '/v1/customers',
  method: 'post',
  params: { name: 'Ada Marsh', email: 'ada@example.com' },
};
const item = {
  name: 'item',
  path: '/v1/invoiceitems',
  method: 'post',
  params: { customer: '${customer:id}', amount: 1900, currency: 'eur' },
};
const invoice = {
  name: 'invoice',
  path: '/v1/invoices',
  method: 'post',
  params: { customer: '${customer:id}' },
};
const intent = {
  name: 'intent',
  path: '/v1/payment_intents',
  method: 'post',
  params: { amount: 1900, currency: 'eur', customer: '${customer:id}' },
};

describe('fixture files', () => {
  const ui = useWorkbench({
    userSettings: {
      'stripeWebhooks.receiver.port': 4813,
      'stripeWebhooks.connection.apiBase': `http://127.0.0.1:${accountPort}`,
    },
  });
  const write = async (name: string, text: string) => {
    await mkdir(join(ui.folder, 'fixtures'), { recursive: true });
    await writeFile(join(ui.folder, 'fixtures', name), text);
  };
  const file = (...fixtures: readonly object[]) =>
    JSON.stringify({ _meta: { template_version: 0 }, fixtures }, undefined, 2);

  let customerId = '';

  /** Picks a file; what comes next depends on it. */
  const choose = async (name: string) => {
    await ui.workbench.runCommand('Stripe Webhooks: Run Fixture File');
    await ui.workbench.quickPick.asks(/Fixture file to run/);
    await ui.workbench.quickPick.choose(`fixtures/${name}`);
  };
  const run = async (name: string, changes = '') => {
    await choose(name);
    await ui.workbench.input.asks(/--override/);
    await ui.workbench.input.type(changes);
    await ui.workbench.input.accept();
  };

  before('write the files', async () => {
    await write('customer.json', file(customer, item, invoice, intent));
    await write('event.json', '{ "type": "customer.created" }');
    await write('broken.json', file(customer, { name: 'invoice', params: {} }));
    await ui.workbench.openContainer();
  });

  it('run in the sandbox: what they cause arrives at the endpoints that want it', async () => {
    const { workbench } = ui;
    await startReceiver(workbench);
    await createEndpoint(workbench, {
      url: 'http://127.0.0.1:4813/webhook',
      events: ['customer.created', 'customer.deleted', 'invoice.created', 'payment_intent.created'],
    });
    await run('customer.json');
    const summary = workbench.notification(/customer\.json has run in/);
    assert.match(
      await summary.text(),
      /^fixtures\/customer\.json has run in .*, steps: 4, events so far: [4-9]\./,
    );
    await workbench.output.waitForLine(/verified {2}customer\.created/);
    await workbench.output.waitForLine(/verified {2}invoice\.created/);
    await workbench.output.waitForLine(/verified {2}payment_intent\.created/);
    await workbench.screenshot('fixture-run');
  });

  it('are cleaned up after: what they created is removed, newest first', async () => {
    const { workbench } = ui;
    await workbench.notification(/customer\.json has run in/).click('Remove What It Created');
    await workbench.output.waitForLine(/verified {2}customer\.deleted/);
    await workbench.screenshot('fixture-cleaned');
  });

  it('run with changes, in the words of the Stripe CLI, checked before anything is sent', async () => {
    const { workbench } = ui;
    await run('customer.json', '--override custmer:name=Grace');
    assert.match(
      await workbench.input.validationMessage(/no step/),
      /no step "custmer"; it has customer, item, invoice, intent/,
    );
    await workbench.screenshot('fixture-changes');
    await workbench.input.type('--override customer:email="grace@example.com" --skip item --skip invoice');
    await workbench.input.accept();
    assert.match(await workbench.notification(/steps: 2/).text(), /events so far: [2-9]/);
    // The first run caused three that are wanted, its removal one.
    await workbench.output.waitForLine(/#[56] .*verified {2}customer\.created/);
    await workbench.runCommand('Stripe Webhooks: Open Event');
    await workbench.quickPick.choose('customer.created');
    await workbench.editor.waitForText(/"email": "grace@example.com"/);
    await workbench.notification(/steps: 2/).dismiss();
  });

  it('that are wrong are named and shown, with the place', async () => {
    const { workbench } = ui;
    await choose('broken.json');
    const notification = workbench.notification(/broken\.json/);
    assert.match(
      await notification.text(),
      /^fixtures\/broken\.json:15:5 cannot be run: step "invoice" has no path such as \/v1\/customers/,
    );
    await workbench.editor.shown('broken.json');
    assert.deepEqual(await workbench.editor.cursor(), { line: 15, column: 5 });
    await workbench.screenshot('fixture-broken');
    await notification.dismiss();
  });

  it('are the way to real objects from the trigger palette, which offers only what is a fixture', async () => {
    const { workbench } = ui;
    await workbench.runCommand('View: Close All Editors');
    await trigger(workbench, 'Run Fixture File…');
    await workbench.quickPick.asks(/Fixture file to run/);
    await workbench.quickPick.offers(['fixtures/broken.json', 'fixtures/customer.json', 'Browse…']);
    await workbench.quickPick.escape();
  });

  it('that are built in let an event happen by its type, from the palette and from an endpoint’s row', async () => {
    const { workbench } = ui;
    const asItIs = async (type: string) => {
      await workbench.input.prompted(new RegExp(`Changes to ${type}`));
      await workbench.input.accept();
      await workbench
        .notification(new RegExp(`${type.replaceAll('.', '\\.')} has run in .*events so far: [1-9]`))
        .dismiss();
    };
    await trigger(workbench, 'Real Objects of the Account…');
    await workbench.quickPick.asks(/cause with real objects/);
    await workbench.screenshot('trigger-real');
    await workbench.quickPick.choose('payment_intent.created');
    await asItIs('payment_intent.created');
    await workbench.output.waitForLine(/#7 .*verified {2}payment_intent\.created/);
    await workbench.view('Endpoints').expand(/4813/);
    await workbench.view('Endpoints').contextMenu('customer.deleted', 'Trigger Event as Real Objects');
    await asItIs('customer.deleted');
    await workbench.output.waitForLine(/#9 .*verified {2}customer\.deleted/);
    await workbench.view('Endpoints').contextMenu('customer.created', 'Trigger Event as Real Objects');
    await asItIs('customer.created');
    const line = await workbench.output.waitForLine(/#10 .*verified {2}customer\.created/);
    customerId = /cus_\w+/.exec(line)?.[0] ?? '';
  });

  it('make objects that an event can then be triggered about', async () => {
    const { workbench } = ui;
    await workbench.runCommand('Stripe Webhooks: Trigger Event with Own Data');
    await workbench.quickPick.asks(/Event type to trigger/);
    await workbench.quickPick.choose('customer.created');
    await workbench.quickPick.asks(/Own data for/);
    await workbench.quickPick.choose('Object of Sandbox …');
    await workbench.input.asks(/cus_/);
    await workbench.input.type(customerId);
    await workbench.input.accept();
    await workbench.output.waitForLine(new RegExp(`#11 .*${customerId}`));
    await workbench.output.followLink(/^#11$/);
    await workbench.editor.waitForText(/"email": "ada\.marsh@example\.com"/);
    await workbench.screenshot('trigger-real-object');
    await workbench.runCommand('View: Close All Editors');
  });

  it('never run in a live account', async () => {
    const { workbench } = ui;
    const account = await LiveAccount.start(accountPort);
    try {
      await addAccount(workbench, account.key);
      await workbench.page.locator('.statusbar-item', { hasText: /🔴 LIVE/ }).waitFor();
      await workbench.runCommand('Stripe Webhooks: Run Fixture File');
      await workbench.notification(/🔴 LIVE .* is a live account/).text();
      await workbench.quickPick.hidden();
      await workbench.runCommand('Stripe Webhooks: Trigger Event as Real Objects');
      await workbench.quickPick.hidden();
    } finally {
      await account.stop();
    }
  });

  it('are told of in the Events panel by what they caused', async () => {
    const panel = new EventsPanel(ui.workbench);
    await panel.open();
    await panel.filter('type:invoice.created');
    await panel.row(/invoice\.created/).click();
    await panel.details.getByText('Fixture:').waitFor();
    await panel.details.getByRole('button', { name: 'fixtures/customer.json' }).waitFor();
    await panel.details.getByText('event 2 of 3 so far').waitFor();
  });
});
