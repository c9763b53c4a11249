import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from './support/locate.ts';
import { copiedBy, copyFrom, createEndpoint, startReceiver, trigger } from './support/steps.ts';
import { useWorkbench } from './support/suite.ts';

describe('rolling a signing secret', () => {
  const ui = useWorkbench({ userSettings: { 'stripeWebhooks.receiver.port': 4807 } });
  const row = '127.0.0.1:4807/webhook';

  const descriptions = (wanted: readonly RegExp[]) =>
    ui.workbench.view('Endpoints').waitForRows(`rows like ${wanted.join(' and ')}`, (rows) => {
      const top = rows.filter(({ level }) => level === 1);
      return (
        top.length === wanted.length &&
        wanted.every((pattern) => top.some(({ description }) => pattern.test(description)))
      );
    });

  const roll = async (way: string) => {
    await ui.workbench.view('Endpoints').contextMenu(row, 'Roll Signing Secret');
    await ui.workbench.quickPick.asks(/How to roll/);
    await ui.workbench.quickPick.choose(way);
    await ui.workbench.quickPick.asks(/Once the new secret is ready/);
    await ui.workbench.quickPick.choose('Leave files alone');
    await ui.workbench.dialog().click('Roll Secret');
  };

  before('create an endpoint', async () => {
    await ui.workbench.openContainer();
    await createEndpoint(ui.workbench, {
      url: `http://${row}`,
      events: ['invoice.paid'],
      description: 'Orders',
    });
    await startReceiver(ui.workbench);
  });

  it('overlap: both endpoints deliver, both secrets are accepted, and it can be undone', async () => {
    const { workbench } = ui;
    const before = await copyFrom(workbench, row, 'Copy Endpoint ID');
    await roll('Overlap for 1 hour');
    await descriptions([/^new · rolling: the old secret ends/, /^old · rolling: the old secret ends/]);
    await workbench.screenshot('roll-overlap');

    await workbench.runCommand('Stripe Webhooks: Trigger Event');
    await workbench.quickPick.choose('invoice.paid');
    await workbench.quickPick.asks(/Endpoints to deliver/);
    await workbench.quickPick.ok();
    await workbench.output.waitForLine(/#2 {2}✓ 200 verified {2}invoice\.paid/);

    await workbench.runCommand('Stripe Webhooks: Undo Roll');
    await workbench.quickPick.asks(/Roll to undo/);
    await workbench.quickPick.accept();
    await workbench.dialog().click('Undo Roll');
    await descriptions([/^this receiver · Orders$/]);
    assert.equal(await copyFrom(workbench, row, 'Copy Endpoint ID'), before);
  });

  it('switch: the new one waits paused until the user confirms, then the old one goes', async () => {
    const { workbench } = ui;
    const before = await copyFrom(workbench, row, 'Copy Signing Secret');
    await roll('Switch when my app has the new secret');
    const ready = workbench.notification(/The new secret of .* is ready: give it to your app/);
    const secret = await copiedBy(workbench, () => ready.click('Copy Secret'));
    assert.notEqual(secret, before);
    await descriptions([
      /^new · rolling: give your app .*paused/,
      /^old · rolling: give your app the new secret, then confirm · this/,
    ]);
    await workbench.screenshot('roll-switch');

    await workbench.runCommand('Stripe Webhooks: Confirm Switch to New Secret');
    await workbench.quickPick.asks(/Roll to switch/);
    await workbench.quickPick.accept();
    await workbench.dialog().click('Confirm Switch');
    await descriptions([/finish when .*paused/, /finish when the old secret is not used any more · this/]);

    await workbench.runCommand('Stripe Webhooks: Finish Roll Now');
    await workbench.quickPick.asks(/Roll to finish/);
    await workbench.quickPick.accept();
    await workbench.dialog().click('Finish Now');
    await descriptions([/^this receiver · Orders$/]);
    assert.equal(await copyFrom(workbench, row, 'Copy Signing Secret'), secret);
    await trigger(workbench, 'invoice.paid');
    await workbench.output.waitForLine(/#3 {2}✓ 200 verified/);
  });

  it('a pending roll is still there after the window is loaded anew', async () => {
    const { workbench } = ui;
    await roll('Overlap for 6 hours');
    await descriptions([/rolling: the old secret ends/, /rolling: the old secret ends/]);
    await workbench.reload();
    await workbench.openContainer();
    await descriptions([/rolling: the old secret ends/, /rolling: the old secret ends/]);
    await workbench.runCommand('Stripe Webhooks: Finish Roll Now');
    await workbench.quickPick.asks(/Roll to finish/);
    await workbench.quickPick.accept();
    await workbench.dialog().click('Finish Now');
    await descriptions([/^Orders$/]);
  });

  it('writes the secret into a .env file and touches nothing else in it', async () => {
    const { workbench } = ui;
    const file = join(ui.folder, '.env');
    const before = '# keys\r\nA="1"\r\nSTRIPE_WEBHOOK_SECRET=old # from the CLI\r\nB=2';
    await writeFile(file, before);
    const secret = await copyFrom(workbench, row, 'Copy Signing Secret');
    await workbench.view('Endpoints').contextMenu(row, 'Write Signing Secret to .env File');
    await workbench.quickPick.asks(/File to write/);
    await workbench.quickPick.choose('.env');
    await workbench.input.asks(/STRIPE_WEBHOOK_SECRET/);
    await workbench.input.accept();
    const set = workbench.notification(/STRIPE_WEBHOOK_SECRET in \.env is set/);
    assert.deepEqual(await set.buttons(), ['Open File', 'Undo', 'Another Place…']);
    await workbench.screenshot('secret-in-env');
    const after = await readFile(file, 'utf8');
    await set.click('Undo');
    await until(
      workbench.page,
      'the old value',
      () => readFile(file, 'utf8'),
      (text) => text === before,
    );
    assert.equal(after, `# keys\r\nA="1"\r\nSTRIPE_WEBHOOK_SECRET=${secret} # from the CLI\r\nB=2`);
  });

  it('shows the secret only for a moment and when asked', async () => {
    const { workbench } = ui;
    const secret = await copyFrom(workbench, row, 'Copy Signing Secret');
    await workbench.view('Endpoints').contextMenu(row, 'Show Signing Secret');
    await workbench.input.shown(/Signing secret of/);
    assert.equal(await workbench.input.value(), secret);
    await workbench.input.escape();
    await workbench.input.hidden();
  });

  it('refuses a pasted secret that is not one, and says what is wrong with it', async () => {
    const { workbench } = ui;
    await workbench.view('Endpoints').contextMenu(row, 'Paste Signing Secret');
    await workbench.input.asks(/whsec_/);
    assert.ok(await workbench.input.isMasked());
    await workbench.input.type('sk_test_123');
    await workbench.input.accept();
    await workbench.input.validationMessage(/whsec_/);
    await workbench.input.escape();
  });
});
