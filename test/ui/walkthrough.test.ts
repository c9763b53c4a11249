import assert from 'node:assert/strict';
import { until } from './support/locate.ts';
import { freePort } from './support/ports.ts';
import { useWorkbench } from './support/suite.ts';

const port = await freePort(4831);

describe('the walkthrough', () => {
  const ui = useWorkbench({ userSettings: { 'stripeWebhooks.receiver.port': port } });
  /** The steps, each with a text of its picture. */
  const pictured = {
    sandbox: 'sk_test_…',
    endpoint: 'customer.created',
    trigger: 'POST',
    verified: '"data":',
    handler: 'break;',
  };
  type Name = keyof typeof pictured;
  const names = Object.keys(pictured) as Name[];

  const step = (name: Name) => ui.workbench.page.locator(`.getting-started-step[data-step-id$="#${name}"]`);

  async function open(): Promise<void> {
    await ui.workbench.runCommand('Stripe Webhooks: Get Started');
    await step('sandbox').waitFor();
  }

  /** Unfolds a step, and waits for its picture: what is typed while that is loaded would be lost. */
  async function select(name: Name): Promise<void> {
    if (!(await step(name).getAttribute('class'))?.includes('expanded')) await step(name).click();
    await step(name).and(ui.workbench.page.locator('.expanded')).waitFor();
    await ui.workbench.page
      .frameLocator('iframe.webview.ready')
      .frameLocator('#active-frame')
      .locator('svg')
      .getByText(pictured[name], { exact: true })
      .waitFor();
  }

  async function press(name: Name, button: string): Promise<void> {
    await select(name);
    await ui.workbench.screenshot(`walkthrough-dark-${name}`);
    await step(name).getByRole('button', { name: button, exact: true }).click();
  }

  async function done(): Promise<readonly Name[]> {
    const checked = await Promise.all(
      names.map(async (name) => (await step(name).locator('[data-done-step-id].complete').count()) > 0),
    );
    return names.filter((_, index) => checked[index]);
  }

  /** Waits until just these steps are done. */
  async function doneAre(...wanted: readonly Name[]): Promise<void> {
    await until(
      ui.workbench.page,
      `just ${wanted.join(', ')} to be done`,
      done,
      (now) => now.join() === wanted.join(),
    );
  }

  it('opens from Get Started, and nothing of it is done or has been started', async () => {
    const { workbench } = ui;
    assert.deepEqual(await workbench.notifications(), []);
    // There is room for the pictures then.
    await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
    await open();
    await select('sandbox');
    assert.deepEqual(await done(), []);
    assert.equal(await workbench.page.locator('.getting-started-step').count(), names.length);
  });

  it('completes each step when it is done, up to the line of code', async () => {
    const { workbench } = ui;
    await press('sandbox', 'Start Sandbox');
    await doneAre('sandbox');

    await press('endpoint', 'Create Endpoint');
    await workbench.input.shown(/1\/4/);
    assert.equal(await workbench.input.value(), `http://127.0.0.1:${port}/webhook`);
    await workbench.input.accept();
    await workbench.quickPick.shown(/2\/4/);
    await workbench.quickPick.check('payment_intent.succeeded');
    await workbench.quickPick.ok();
    await workbench.input.shown(/3\/4/);
    await workbench.input.accept();
    await workbench.quickPick.shown(/4\/4/);
    await workbench.quickPick.accept();
    await workbench.notification(/receiver that it points to is not running/).click('Start Receiver');
    await workbench.page.locator('.statusbar-item', { hasText: `Stripe :${port}` }).waitFor();
    await doneAre('sandbox', 'endpoint');

    await press('trigger', 'Trigger Event');
    await workbench.quickPick.asks(/Event type to trigger/);
    await workbench.quickPick.choose('payment_intent.succeeded');
    await doneAre('sandbox', 'endpoint', 'trigger', 'verified');
    await workbench.output.waitForLine(/200 verified {2}payment_intent\.succeeded/);
    await workbench.screenshot('walkthrough-verified');

    await press('handler', 'Go to Handler');
    await workbench.quickPick.asks(/Event type whose handler to open/);
    await workbench.quickPick.choose('payment_intent.succeeded');
    await workbench.editor.shown(/\.ts$/);
    await workbench.editor.waitForCursorOn(/'payment_intent\.succeeded'/);
    // Now, because an open walkthrough takes the focus away from the palette.
    await workbench.runCommand('View: Toggle Panel Visibility');
    await workbench.runCommand('Preferences: Toggle between Light/Dark Themes');
    await workbench.page.locator('.monaco-workbench.vs').waitFor();
    await open();
    await doneAre(...names);
  });

  it('has pictures that go with a light theme too', async () => {
    for (const name of names) {
      await select(name);
      await ui.workbench.screenshot(`walkthrough-light-${name}`);
    }
  });
});
