import assert from 'node:assert/strict';
import Stripe from 'stripe';
import { startApp, closeApps, type App, type Got } from '../unit/delivery/support/app.ts';
import { copyFrom, createEndpoint, startReceiver, trigger, triggerTo } from './support/steps.ts';
import { useWorkbench } from './support/suite.ts';

describe('sending events on to the app', () => {
  const ui = useWorkbench({ userSettings: { 'stripeWebhooks.receiver.port': 4831 } });
  const { webhooks } = new Stripe('sk_test_1');
  const targets = () => ui.workbench.view('Targets');
  let app: App;
  let secret = '';

  before(async () => void (app = await startApp()));
  after(closeApps);

  const name = () => new URL(app.url).host;
  const eventOf = ({ body, headers }: Got) =>
    webhooks.constructEvent(body, String(headers['stripe-signature']), secret);
  const closeEditors = () => ui.workbench.runCommand('View: Close All Editors');

  it('adds a target by its URL, with everything else at its default', async () => {
    const { workbench } = ui;
    await workbench.openContainer();
    await startReceiver(workbench);
    const url = 'http://127.0.0.1:4831/webhook';
    await createEndpoint(workbench, { url, events: ['invoice.paid', 'customer.created'] });
    secret = await copyFrom(workbench, /4831/, 'Copy Signing Secret');
    await targets().clickWelcome('Add Target');
    await workbench.quickPick.asks(/URL of your app/);
    await workbench.quickPick.type('4831');
    const [typed] = await workbench.quickPick.items();
    assert.match(
      `${typed?.label} ${typed?.detail}`,
      /http:\/\/127\.0\.0\.1:4831 This is the receiver itself/,
    );
    await workbench.quickPick.type(app.url);
    await workbench.quickPick.shows(new RegExp(new URL(app.url).host));
    await workbench.screenshot('target-url');
    await workbench.quickPick.accept();
    await workbench.quickPick.asks(/Add Target, or choose/);
    await workbench.screenshot('target-fields');
    await workbench.quickPick.accept();
    await targets().waitForRow(name());
  });

  it('delivers what arrives, signed with the endpoint’s secret, and shows the answer', async () => {
    const { workbench } = ui;
    await trigger(workbench, 'invoice.paid');
    await app.received(1);
    assert.equal(eventOf(app.got[0] as Got).type, 'invoice.paid');
    await targets().waitForRows('an answer of 200', (rows) =>
      rows.some(({ label, description }) => label === name() && /^200 in \d+ ms/.test(description)),
    );
    await workbench.output.waitForLine(/#1 {2}→ ✓ 200 127\.0\.0\.1:\d+ {2}invoice\.paid/);
    await workbench.page
      .locator('.statusbar-item', { hasText: `invoice.paid: 200 from ${name()}` })
      .waitFor();
    await workbench.screenshot('target-delivered');
  });

  it('shows what was not taken once the app is gone, and retries it when it is back', async () => {
    const { workbench } = ui;
    await app.close();
    await trigger(workbench, 'customer.created');
    await targets().waitForRows('a failure', (rows) =>
      rows.some(({ description }) => description.includes('Nothing is listening')),
    );
    await targets().expand(name());
    await workbench.output.waitForLine(/#2 {2}→ ✗ no answer .+ {2}customer\.created {2}Nothing is listening/);
    const said = `customer.created: no answer from ${name()}`;
    await workbench.page.locator('.statusbar-item.error-kind', { hasText: said }).waitFor();
    const failed = await targets().waitForRow('customer.created');
    assert.match(failed.description, /#2 · given up · Nothing is listening/);
    await workbench.screenshot('target-dead-letter');
    await app.reopen();
    await targets().rowAction('customer.created', 'Retry Delivery Now');
    await app.received(2);
    assert.equal(eventOf(app.got[1] as Got).type, 'customer.created');
    await targets().waitForNoRow('customer.created');
  });

  it('sends a test event', async () => {
    const { workbench } = ui;
    await targets().rowAction(name(), 'Send Test Event to Target');
    await app.received(3);
    assert.equal(eventOf(app.got[2] as Got).type, 'payment_intent.succeeded');
    await workbench.notification(/payment_intent\.succeeded was answered with 200/).dismiss();
  });

  it('replays with faults and says whether the app stood them', async () => {
    const { workbench } = ui;
    app.answer = (got, response) => {
      try {
        eventOf(got);
        response.end('ok');
      } catch {
        response.writeHead(400).end();
      }
    };
    await workbench.runCommand('Stripe Webhooks: Replay Events');
    await workbench.quickPick.asks(/Which events to replay/);
    await workbench.quickPick.choose('Of the Last Hour');
    await workbench.quickPick.asks(/Where to send 2 events/);
    await workbench.screenshot('replay-destinations');
    await workbench.quickPick.ok();
    await workbench.quickPick.asks(/How to send 2 events/);
    await workbench.screenshot('replay-how');
    await workbench.quickPick.choose('Send With Faults …');
    await workbench.quickPick.asks(/What to do wrong/);
    await workbench.quickPick.check('Twice', 'Bad Signature');
    await workbench.screenshot('replay-faults');
    await workbench.quickPick.ok();
    const summary = await workbench.notification(/Replay to/).text();
    assert.match(summary, /: 4 delivered, 2 forgeries refused, as they should be\.$/);
    await workbench.screenshot('replay-summary');
    assert.equal(app.got.length, 9);
  });

  it('sends an edited event when it is saved, and nothing that is not JSON', async () => {
    const { workbench } = ui;
    await closeEditors();
    await workbench.runCommand('Stripe Webhooks: Edit and Resend Event');
    await workbench.quickPick.asks(/Event to edit/);
    await workbench.quickPick.choose('invoice.paid');
    await workbench.editor.shown(/invoice\.paid\.json/);
    await workbench.editor.waitForText(/"object": "event"/);
    await workbench.editor.codeLens('New Event ID');
    await workbench.editor.waitForText(/"id": "evt_[0-9a-f]{24}"/);
    await workbench.screenshot('draft');
    await workbench.runCommand('File: Save');
    await app.received(10);
    const edited = eventOf(app.got[9] as Got);
    assert.match(edited.id, /^evt_[0-9a-f]{24}$/);
    await workbench.notification(/invoice\.paid was answered with 200/).dismiss();

    await workbench.page.keyboard.press('ControlOrMeta+Home');
    await workbench.page.keyboard.type('oops');
    await workbench.runCommand('File: Save');
    const problem = await workbench.notification(/not valid JSON/).text();
    assert.match(problem, /correct line 1, column 1/);
    await workbench.editor.waitForText(/oops\{/);
    await workbench.screenshot('draft-not-json');
    assert.equal(app.got.length, 10);
  });

  it('is a place that an event of any type can be triggered to', async () => {
    const { workbench } = ui;
    await triggerTo(workbench, 'payout.failed');
    await workbench.quickPick.choose(name());
    await app.received(11);
    assert.equal(eventOf(app.got[10] as Got).type, 'payout.failed');
    await workbench.page.locator('.statusbar-item', { hasText: /payout\.failed: 200 in \d+ ms/ }).waitFor();
  });

  it('takes up what was under way when the window was closed, though nobody looks at it', async () => {
    const { workbench } = ui;
    app.answer = () => undefined;
    await trigger(workbench, 'invoice.paid');
    await app.received(12);
    app.answer = (_got, response) => void response.end('ok');
    // The draft that is still open brings the extension back; its views, which load what they show, are out of sight.
    await workbench.openContainer('Explorer');
    await workbench.reload('Webhooks');
    await app.received(13);
    assert.deepEqual(app.got[12]?.body, app.got[11]?.body);
    await workbench.openContainer();
    await targets().waitForRow(name());
  });

  it('sends nothing to a paused target, and is back after a reload', async () => {
    const { workbench } = ui;
    await targets().rowAction(name(), 'Pause Target');
    await targets().waitForRows('a paused target', (rows) =>
      rows.some(({ description }) => description.startsWith('paused')),
    );
    await workbench.reload('Webhooks');
    await workbench.openContainer();
    await targets().waitForRow(name());
    await targets().contextMenu(name(), 'Remove Target');
    assert.match(await workbench.dialog().message(), /Remove the target/);
    await workbench.dialog().click('Remove');
    await targets().waitForNoRow(name());
    await targets().welcome(/Send the events that arrive on to your app/);
  });
});
