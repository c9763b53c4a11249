import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EventsPanel } from './support/eventsPanel.ts';
import { createEndpoint, startReceiver } from './support/steps.ts';
import { until } from './support/locate.ts';
import { useWorkbench } from './support/suite.ts';

describe('scenarios', () => {
  const ui = useWorkbench({ userSettings: { 'stripeWebhooks.receiver.port': 4812 } });
  const statusBar = (text: RegExp) => ui.workbench.page.locator('.statusbar-item', { hasText: text });
  const folder = () => join(ui.folder, '.stripe', 'scenarios');

  /** Picks a scenario and how its events arrive, to the sandbox's endpoints. */
  const run = async (title: string, arrival: string, pace?: string) => {
    const { quickPick } = ui.workbench;
    await ui.workbench.runCommand('Stripe Webhooks: Run Scenario');
    await quickPick.asks(/Scenario to run/);
    await quickPick.choose(title);
    await quickPick.asks(/How its events arrive/);
    await quickPick.choose(arrival);
    if (pace !== undefined) {
      await quickPick.asks(/How fast/);
      await quickPick.choose(pace);
    }
    await quickPick.asks(/Where to send it/);
    await quickPick.choose('Endpoints of the sandbox');
  };
  const types = async () =>
    [...(await ui.workbench.output.text()).matchAll(/verified {2}(\S+)/g)].map(([, type]) => type);

  it('tell a business action in order, to the endpoint that wants it', async () => {
    const { workbench } = ui;
    await workbench.openContainer();
    await startReceiver(workbench);
    await createEndpoint(workbench, {
      url: 'http://127.0.0.1:4812/webhook',
      events: ['charge.succeeded', 'charge.refunded', 'refund.created', 'refund.updated'],
    });
    await workbench.runCommand('Stripe Webhooks: Run Scenario');
    await workbench.quickPick.asks(/Scenario to run/);
    await workbench.screenshot('scenario-pick');
    await workbench.quickPick.escape();
    await run('Payment refunded', 'In Order', 'As Fast as They Are Answered');
    await statusBar(/Payment refunded: 4 of 5 events/).waitFor();
    await workbench.output.waitForLine(/verified {2}refund\.updated/);
    await workbench.screenshot('scenario-done');
    assert.deepEqual(await types(), [
      'charge.succeeded',
      'charge.refunded',
      'refund.created',
      'refund.updated',
    ]);
    await statusBar(/Payment refunded/).hover();
    assert.match(
      await workbench.tooltip(),
      /4 of 5 events were sent and taken\. No endpoint wants the other 1\./,
    );
  });

  it('go step by step when the user says so, and can be stopped', async () => {
    const { workbench } = ui;
    await run('Payment refunded', 'Step by Step');
    await workbench.output.waitForLine(/#5 .*charge\.succeeded/);
    const next = workbench.notification(/next is payment_intent\.succeeded \(2 of 5\)/);
    await next.text();
    await workbench.screenshot('scenario-step');
    await next.click('Next');
    await workbench.notification(/next is charge\.refunded \(3 of 5\)/).click('Stop');
    await statusBar(/Payment refunded: 1 of 5 events/).waitFor();
    assert.equal((await types()).length, 5);
  });

  it('come twice, with the same bytes, so that the receiver knows the second one', async () => {
    const { workbench } = ui;
    await run('Payment refunded', 'With Duplicates', 'As Fast as They Are Answered');
    await statusBar(/Payment refunded: 8 of 10 events/).waitFor();
    await until(
      workbench.page,
      'four duplicates',
      () => workbench.output.text(),
      (now) => (now.match(/· duplicate ·/g) ?? []).length === 4,
    );
  });

  it('are stopped from their progress', async () => {
    const { workbench } = ui;
    await run('Payment refunded', 'In Order', 'Five Seconds Apart');
    const progress = workbench.notification(/Payment refunded.*1 of 5: charge\.succeeded/s);
    await progress.text();
    await progress.click('Cancel');
    await statusBar(/Payment refunded: 1 of 5 events/).waitFor();
  });

  it('are written by the user, as a file that names its mistakes', async () => {
    const { workbench } = ui;
    await mkdir(folder(), { recursive: true });
    const file = join(folder(), 'mine.yaml');
    await writeFile(file, 'title: Mine\nsteps:\n  - event: charge.suceeded\n');
    await workbench.runCommand('Stripe Webhooks: Run Scenario');
    await workbench.quickPick.asks(/Scenario to run/);
    await workbench.quickPick.accept();
    assert.match(
      await workbench.notification(/mine\.yaml:3:12/).text(),
      /^\.stripe\/scenarios\/mine\.yaml:3:12 Stripe has no event type "charge\.suceeded"; did you mean "charge\.succeeded"\?/,
    );
    await workbench.editor.shown('mine.yaml');
    await workbench.screenshot('scenario-mistake');
    await workbench.notification(/mine\.yaml/).dismiss();
    await writeFile(file, 'title: Mine\nsteps:\n  - event: charge.succeeded\n    set: { amount: 777 }\n');
    await workbench.runCommand('File: Revert File');
    await workbench.editor.waitForText(/amount: 777/);
    await run('Mine', 'In Order', 'As Fast as They Are Answered');
    await statusBar(/Mine: 1 of 1 events/).click();
    await workbench.editor.waitForText(/"amount_captured": 777/);
  });

  it('run again at a keystroke, in the same manner to the same place', async () => {
    const { workbench } = ui;
    const newest = async () => /.*#(\d+) .*verified {2}(\S+)/s.exec(await workbench.output.text())?.slice(1);
    const [number] = (await newest()) ?? [];
    const next = String(Number(number) + 1);
    await workbench.page.keyboard.press('Control+Alt+r');
    const again = await until(workbench.page, 'its event once more', newest, (now) => now?.[0] === next);
    assert.deepEqual(again, [next, 'charge.succeeded']);
  });

  it('say which one it is in each question, and lead back to the one before', async () => {
    const { workbench } = ui;
    const { quickPick } = workbench;
    await workbench.runCommand('Stripe Webhooks: Run Scenario');
    await quickPick.asks(/Scenario to run/);
    await quickPick.choose('Mine');
    await quickPick.shown('Mine (1/3)');
    await quickPick.choose('Shuffled');
    await quickPick.shown('Mine (2/3)');
    await quickPick.back();
    await quickPick.asks(/How its events arrive/);
    await quickPick.choose('Step by Step');
    await quickPick.shown('Mine (3/3)');
    await workbench.screenshot('scenario-destination');
    await quickPick.back();
    await quickPick.asks(/How its events arrive/);
    await quickPick.escape();
  });

  it('begin as a copy of a built-in one', async () => {
    const { workbench } = ui;
    await workbench.runCommand('Stripe Webhooks: Create Scenario');
    await workbench.quickPick.asks(/What the scenario starts from/);
    await workbench.quickPick.choose('Dispute won');
    await workbench.input.shown();
    await until(
      workbench.page,
      'the title',
      () => workbench.input.value(),
      (value) => value === 'Dispute won',
    );
    await workbench.input.type('Our Dispute');
    await workbench.input.accept();
    await workbench.editor.shown('our-dispute.yaml');
    assert.match(await readFile(join(folder(), 'our-dispute.yaml'), 'utf8'), /^title: "Our Dispute"\n/);
  });

  it('are recorded from received events, and tell them again', async () => {
    const { workbench } = ui;
    await workbench.runCommand('Stripe Webhooks: Record Scenario from Events');
    await workbench.quickPick.asks(/Events that the scenario is made of/);
    await workbench.screenshot('scenario-record');
    await workbench.quickPick.check('charge.succeeded', 'charge.refunded');
    await workbench.quickPick.ok();
    await workbench.input.shown();
    await workbench.input.prompt();
    await workbench.input.type('Recorded');
    await workbench.input.accept();
    await workbench.editor.shown('recorded.yaml');
    const text = await readFile(join(folder(), 'recorded.yaml'), 'utf8');
    assert.match(
      text,
      /event: charge\.succeeded[\s\S]*event: charge\.refunded|event: charge\.refunded[\s\S]*event: charge\.succeeded/,
    );
    await workbench.screenshot('scenario-recorded');
    await run('Recorded', 'In Order', 'As Fast as They Are Answered');
    await statusBar(/Recorded: 2 of 2 events/).waitFor();
  });

  it('link their events in the Events panel, in the order of the story', async () => {
    const { workbench } = ui;
    await run('Payment refunded', 'Shuffled', 'As Fast as They Are Answered');
    await statusBar(/Payment refunded: 4 of 5 events/).waitFor();
    const panel = new EventsPanel(workbench);
    await panel.open();
    await panel.maximize();
    await panel.filter('type:charge.refunded');
    await panel.counts(/^5 events/);
    await panel.grid.press('Home');
    const { details } = panel;
    await details.getByText('event 3 of 5').waitFor();
    await panel.tab(/Same Run/);
    const links = details.locator('ol.run button');
    assert.deepEqual(
      (await links.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim().split(' ').slice(0, 2)),
      [
        ['1', 'charge.succeeded'],
        ['3', 'charge.refunded'],
        ['4', 'refund.created'],
        ['5', 'refund.updated'],
      ],
    );
    await links.filter({ hasText: 'refund.updated' }).click();
    await details.getByText('event 5 of 5').waitFor();
    assert.match(await panel.filterBox.inputValue(), /^run:refund-[0-9a-f]{8}$/);
    await panel.counts(/^4 events/);
    await workbench.screenshot('panel-run');
    await details.getByRole('button', { name: 'Event Before in This Run' }).click();
    await details.getByText('event 4 of 5').waitFor();
    await details.getByRole('heading', { name: 'refund.created' }).waitFor();
    await panel.filterBox.fill('');
    await panel.filterBox.pressSequentially('run:ref');
    await panel.frame.getByRole('option', { name: 'refund-*' }).click();
    await panel.counts(/^\d\d events/);
  });
});
