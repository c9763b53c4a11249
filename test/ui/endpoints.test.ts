import assert from 'node:assert/strict';
import { copiedBy, copyFrom, createEndpoint, startReceiver, trigger } from './support/steps.ts';
import { useWorkbench } from './support/suite.ts';

describe('endpoints in the tree', () => {
  const ui = useWorkbench({ userSettings: { 'stripeWebhooks.receiver.port': 4802 } });
  const url = 'http://127.0.0.1:4802/webhook';
  const row = '127.0.0.1:4802/webhook';

  const copied = (item: string) => copyFrom(ui.workbench, row, item);

  before('create an endpoint', async () => {
    await ui.workbench.openContainer();
    await createEndpoint(ui.workbench, { url, events: ['payment_intent.succeeded'], description: 'Orders' });
  });

  it('copies URL, id and signing secret', async () => {
    assert.equal(await copied('Copy Endpoint URL'), url);
    assert.match(await copied('Copy Endpoint ID'), /^we_\w+$/);
    assert.match(await copied('Copy Signing Secret'), /^whsec_\w+$/);
  });

  it('never shows the signing secret', async () => {
    const secret = await copied('Copy Signing Secret');
    await ui.workbench.view('Endpoints').hoverRow(row);
    const tooltip = await ui.workbench.tooltip();
    assert.ok(tooltip.includes(`Signing secret whsec_…${secret.slice(-4)}`), tooltip);
    assert.ok(!(await ui.workbench.page.content()).includes(secret));
    assert.ok(!(await ui.server.hostLog(1000)).includes(secret));
  });

  it('pauses: nothing is delivered until it is resumed', async () => {
    const { workbench } = ui;
    const view = workbench.view('Endpoints');
    await startReceiver(workbench);
    await view.rowAction(row, 'Pause Endpoint');
    await view.waitForRows('a paused endpoint', (rows) =>
      rows.some(({ description }) => /paused/.test(description)),
    );
    await workbench.screenshot('paused');
    await trigger(workbench, 'payment_intent.succeeded');
    assert.match(
      await workbench.dialog().message(),
      /127\.0\.0\.1:4802\/webhook, which receives payment_intent\.succeeded, is paused/,
    );
    await workbench.dialog().escape();

    await view.rowAction(row, 'Resume Endpoint');
    await view.waitForRows('a resumed endpoint', (rows) =>
      rows.every(({ description }) => !/paused/.test(description)),
    );
    await trigger(workbench, 'payment_intent.succeeded');
    await workbench.output.waitForLine(/#1 {2}✓ 200 verified/);
  });

  it('is resumed by a trigger that finds it paused', async () => {
    const { workbench } = ui;
    await workbench.view('Endpoints').rowAction(row, 'Pause Endpoint');
    await workbench
      .view('Endpoints')
      .waitForRows('a paused endpoint', (rows) => rows.some(({ description }) => /paused/.test(description)));
    await trigger(workbench, 'payment_intent.succeeded');
    await workbench.dialog().click('Resume Endpoint');
    await workbench.output.waitForLine(/#2 {2}✓ 200 verified/);
  });

  it('rolls the secret: new id, new secret, same settings, and events still verify', async () => {
    const { workbench } = ui;
    const [id, secret] = [await copied('Copy Endpoint ID'), await copied('Copy Signing Secret')];
    await workbench.view('Endpoints').contextMenu(row, 'Roll Signing Secret');
    await workbench.quickPick.asks(/How to roll/);
    await workbench.quickPick.choose('Now');
    await workbench.quickPick.asks(/Once the new secret is ready/);
    await workbench.quickPick.choose('Leave files alone');
    assert.match(await workbench.dialog().message(), /Roll the signing secret of .*4802.* in Sandbox\?/);
    await workbench.screenshot('roll-confirmation');
    await workbench.dialog().click('Roll Secret');
    const renewed = await copiedBy(workbench, () =>
      workbench.notification(/has a new signing secret/).click('Copy Secret'),
    );
    assert.match(renewed, /^whsec_/);
    assert.notEqual(renewed, secret);

    const rows = await workbench
      .view('Endpoints')
      .waitForRows('the renewed endpoint', (now) => now.filter(({ level }) => level === 1).length === 1);
    assert.match(rows[0]?.description ?? '', /Orders/);
    assert.notEqual(await copied('Copy Endpoint ID'), id);
    await trigger(workbench, 'payment_intent.succeeded');
    await workbench.output.waitForLine(/#2 {2}✓ 200 verified/);
  });

  it('edits: shows every field, and changes those that were changed', async () => {
    const { workbench } = ui;
    const view = workbench.view('Endpoints');
    await view.contextMenu(row, 'Edit Endpoint');
    await workbench.quickPick.shown(/Edit we_/);
    await workbench.quickPick.choose('Description');
    await workbench.input.shown(/Description/);
    assert.equal(await workbench.input.value(), 'Orders');
    await workbench.input.type('Orders and refunds');
    await workbench.input.accept();
    await workbench.quickPick.shown(/Edit we_/);
    await workbench.quickPick.choose('Metadata');
    await workbench.input.shown(/Metadata/);
    await workbench.input.type('no pairs');
    await workbench.input.accept();
    await workbench.input.validationMessage(/key=value/);
    await workbench.input.type('team=shop, tier=1');
    await workbench.input.accept();
    await workbench.quickPick.shown(/Edit we_/);
    await workbench.screenshot('edit-endpoint');
    await workbench.quickPick.choose('Save');
    await view.waitForRows('the new description', (rows) =>
      rows.some(({ description }) => description.includes('Orders and refunds')),
    );
    await view.hoverRow(row);
    assert.match(await workbench.tooltip(), /Metadata team=shop, tier=1/);
  });

  it('takes sets and groups of event types, and everything', async () => {
    const { workbench } = ui;
    const view = workbench.view('Endpoints');
    await createEndpoint(workbench, { url: 'https://example.com/sets', events: ['Payouts', 'coupon.*'] });
    await view.expand('example.com/sets');
    const rows = await view.waitForRows('the types of the set', (now) =>
      now.some(({ label }) => label === 'payout.paid'),
    );
    const types = rows.map(({ label }) => label).filter((label) => /^(coupon|payout)\./.test(label));
    assert.ok(types.includes('coupon.created') && types.includes('coupon.deleted'), types.join());
    await createEndpoint(workbench, {
      url: 'https://example.com/all',
      events: ['coupon.created', 'All events'],
    });
    await view.expand('example.com/all');
    await view.waitForRow('All events');
  });

  it('pauses, resumes and deletes several at once, and creates them again', async () => {
    const { workbench } = ui;
    const view = workbench.view('Endpoints');
    const both = ['example.com/sets', 'example.com/all'];
    const select = async () => {
      await view.clickRow('example.com/sets');
      await view.addToSelection('example.com/all');
    };
    const paused = (rows: readonly { readonly description: string }[]) =>
      rows.filter(({ description }) => description.includes('paused')).length;
    await select();
    await view.contextMenu('example.com/all', 'Pause Endpoint');
    await view.waitForRows('two paused endpoints', (rows) => paused(rows) === 2);
    await select();
    await view.contextMenu('example.com/all', 'Resume Endpoint');
    await view.waitForRows('no paused endpoint', (rows) => paused(rows) === 0);
    await select();
    await view.contextMenu('example.com/all', 'Delete Endpoint');
    assert.match(await workbench.dialog().message(), /Delete 2 endpoints of Sandbox\?/);
    await workbench.dialog().click('Delete');
    for (const one of both) await view.waitForNoRow(one);
    await workbench.notification(/2 endpoints are deleted/).click('Create Again');
    for (const one of both) await view.waitForRow(one);
    await workbench.runCommand('Stripe Webhooks: Delete Endpoint');
    await workbench.quickPick.asks(/Endpoint to delete/);
    await workbench.quickPick.type('example.com/all');
    await workbench.quickPick.accept();
    await workbench.dialog().click('Delete');
    await view.waitForNoRow('example.com/all');
    await view.contextMenu('example.com/sets', 'Delete Endpoint');
    await workbench.dialog().click('Delete');
    await view.waitForNoRow('example.com/sets');
  });

  it('creates a thin event destination, pings it and triggers a thin event', async () => {
    const { workbench } = ui;
    const view = workbench.view('Endpoints');
    const url = 'http://127.0.0.1:4802/webhook?thin=1';
    await workbench.runCommand('Stripe Webhooks: Create Endpoint');
    await workbench.input.shown(/1\/4/);
    await workbench.input.type(url);
    await workbench.input.accept();
    await workbench.quickPick.shown(/2\/4/);
    await workbench.quickPick.check('coupon.created');
    await workbench.quickPick.ok();
    await workbench.input.shown(/3\/4/);
    await workbench.input.accept();
    await workbench.quickPick.shown(/4\/4/);
    await workbench.quickPick.choose('Payload style');
    await workbench.quickPick.asks(/Payload style/);
    await workbench.quickPick.choose('Thin');
    await workbench.quickPick.asks(/Event types to receive/);
    await workbench.quickPick.check('v1.invoice.paid');
    await workbench.quickPick.ok();
    await workbench.quickPick.asks(/Create Endpoint, or choose/);
    await workbench.screenshot('thin-destination');
    await workbench.quickPick.choose('Create Endpoint');
    const thin = /thin=1|127\.0\.0\.1:4802$/;
    await view.waitForRow(thin);
    await view.contextMenu(thin, 'Ping Event Destination');
    await workbench.notification(/Stripe sends the ping evt_/).dismiss();
    await workbench.output.waitForLine(/verified {2}v2\.core\.event_destination\.ping/);
    await view.rowAction(thin, 'Trigger Event');
    await workbench.quickPick.asks(/Event type to trigger/);
    await workbench.quickPick.choose('v1.invoice.paid');
    await workbench.output.waitForLine(/verified {2}v1\.invoice\.paid/);
    await view.contextMenu(thin, 'Delete Endpoint');
    await workbench.dialog().click('Delete');
    await view.waitForNoRow(thin);
  });

  it('deletes only after a confirmation that says what is lost', async () => {
    const { workbench } = ui;
    const view = workbench.view('Endpoints');
    await view.contextMenu(row, 'Delete Endpoint');
    assert.match(
      await workbench.dialog().detail(),
      /What is lost: the id \(we_\w+\), the signing secret and its pending deliveries/,
    );
    await workbench.dialog().escape();
    await view.waitForRow(row);

    await view.contextMenu(row, 'Delete Endpoint');
    await workbench.dialog().click('Delete');
    await view.welcome(/No webhook endpoint in the sandbox yet/);
  });

  it('sees at once what the CLI or an SDK created in the sandbox, and empties with the sandbox', async () => {
    const { workbench } = ui;
    const view = workbench.view('Endpoints');
    await workbench.runCommand('Stripe Webhooks: Copy Sandbox URL and Key for the Stripe CLI');
    await workbench.notification(/Copied flags that point the Stripe CLI/).dismiss();
    const [, base = '', key = ''] =
      /--api-base (\S+) --api-key (\S+)/.exec(await workbench.clipboard()) ?? [];
    const answer = await fetch(`${base}/v1/webhook_endpoints`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'url=https%3A%2F%2Fexample.com%2Fhook&enabled_events[]=*',
    });
    assert.equal(answer.status, 200);
    await view.waitForRow('example.com/hook');

    await workbench.runCommand('Stripe Webhooks: Reset Sandbox');
    await workbench.dialog().click('Reset');
    await view.welcome(/No webhook endpoint in the sandbox yet/);
  });
});
