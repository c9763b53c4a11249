import assert from 'node:assert/strict';
import { createEndpoint, startReceiver, trigger } from './support/steps.ts';
import { useWorkbench } from './support/suite.ts';

describe('the main job, with nothing but the sandbox', () => {
  const ui = useWorkbench({ userSettings: { 'stripeWebhooks.receiver.port': 4801 } });
  const endpoint = /127\.0\.0\.1:4801\/webhook/;

  it('creates an endpoint for the receiver in three steps, each of which can be gone back to', async () => {
    const { workbench } = ui;
    await workbench.openContainer();
    const view = workbench.view('Endpoints');
    await view.clickWelcome('Create Endpoint');

    await workbench.input.shown(/Create Endpoint \(Sandbox\)/);
    assert.equal(await workbench.input.value(), 'http://127.0.0.1:4801/webhook');
    await workbench.input.type('ftp://example.com');
    await workbench.input.accept();
    assert.match(await workbench.input.validationMessage(), /complete URL/);
    await workbench.input.type('http://127.0.0.1:4801/webhook');
    await workbench.input.accept();

    await workbench.quickPick.shown(/2\/4/);
    await workbench.quickPick.check('payment_intent.succeeded', 'customer.created');
    await workbench.screenshot('create-endpoint-events');
    await workbench.quickPick.back();
    await workbench.input.shown(/1\/4/);
    assert.equal(await workbench.input.value(), 'http://127.0.0.1:4801/webhook');
    await workbench.input.accept();
    await workbench.quickPick.shown(/2\/4/);
    await workbench.quickPick.check('payment_intent.succeeded', 'customer.created');
    await workbench.quickPick.ok();

    await workbench.input.shown(/3\/4/);
    await workbench.input.type('Orders');
    await workbench.input.accept();

    await workbench.quickPick.shown(/4\/4/);
    const fields = await workbench.quickPick.items();
    assert.deepEqual(
      fields.map(({ label }) => label),
      [
        'Create Endpoint',
        'URL',
        'Events',
        'Description',
        'Metadata',
        'Payload style',
        'API version',
        'Events from',
      ],
    );
    await workbench.screenshot('create-endpoint-review');
    await workbench.quickPick.accept();
    const row = await view.waitForRow(endpoint);
    assert.match(row.description, /this receiver|Orders/);
    await view.expand(endpoint);
    await view.waitForRow('payment_intent.succeeded');
    await view.waitForRow('customer.created');
  });

  it('offers to start the receiver that the endpoint points to', async () => {
    const { workbench } = ui;
    await workbench.notification(/receiver that it points to is not running/).click('Start Receiver');
    await workbench.page.locator('.statusbar-item', { hasText: 'Stripe :4801' }).waitFor();
    await workbench.screenshot('receiver-running');
  });

  it('triggers an event, verifies it and writes one line about it', async () => {
    const { workbench } = ui;
    await trigger(workbench, 'payment_intent.succeeded');
    const line = await workbench.output.waitForLine(/payment_intent\.succeeded/);
    assert.match(line, /#1 {2}✓ 200 verified {2}payment_intent\.succeeded {2}evt_\w+/);
    await workbench.screenshot('received');
  });

  it('opens the event from its line as a formatted document that cannot be changed', async () => {
    const { workbench } = ui;
    await workbench.output.followLink(/^evt_/);
    await workbench.editor.shown(/payment_intent\.succeeded evt_\w+\.json/);
    const text = await workbench.editor.waitForText(/"object": "event"/);
    assert.match(text, /^\{\n {2}"id": "evt_/m);
    assert.match(await workbench.editor.refusal(), /read-only/);
    await workbench.screenshot('event-document');
  });

  it('goes from the event to the line that handles it', async () => {
    const { workbench } = ui;
    await workbench.editor.codeLens('Go to Handler');
    await workbench.editor.shown(/\.ts$/);
    await workbench.editor.waitForCursorOn(/'payment_intent\.succeeded'/);
    await workbench.screenshot('handler');
  });

  it('offers a stub where no code handles the type, and opens it', async () => {
    const { workbench } = ui;
    await workbench.view('Endpoints').rowAction('customer.created', 'Go to Handler');
    await workbench
      .notification(/No code in this workspace handles customer\.created/)
      .click('Write Handler');
    await workbench.editor.waitForText(/'customer\.created'/);
    await workbench.screenshot('stub');
  });

  it('keeps endpoints and events when the window is loaded anew', async () => {
    const { workbench } = ui;
    await workbench.runCommand('File: Save All Files');
    await workbench.reload('Webhooks');
    await workbench.openContainer();
    await workbench.view('Endpoints').waitForRow(endpoint);
    await workbench.runCommand('Stripe Webhooks: Open Event');
    await workbench.quickPick.asks(/Event to open/);
    const [item] = await workbench.quickPick.items();
    assert.match(item?.label ?? '', /payment_intent\.succeeded/);
    await workbench.quickPick.escape();
  });

  it('triggers from an endpoint’s row among the types it wants', async () => {
    const { workbench } = ui;
    await startReceiver(workbench);
    await workbench.view('Endpoints').rowAction(endpoint, 'Trigger Event');
    await workbench.quickPick.asks(/Event type to trigger/);
    assert.equal(await workbench.quickPick.has('charge.refunded', 'charge.refunded', 500), false);
    await workbench.quickPick.choose('customer.created');
    await workbench.output.waitForLine(/verified {2}customer\.created/);
  });

  it('offers to add a type that no endpoint subscribes to', async () => {
    const { workbench } = ui;
    await trigger(workbench, 'charge.refunded');
    await workbench.quickPick.asks(/No endpoint subscribes to charge\.refunded/);
    await workbench.quickPick.accept();
    await workbench.output.waitForLine(/verified {2}charge\.refunded/);
    await workbench.view('Endpoints').expand(endpoint);
    await workbench.view('Endpoints').waitForRow('charge.refunded');
  });

  it('cancels without creating anything', async () => {
    const { workbench } = ui;
    await workbench.runCommand('Stripe Webhooks: Create Endpoint');
    await workbench.input.shown(/1\/4/);
    await workbench.input.escape();
    await workbench.input.hidden();
    await createEndpoint(workbench, { url: 'http://127.0.0.1:4999/other', events: ['invoice.paid'] });
    const rows = await workbench
      .view('Endpoints')
      .waitForRows('two endpoints', (now) => now.filter(({ level }) => level === 1).length === 2);
    assert.ok(rows.some(({ label }) => label === '127.0.0.1:4999/other'));
  });

  it('says what went wrong when an endpoint does not answer', async () => {
    const { workbench } = ui;
    await trigger(workbench, 'invoice.paid');
    const text = await workbench.notification(/4999/).text();
    assert.match(text, /did not take invoice\.paid: .*The sandbox will try again\./);
  });
});
