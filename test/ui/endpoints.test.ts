import assert from 'node:assert/strict';
import { copiedBy, copyFrom, createEndpoint, trigger } from './support/steps.ts';
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
    assert.match(tooltip, /Signing secret known to this editor/);
    assert.ok(!(await ui.workbench.page.content()).includes(secret));
    assert.ok(!(await ui.server.hostLog(1000)).includes(secret));
  });

  it('pauses: nothing is delivered until it is resumed', async () => {
    const { workbench } = ui;
    const view = workbench.view('Endpoints');
    await workbench.runCommand('Stripe Webhooks: Start Receiver');
    await view.rowAction(row, 'Pause Endpoint');
    await view.waitForRows('a paused endpoint', (rows) =>
      rows.some(({ description }) => /paused/.test(description)),
    );
    await workbench.screenshot('paused');
    await trigger(workbench, 'payment_intent.succeeded');
    assert.match(
      await workbench.dialog().message(),
      /No enabled endpoint receives payment_intent\.succeeded/,
    );
    await workbench.dialog().escape();

    await view.rowAction(row, 'Resume Endpoint');
    await view.waitForRows('a resumed endpoint', (rows) =>
      rows.every(({ description }) => !/paused/.test(description)),
    );
    await trigger(workbench, 'payment_intent.succeeded');
    await workbench.output.waitForLine(/#1 {2}✓ 200 verified/);
  });

  it('rolls the secret: new id, new secret, same settings, and events still verify', async () => {
    const { workbench } = ui;
    const [id, secret] = [await copied('Copy Endpoint ID'), await copied('Copy Signing Secret')];
    await workbench.view('Endpoints').contextMenu(row, 'Roll Signing Secret');
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

  it('deletes only after a confirmation that says what is lost', async () => {
    const { workbench } = ui;
    const view = workbench.view('Endpoints');
    await view.contextMenu(row, 'Delete Endpoint');
    assert.match(await workbench.dialog().detail(), /signing secret and its pending deliveries are lost/);
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
