import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createEndpoint, startReceiver, trigger } from './support/steps.ts';
import { useWorkbench } from './support/suite.ts';

describe('handlers in the workbench', () => {
  const port = 4871;
  const ui = useWorkbench({
    userSettings: {
      'stripeWebhooks.receiver.port': port,
      'editor.minimap.enabled': false,
      'editor.hover.delay': 50,
    },
  });
  const lenses = () => ui.workbench.page.locator('.codelens-decoration');

  async function openFile(name: string): Promise<void> {
    const { workbench } = ui;
    await workbench.page.keyboard.press('ControlOrMeta+P');
    await workbench.input.type(name);
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().waitFor();
    await workbench.input.accept();
    await workbench.editor.shown(name);
  }

  async function goToLine(place: string): Promise<void> {
    const { workbench } = ui;
    await workbench.runCommand('Go to Line/Column...');
    await workbench.input.type(`:${place}`);
    await workbench.input.accept();
  }

  it('shows over each handler what came last, once something did', async () => {
    const { workbench } = ui;
    await workbench.openContainer();
    await startReceiver(workbench);
    await createEndpoint(workbench, {
      url: `http://127.0.0.1:${port}/webhook`,
      events: ['payment_intent.succeeded', 'payout.failed'],
    });
    await openFile('webhook.ts');
    await goToLine('45');
    await lenses().filter({ hasText: 'not received yet' }).first().waitFor();
    await trigger(workbench, 'payment_intent.succeeded');
    await workbench.output.waitForLine(/verified {2}payment_intent\.succeeded/);
    await lenses().filter({ hasText: '1 received' }).first().waitFor();
    await workbench.screenshot('handlers-lenses');
  });

  it('explains the event type under the mouse', async () => {
    const { workbench } = ui;
    await goToLine('62');
    await workbench.page.locator('.view-line span', { hasText: "'charge.refunded'" }).last().hover();
    const hover = workbench.page.locator('.monaco-hover', {
      hasText: 'Occurs whenever a charge is refunded',
    });
    await hover.first().waitFor();
    await hover.first().getByText('Show Events').waitFor();
    await workbench.screenshot('handlers-hover');
  });

  it('offers types where one is handled, and marks one that Stripe does not have', async () => {
    const { workbench, folder } = ui;
    await writeFile(
      join(folder, 'src', 'orders.ts'),
      `switch (event.type) {\n  case 'invoice.payed':\n    break;\n  case ''\n}\n`,
    );
    await openFile('orders.ts');
    const squiggle = workbench.page.locator('.squiggly-warning');
    await squiggle.first().waitFor();
    await goToLine('4:9');
    await workbench.page.keyboard.type('charge.ref');
    const offered = workbench.page.locator('.suggest-widget .monaco-list-row', {
      hasText: 'charge.refunded',
    });
    await offered.first().waitFor();
    await workbench.screenshot('handlers-completion');
    await workbench.page.keyboard.press('Escape');
    await workbench.page.locator('.view-line span', { hasText: "'invoice.payed'" }).last().hover();
    await workbench.page
      .getByText(/Stripe has no event type “invoice\.payed”/)
      .first()
      .waitFor();
    await workbench.screenshot('handlers-problem');
    await workbench.page.keyboard.press('Escape');
    await workbench.runCommand('File: Revert File');
  });

  it('peeks at all handlers of a type that has several', async () => {
    const { workbench, folder } = ui;
    await writeFile(
      join(folder, 'src', 'audit.ts'),
      `export function audit(event: { type: string }) {\n  if (event.type === 'payment_intent.succeeded') record(event);\n}\n`,
    );
    await workbench.view('Endpoints').expand(new RegExp(`:${port}/webhook`));
    await workbench.view('Endpoints').rowAction('payment_intent.succeeded', 'Go to Handler');
    const peek = workbench.page.locator('.peekview-widget');
    await peek.waitFor();
    await peek.locator('.ref-tree .monaco-list-row').nth(1).waitFor();
    assert.match(await peek.innerText(), /audit\.ts[^]*webhook\.ts|webhook\.ts[^]*audit\.ts/);
    await workbench.screenshot('handlers-peek');
    await workbench.page.keyboard.press('Escape');
  });

  it('holds subscriptions against the code, and subscribes to what is handled', async () => {
    const { workbench } = ui;
    await workbench.runCommand('Webhooks: Focus on Coverage View');
    const view = workbench.view('Coverage');
    await view.waitForRow('payout.failed');
    await view.waitForRow('Handled, but not subscribed to');
    await workbench.screenshot('handlers-coverage');
    await view.rowAction('charge.refunded', /Subscribe/);
    await workbench.view('Endpoints').waitForRow('charge.refunded');
    await workbench.runCommand('Stripe Webhooks: Show Coverage Report');
    await workbench.editor.waitForText(/# Webhook coverage of Sandbox/);
    await workbench.screenshot('handlers-report');
  });
});
