import assert from 'node:assert/strict';
import { closeApps, startApp, type App } from '../unit/delivery/support/app.ts';
import { addTarget, createEndpoint } from './support/steps.ts';
import { useWorkbench } from './support/suite.ts';

describe('tests from events', () => {
  const ui = useWorkbench();
  let app: App;

  before('start an app that cannot take one event', async () => {
    app = await startApp();
    app.answer = ({ body }, response) => {
      const text = body.toString();
      if (!text.startsWith('{')) response.writeHead(400).end();
      else if (text.includes('payment_intent.payment_failed')) response.writeHead(500).end('no such order');
      else response.end('{"received":true}');
    };
  });

  after(closeApps);

  const row = (label: string) =>
    ui.workbench.page.locator('.sidebar .monaco-list-row').filter({ hasText: label }).first();
  const icon = (label: string, state: string) => row(label).locator(`.codicon-testing-${state}-icon`);

  it('stand in the Test Explorer below their handlers, and show what passed and what failed', async () => {
    const { workbench } = ui;
    await workbench.openContainer();
    await createEndpoint(workbench, { url: app.url, events: ['invoice.paid'] });
    await addTarget(workbench, app.url);
    await workbench.runCommand('View: Show Testing');
    await row('payment_intent.succeeded').waitFor();
    await workbench.runCommand('Test: Run All Tests');
    await app.received(4);
    await icon('payment_intent.succeeded', 'passed').waitFor();
    await icon('payment_intent.payment_failed', 'failed').waitFor();
    assert.match(await row('payment_intent.succeeded').innerText(), /src\/webhook\.ts:\d+/);
    await row('payment_intent.payment_failed').click();
    await icon('payment-declined', 'failed').waitFor();
    await workbench.screenshot('test-explorer');
  });
});
