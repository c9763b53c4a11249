import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { closeApps, startApp, type App } from '../unit/delivery/support/app.ts';
import { EventsPanel } from './support/eventsPanel.ts';
import { addTarget, copyFrom, createEndpoint, startReceiver, trigger } from './support/steps.ts';
import { useWorkbench, type SuiteWorkbench } from './support/suite.ts';

const receiver = 'http://127.0.0.1:4841/webhook';
const key = `sk_test_${'51AppsOwnKey'.repeat(2)}`;

// A served workbench asks for files in its own dialog, which is a quick input.
describe('events in a file', () => {
  let folder = '';
  let secret = '';
  const session = () => join(folder, 'session.ndjson');

  before(async () => void (folder = await mkdtemp(join(tmpdir(), 'session-files-'))));
  after(() => rm(folder, { recursive: true }));
  after(closeApps);

  const dialogs = { 'Export Journal': 'Export Events', 'Import Events into Journal': 'Import Events' };
  type Command = keyof typeof dialogs;

  async function asks({ workbench }: SuiteWorkbench, command: Command): Promise<void> {
    await workbench.runCommand(`Stripe Webhooks: ${command}`);
    await workbench.input.shown(dialogs[command]);
  }

  async function choose(ui: SuiteWorkbench, command: Command, file: string): Promise<void> {
    await asks(ui, command);
    await ui.workbench.input.chooseFile(file);
  }

  describe('are exported', () => {
    const ui = useWorkbench({ userSettings: { 'stripeWebhooks.receiver.port': 4841 } });
    let app: App;

    before('let an event arrive that the app answers with more than it should', async () => {
      const { workbench } = ui;
      app = await startApp();
      app.answer = (_, response) =>
        void response.writeHead(500, { 'X-Session-Token': 'open-sesame' }).end(`no customer with key ${key}`);
      await workbench.openContainer();
      await startReceiver(workbench);
      await createEndpoint(workbench, { url: receiver, events: ['invoice.paid'] });
      secret = await copyFrom(workbench, /4841/, 'Copy Signing Secret');
      await addTarget(workbench, app.url);
      await trigger(workbench, 'invoice.paid');
      await app.received(1);
      await workbench
        .view('Targets')
        .waitForRows('its answer', (rows) =>
          rows.some(({ description }) => description.startsWith('500 in')),
        );
    });

    it('writes nothing when the dialog is left', async () => {
      const { workbench } = ui;
      await asks(ui, 'Export Journal');
      await workbench.screenshot('export-dialog');
      assert.match(await workbench.input.value(), /stripe-events-\d{4}-\d\d-\d\d\.ndjson$/);
      await workbench.input.escape();
      await workbench.input.hidden();
      assert.deepEqual(await workbench.notifications(), []);
      assert.deepEqual(
        (await readdir(ui.folder)).filter((name) => name.includes('stripe-events')),
        [],
      );
    });

    it('writes all of them to the chosen file, without secrets and credentials', async () => {
      const { workbench } = ui;
      await choose(ui, 'Export Journal', session());
      const done = workbench.notification(/1 event was exported, without secrets and credentials\./);
      await done.text();
      await workbench.screenshot('exported');
      const text = await readFile(session(), 'utf8');
      for (const hidden of [key, secret, 'open-sesame']) assert.ok(!text.includes(hidden), hidden);
      assert.match(text, /"status":500/);
      await done.click('Open File');
      await workbench.editor.shown('session.ndjson');
    });
  });

  describe('are imported', () => {
    const ui = useWorkbench();
    let panel: EventsPanel;

    before('show the Events panel', async () => {
      await ui.workbench.openContainer();
      panel = new EventsPanel(ui.workbench);
      await panel.open();
      await panel.counts(/^0 events/);
    });

    it('takes nothing when the dialog is left', async () => {
      const { workbench } = ui;
      await asks(ui, 'Import Events into Journal');
      await workbench.screenshot('import-dialog');
      await workbench.input.escape();
      await workbench.input.hidden();
      assert.deepEqual(await workbench.notifications(), []);
    });

    it('shows them with what became of them, without the credentials', async () => {
      const { workbench } = ui;
      await choose(ui, 'Import Events into Journal', session());
      await workbench.notification(/1 event was imported\./).dismiss();
      await panel.counts(/^1 event/);
      await panel.row(/invoice\.paid.*500/).click();
      await panel.tab(/Attempts/);
      await panel.details.getByText(/no customer with key sk_test_x+/).waitFor();
      await workbench.screenshot('imported');
    });

    it('can replay them: the same bytes and signature that were received', async () => {
      const { workbench } = ui;
      const app = await startApp();
      await addTarget(workbench, app.url);
      await workbench.runCommand('Stripe Webhooks: Replay Events');
      await workbench.quickPick.asks(/Where to send invoice\.paid/);
      await workbench.quickPick.ok();
      await workbench.quickPick.asks(/How to send invoice\.paid/);
      await workbench.quickPick.choose('Send With the Original Signature');
      await app.received(1);
      const [got] = app.got;
      const signature = String(got?.headers['stripe-signature']);
      const event = new Stripe('sk_test_1').webhooks.constructEvent(got?.body ?? '', signature, secret);
      assert.equal(event.type, 'invoice.paid');
      await workbench.notification(/Replay to/).dismiss();
    });

    it('takes none a second time', async () => {
      await choose(ui, 'Import Events into Journal', session());
      await ui.workbench.notification(/0 events were imported\. 1 is in the journal already\./).dismiss();
      await panel.counts(/^1 event/);
    });

    it('names the lines that are none, takes the others, and loses nothing', async () => {
      const { workbench } = ui;
      const [header = '', line = ''] = (await readFile(session(), 'utf8')).split('\n');
      const mixed = join(folder, 'mixed.ndjson');
      await writeFile(mixed, [header, line.replaceAll('evt_', 'evt_other'), '{ cut off'].join('\n'));
      await choose(ui, 'Import Events into Journal', mixed);
      const bad = workbench.notification(/could not be read/);
      assert.equal(await bad.text(), '1 event was imported. Line 3 could not be read: It is not JSON.');
      assert.deepEqual(await bad.buttons(), ['Show Events', 'Show Log']);
      await workbench.screenshot('import-bad-line');
      await bad.dismiss();
      const other = join(folder, 'other.jsonl');
      await writeFile(other, 'Dear colleague,\nhere is what you asked for.\n');
      await choose(ui, 'Import Events into Journal', other);
      assert.equal(
        await bad.text(),
        '0 events were imported. 2 lines could not be read, the first is line 1.',
      );
      await bad.dismiss();
      await panel.counts(/^2 events/);
    });
  });
});
