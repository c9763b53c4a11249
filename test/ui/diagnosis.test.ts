import assert from 'node:assert/strict';
import { signatureHeader } from '../../src/delivery/signature.ts';
import { EventsPanel } from './support/eventsPanel.ts';
import { copiedBy, copyFrom, createEndpoint, startReceiver } from './support/steps.ts';
import { useWorkbench } from './support/suite.ts';

const port = 4823;
const endpoint = /127\.0\.0\.1:4823\/webhook/;

/** An event as Stripe writes it, and as an app has it that parsed it and wrote it anew. */
const original = Buffer.from(
  JSON.stringify(
    {
      id: 'evt_diagnosed',
      object: 'event',
      created: 1_800_000_000,
      data: { object: { id: 'in_1', object: 'invoice', amount_due: 1999, metadata: {} } },
      livemode: false,
      type: 'invoice.paid',
    },
    null,
    2,
  ),
);
const rewritten = JSON.stringify(JSON.parse(original.toString()));

describe('the diagnosis of a rejected signature', () => {
  const ui = useWorkbench({ userSettings: { 'stripeWebhooks.receiver.port': port } });
  let secret = '';
  let header = '';

  before('have an endpoint and the receiver', async () => {
    const { workbench } = ui;
    await workbench.openContainer();
    await createEndpoint(workbench, { url: `http://127.0.0.1:${port}/webhook`, events: ['invoice.paid'] });
    await startReceiver(workbench);
    secret = await copyFrom(workbench, endpoint.source.replaceAll('\\', ''), 'Copy Signing Secret');
    assert.match(secret, /^whsec_/);
    header = signatureHeader(original, [secret], Math.floor(Date.now() / 1000));
  });

  it('is in the answer and in the line of a request whose body was written anew', async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/webhook`, {
      method: 'POST',
      body: rewritten,
      headers: { 'Content-Type': 'application/json', 'Stripe-Signature': header },
    });
    const { cause, explanation } = (await answer.json()) as Record<string, string>;
    assert.deepEqual([answer.status, cause], [400, 'body-changed']);
    assert.match(explanation ?? '', /JSON\.stringify/);
    const line = await ui.workbench.output.waitForLine(/✗ 400 rejected/);
    assert.match(line, /parsed and written anew/);
  });

  it('opens from the line as a report with the fix for each framework', async () => {
    const { workbench } = ui;
    await workbench.output.followLink(/^rejected$/);
    await workbench.editor.shown(/Diagnosis of #1/);
    const text = await workbench.editor.waitForText(/Why the signature was rejected: body-changed/);
    assert.match(text, /in one line without spaces/);
    assert.match(text, /express\.raw/);
    await workbench.screenshot('diagnosis');
    const copied = await copiedBy(workbench, () => workbench.editor.codeLens('Copy Fix'));
    assert.match(copied, /^app\.post\('\/webhook', express\.raw/);
  });

  it('is in the Events panel, with the fix for each framework one press away', async () => {
    const { workbench } = ui;
    const panel = new EventsPanel(workbench);
    await panel.open();
    await panel.maximize();
    await panel.row(/invoice\.paid/).click();
    const box = panel.details.getByRole('region', { name: 'Verdict' });
    await box.getByText('How to get the raw body').waitFor();
    await box.getByText('Express', { exact: true }).click();
    await box.getByText('express.raw({').waitFor();
    await workbench.screenshot('panel-verdict');
    assert.doesNotMatch(await box.innerText(), /rewritten/);
    const copied = await copiedBy(workbench, () => box.getByRole('button', { name: 'Copy' }).first().click());
    assert.match(copied, /^app\.post\('\/webhook', express\.raw/);
    await box.getByRole('button', { name: 'Full Report' }).click();
    await workbench.editor.shown(/Diagnosis of #1/);
  });

  it('leads back to the event, and from the event to the diagnosis', async () => {
    const { workbench } = ui;
    await workbench.editor.codeLens('Open Event');
    await workbench.editor.shown(/invoice\.paid evt_diagnosed/);
    await workbench.editor.codeLens('Diagnose Signature');
    await workbench.editor.shown(/Diagnosis of #1/);
  });

  it('explains a pasted body and header with the secret that the app has', async () => {
    const { workbench } = ui;
    await workbench.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(original.toString())})`);
    await workbench.runCommand('Stripe Webhooks: Diagnose Signature');
    await workbench.quickPick.asks(/Request body/);
    await workbench.screenshot('diagnosis-body');
    await workbench.quickPick.choose('Text on the Clipboard');
    await workbench.input.asks(/t=1800000000/);
    await workbench.input.type(header);
    await workbench.input.accept();
    await workbench.quickPick.asks(/Signing secret that the app verifies with/);
    await workbench.screenshot('diagnosis-secret');
    await workbench.quickPick.choose('Type or Paste a Secret…');
    await workbench.input.asks(/whsec_/);
    assert.equal(await workbench.input.isMasked(), true);
    await workbench.input.type(`"${secret}" `);
    await workbench.input.accept();
    await workbench.editor.shown(/^Diagnosis\.md/);
    const text = await workbench.editor.waitForText(/secret-with-white-space/);
    assert.match(text, /is in quotes/);
    assert.ok(!text.includes(secret), 'the report shows the secret');
    await workbench.screenshot('diagnosis-pasted');
  });
});
