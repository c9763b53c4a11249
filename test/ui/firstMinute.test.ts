import assert from 'node:assert/strict';
import { copiedBy, copyFrom, trigger } from './support/steps.ts';
import { useWorkbench } from './support/suite.ts';

describe('the first minute, begun with a trigger', () => {
  const ui = useWorkbench({ userSettings: { 'stripeWebhooks.receiver.port': 4841 } });
  const row = '127.0.0.1:4841/webhook';

  it('creates the endpoint that is missing, starts the receiver and sends the event there', async () => {
    const { workbench } = ui;
    await workbench.openContainer();
    await workbench.view('Endpoints').welcome(/Create Endpoint/);
    await trigger(workbench, 'invoice.paid');
    assert.match(await workbench.dialog().message(), /No endpoint receives invoice\.paid/);
    await workbench.dialog().click('Create Endpoint');
    await workbench.input.shown(/1\/4/);
    await workbench.input.accept();
    await workbench.quickPick.shown(/2\/4/);
    await workbench.quickPick.type('invoice.paid');
    await workbench.quickPick.shows(/invoice\.paid/);
    const [first] = await workbench.quickPick.items();
    assert.deepEqual([first?.label, first?.checked], ['invoice.paid', true]);
    await workbench.quickPick.ok();
    await workbench.input.shown(/3\/4/);
    await workbench.input.accept();
    await workbench.quickPick.shown(/4\/4/);
    await workbench.quickPick.accept();
    await workbench.output.waitForLine(/#1 {2}✓ 200 verified {2}invoice\.paid/);
    assert.deepEqual(await workbench.notifications(), []);
    await workbench.page.locator('.statusbar-item', { hasText: /Stripe :4841/ }).hover();
    const link = workbench.page.locator('.workbench-hover:visible a', { hasText: '127.0.0.1' });
    assert.equal(await link.textContent(), `http://${row}`);
    await workbench.screenshot('first-trigger');
  });

  it('goes back from a field to the others, which keep what was changed', async () => {
    const { workbench } = ui;
    await workbench.view('Endpoints').contextMenu(row, 'Edit Endpoint');
    await workbench.quickPick.asks(/Save, or choose/);
    await workbench.quickPick.choose('Description');
    await workbench.input.shown('Description');
    await workbench.input.type('Orders');
    await workbench.input.accept();
    await workbench.quickPick.asks(/Save, or choose/);
    await workbench.quickPick.choose('Events');
    await workbench.quickPick.shown('Events');
    const [all, first] = await workbench.quickPick.items();
    assert.deepEqual([all?.label, first?.label, first?.checked], ['All events', 'invoice.paid', true]);
    await workbench.screenshot('edit-field');
    await workbench.quickPick.back();
    await workbench.quickPick.asks(/Save, or choose/);
    await workbench.quickPick.choose('Save');
    const { description } = await workbench.view('Endpoints').waitForRow(row);
    await workbench
      .view('Endpoints')
      .waitForRows('the description', (rows) => /Orders/.test(rows[0]?.description ?? description));
  });

  it('completes a typed port of the app with the path that its code registers', async () => {
    const { workbench } = ui;
    await workbench.view('Targets').clickWelcome('Add Target');
    await workbench.quickPick.asks(/URL of your app/);
    await workbench.quickPick.type('4998');
    await workbench.quickPick.shows(/4998\/webhook\s*path found in code/);
    await workbench.screenshot('target-port');
    await workbench.quickPick.escape();
  });

  it('gives the new secret away when a deleted endpoint is created again', async () => {
    const { workbench } = ui;
    const before = await copyFrom(workbench, row, 'Copy Signing Secret');
    await workbench.view('Endpoints').contextMenu(row, 'Delete Endpoint');
    await workbench.dialog().click('Delete');
    await workbench.notification(/is deleted/).click('Create Again');
    const again = workbench.notification(/Created again as we_\w+, with a new signing secret/);
    const secret = await copiedBy(workbench, () => again.click('Copy Signing Secret'));
    assert.match(secret, /^whsec_/);
    assert.notEqual(secret, before);
    await workbench.view('Endpoints').waitForRow(row);
  });

  it('says why what a notification offered could not be done', async () => {
    const { workbench } = ui;
    await workbench.view('Endpoints').contextMenu(row, 'Delete Endpoint');
    await workbench.dialog().click('Delete');
    await workbench.view('Endpoints').welcome(/Create Endpoint/);
    await workbench.runCommand('Stripe Webhooks: Stop Sandbox');
    await workbench.view('Endpoints').welcome(/The sandbox is not running/);
    await workbench.notification(/is deleted/).click('Create Again');
    const stopped = workbench.notification(/The sandbox is stopped/);
    assert.deepEqual(await stopped.buttons(), ['Start Sandbox']);
    await workbench.screenshot('offer-refused');
  });
});
