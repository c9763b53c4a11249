import assert from 'node:assert/strict';
import { closeApps, startApp, type App } from '../unit/delivery/support/app.ts';
import { createEndpoint, startReceiver, trigger } from './support/steps.ts';
import { useWorkbench } from './support/suite.ts';

describe('apps', () => {
  const ui = useWorkbench({ userSettings: { 'stripeWebhooks.receiver.port': 4851 } });
  const apps = () => ui.workbench.view('Apps');
  let app: App;

  after(closeApps);

  it('are installed from the view, with what they need and the types they want added to an endpoint', async () => {
    const { workbench } = ui;
    await workbench.openContainer();
    await startReceiver(workbench);
    await createEndpoint(workbench, { url: 'http://127.0.0.1:4851/webhook', events: ['customer.created'] });
    await workbench.runCommand('Webhooks: Focus on Apps View');
    await apps().welcome(/Use events without writing code/);
    await apps().clickWelcome('Install App');
    await workbench.quickPick.asks(/App to install/);
    await workbench.quickPick.shows(/Payment Recovery/);
    await workbench.screenshot('apps-store');
    await workbench.quickPick.choose('Notify');
    await workbench.quickPick.asks(/Event types to notify of/);
    await workbench.quickPick.choose('Write types and patterns …');
    await workbench.input.prompted(/Event types to notify of/);
    await workbench.input.type('payout.Failed!');
    await workbench.input.accept();
    assert.match(await workbench.input.validationMessage(/payout/), /is not an event type/);
    await workbench.input.type('payout.failed');
    await workbench.input.accept();
    await workbench.quickPick.asks(/Where to show it/);
    await workbench.quickPick.choose('Status bar');
    await workbench.input.prompted(/Smallest amount/);
    await workbench.screenshot('apps-configure');
    await workbench.input.accept();
    await workbench.input.prompted(/Currency of that amount/);
    await workbench.input.accept();
    await workbench.quickPick.asks(/Notify wants event types that no endpoint gets/);
    await workbench.screenshot('apps-subscribe');
    await workbench.quickPick.accept();
    await apps().waitForRows('the installed app', (rows) =>
      rows.some(({ label, description }) => label === 'Notify' && description === 'no event yet'),
    );
  });

  it('run with the events that come, and show what they did', async () => {
    const { workbench } = ui;
    await trigger(workbench, 'payout.failed');
    await apps().waitForRows('a run', (rows) =>
      rows.some(({ label, description }) => label === 'Notify' && description.startsWith('payout.failed at')),
    );
    await apps().expand('Notify');
    const line = await apps().waitForRow(/^payout\.failed · \d/);
    assert.match(line.label, /^payout\.failed · [\d.]+ [A-Z]{3} · po_/);
    await workbench.screenshot('apps-run');
  });

  it('are removed, and the endpoint loses the types that were added for them alone', async () => {
    const { workbench } = ui;
    await apps().contextMenu('Notify', 'Remove App');
    assert.match(await workbench.dialog().message(), /Remove the app Notify\?/);
    await workbench.screenshot('apps-remove');
    await workbench.dialog().click('Remove and Unsubscribe');
    await apps().welcome(/Use events without writing code/);
    await workbench.runCommand('Webhooks: Focus on Endpoints View');
    const endpoints = workbench.view('Endpoints');
    await endpoints.expand(/4851/);
    await endpoints.waitForRow('customer.created');
    await endpoints.waitForNoRow('payout.failed');
  });

  /** Answers what Forward asks when it is installed. */
  async function installForward(url: string): Promise<void> {
    const { workbench } = ui;
    await workbench.runCommand('Stripe Webhooks: Install App');
    await workbench.quickPick.asks(/App to install/);
    await workbench.quickPick.choose('Forward');
    await answerForward(url);
  }

  async function answerForward(url: string): Promise<void> {
    const { workbench } = ui;
    await workbench.input.prompted(/URL to send the events to/);
    await workbench.input.type(url);
    await workbench.input.accept();
    await workbench.quickPick.asks(/Event types to send on/);
    await workbench.quickPick.choose('Write types and patterns …');
    await workbench.input.prompted(/Event types to send on/);
    await workbench.input.type('customer.created');
    await workbench.input.accept();
    await workbench.input.prompted(/Conditions that an event must meet/);
    await workbench.input.accept();
    await workbench.quickPick.asks(/How the events are signed/);
    await workbench.quickPick.accept();
  }

  it('are installed to send events beyond this machine and its network only after a yes', async () => {
    const { workbench } = ui;
    await workbench.runCommand('Webhooks: Focus on Apps View');
    await installForward('https://hooks.example.com/in');
    assert.match(await workbench.dialog().message(), /Send events to hooks\.example\.com\?/);
    assert.match(await workbench.dialog().detail(), /not on this machine or its network.*personal data/);
    await workbench.screenshot('apps-far');
    await workbench.dialog().escape();
    await apps().welcome(/Use events without writing code/);
    await installForward('https://hooks.example.com/in');
    await workbench.dialog().click('Send There');
    await apps().waitForRow('Forward');
  });

  it('are asked about again when they are to send elsewhere, and not when they are to stay here', async () => {
    const { workbench } = ui;
    await apps().contextMenu('Forward', 'Configure App');
    await answerForward('https://other.example.com/in');
    assert.match(await workbench.dialog().message(), /Send events to other\.example\.com\?/);
    await workbench.dialog().escape();
    await apps().contextMenu('Forward', 'Configure App');
    await workbench.input.prompted(/URL to send the events to/);
    assert.equal(await workbench.input.value(), 'https://hooks.example.com/in');
    app = await startApp();
    await answerForward(app.url);
    await workbench.quickPick.hidden();
  });

  it('get an event again that was under way when the window was closed, without anybody doing anything', async () => {
    const { workbench } = ui;
    app.answer = () => undefined;
    await trigger(workbench, 'customer.created');
    await app.received(1);
    app.answer = (_got, response) => void response.end();
    await workbench.reload();
    await app.received(2);
    const [first, again] = app.got.map(({ body }) => body.toString());
    assert.equal(again, first);
    await workbench.runCommand('Webhooks: Focus on Apps View');
    await apps().expand('Forward');
    await apps().waitForRow(/came while it did not run, and are taken up now: 1/);
    await workbench.screenshot('apps-taken-up');
  });
});
