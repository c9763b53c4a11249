import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Locator } from 'playwright-core';
import type { Journal } from '../../src/journal/journal.ts';
import { EventsPanel } from './support/eventsPanel.ts';
import { until } from './support/locate.ts';
import { EventSeeder, openSeededJournal } from './support/seedEvents.ts';
import { copiedBy, copyFrom, createEndpoint, startReceiver } from './support/steps.ts';
import { useWorkbench } from './support/suite.ts';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

describe('the Events panel', () => {
  const ui = useWorkbench({ userSettings: { 'stripeWebhooks.receiver.port': 4821 } });
  let panel: EventsPanel;
  let journal: Journal;
  let seeder: EventSeeder;

  before('show the panel and let 3,000 events arrive', async () => {
    panel = new EventsPanel(ui.workbench);
    await panel.open();
    journal = await openSeededJournal(dirname(dirname(ui.server.logs)));
    seeder = await EventSeeder.create(journal);
    await panel.maximize();
    await seeder.append(3000);
    await panel.counts('3,000 events');
  });
  after(() => journal.close());
  afterEach('leave no filter and no selection', async () => {
    await panel.filter('');
    await panel.follow();
  });

  /** Appends a verified event of this body and gives its id. */
  async function arrive(body: string | Buffer): Promise<number> {
    const receipt = seeder.receipt(Date.now());
    return (await journal.append({ ...receipt, body: Buffer.from(body) })).id;
  }

  it('lists what has arrived, newest first, with what became of it', async () => {
    const [first, second] = await panel.waitForRows('rows', (rows) => rows.length > 20);
    assert.equal(first?.place, 2999);
    assert.equal(second?.place, 2998);
    await panel.grid.locator('.row.header', { hasText: 'Type' }).waitFor();
    await panel.row(/500/).waitFor();
    await ui.workbench.screenshot('panel');
  });

  it('has room for the payload in a panel of the usual height, and for the time in a narrow one', async () => {
    const { page } = ui.workbench;
    await panel.filter('type:customer.subscription.updated');
    await panel.row(/subscription\.updated/).click();
    await panel.tab('Payload');
    const lines = panel.details.getByRole('treeitem');
    const inView = async () => {
      const [box, rows] = [await panel.details.boundingBox(), await lines.all()];
      const boxes = await Promise.all(
        rows.map((row) => row.boundingBox({ timeout: 1000 }).catch(() => null)),
      );
      return boxes.filter((one) => one && box && one.y + one.height <= box.y + box.height).length;
    };
    await panel.maximize();
    await until(page, 'four lines of the payload', inView, (count) => count >= 4);
    await ui.workbench.screenshot('panel-usual-height');
    await panel.details.getByRole('searchbox').fill('current_period_end');
    await panel.details.getByText(/^1 of \d/).waitFor();
    await panel.details.getByRole('searchbox').press('Escape');
    await panel.maximize();
    await page.setViewportSize({ width: 740, height: 800 });
    await panel.waitForRows('times to the second', ([first]) =>
      /^\d\d:\d\d:\d\d customer/.test(first?.text ?? ''),
    );
    await panel.grid.getByRole('columnheader', { name: 'Time' }).waitFor();
    await ui.workbench.screenshot('panel-narrow');
    await page.setViewportSize({ width: 1280, height: 800 });
    await panel.waitForRows('whole times', ([first]) => /^\d\d:\d\d:\d\d\.\d{3} /.test(first?.text ?? ''));
  });

  it('shows new events at the top while it follows', async () => {
    await seeder.append(2, { sent: false });
    await panel.waitForRows('the new events at the top', ([first]) => first?.place === 3001);
  });

  it('moves nothing that is being read, and counts what has come', async () => {
    await panel.grid.press('End');
    const atEnd = await panel.waitForRows('the oldest event', (rows) => rows.at(-1)?.place === 0);
    await seeder.append(7, { sent: false });
    await panel.frame.getByRole('button', { name: '7 new events' }).waitFor();
    assert.deepEqual(await panel.rows(), atEnd);
    await panel.frame.getByRole('button', { name: '7 new events' }).click();
    await panel.waitForRows('the newest event', ([first]) => first?.place === 3008);
  });

  it('reaches any event by the scroll bar', async () => {
    await panel.grid.evaluate((scroller) => {
      const one = scroller as unknown as { scrollTop: number; scrollHeight: number };
      one.scrollTop = one.scrollHeight / 2;
    });
    await panel.waitForRows('the middle', (rows) => rows.some(({ place }) => place === 1500));
    await panel.grid.press('Home');
  });

  it('filters by the language, and says what is wrong with it', async () => {
    await panel.filter('type:invoice.* status:failed');
    const rows = await panel.waitForRows(
      'failed invoices',
      (now) => now.length > 3 && now.every(({ text }) => / 500\b/.test(text)),
    );
    assert.ok(rows.every(({ text }) => / invoice\./.test(text)));
    await panel.filter('type:invoice.* colour:red');
    await panel.frame.getByText('“colour:” is not something to filter by').waitFor();
    await ui.workbench.screenshot('panel-filter-mistake');
  });

  it('completes keys and values with the keyboard alone', async () => {
    await panel.filterBox.fill('');
    await panel.filterBox.pressSequentially('stat');
    await panel.frame.getByRole('option', { name: /status:/ }).waitFor();
    await panel.filterBox.press('Tab');
    await panel.filterBox.pressSequentially('rej');
    await panel.filterBox.press('ArrowDown');
    await panel.filterBox.press('Enter');
    assert.equal(await panel.filterBox.inputValue(), 'status:rejected ');
    await panel.counts(/^13\d events/);
  });

  it('completes types that were received, and their families, before those that were not', async () => {
    await panel.filterBox.fill('');
    await panel.filterBox.pressSequentially('type:inv');
    await panel.frame.getByRole('option', { name: /invoice\.\* 4 types received/ }).waitFor();
    const offered = await panel.frame.getByRole('option').allInnerTexts();
    assert.deepEqual(
      offered.slice(0, 6).map((text) => text.trim().split(/\s+/)[0]),
      [
        'invoice.*',
        'invoice.created',
        'invoice.finalized',
        'invoice.paid',
        'invoice.payment_failed',
        'invoice.deleted',
      ],
    );
    await panel.filterBox.press('Tab');
    assert.equal(await panel.filterBox.inputValue(), 'type:invoice.* ');
    await ui.workbench.screenshot('panel-types');
  });

  it('says why an event was rejected and what to do', async () => {
    await panel.filter('status:rejected');
    await panel.row(/./).click();
    await panel.details.getByText('The signature was made with a secret').waitFor();
    await panel.details.getByText('Paste Signing Secret').waitFor();
  });

  it('shows the payload as a tree that can be searched', async () => {
    await panel.filter('type:customer.subscription.updated');
    await panel.row(/customer\.subscription\.updated/).click();
    await panel.tab('Payload');
    const tree = panel.details.getByRole('tree');
    await tree.getByRole('treeitem', { name: /^object: "event"/ }).waitFor();
    await panel.details.getByRole('searchbox').fill('"evt_');
    await panel.details.getByText('nothing found').waitFor();
    await panel.details.getByRole('searchbox').fill('current_period_end');
    await panel.details.getByText(/^1 of \d/).waitFor();
    await tree.locator('.row.active', { hasText: 'current_period_end' }).waitFor();
    await ui.workbench.screenshot('panel-payload');
  });

  it('shows what an update changed, the headers, and the attempts with what the target answered', async () => {
    await panel.filter('type:customer.subscription.updated status:failed');
    await panel.row(/500/).click();
    await panel.tab(/Changes/);
    await panel.details.getByRole('row', { name: /cancel_at_period_end true false/ }).waitFor();
    await panel.tab('Headers');
    await panel.details.getByRole('row', { name: /Stripe-Signature t=\d+,v1=/ }).waitFor();
    await panel.tab(/Attempts/);
    await panel.details.getByText('TypeError: cannot read properties').waitFor();
    await panel.details.getByText('X-Powered-By').waitFor();
    await ui.workbench.screenshot('panel-attempts');
  });

  it('leads to all events of the same object', async () => {
    await panel.filter('type:customer.created');
    await panel.row(/customer\.created/).click();
    await panel.details.getByRole('button', { name: /^cus_/ }).click();
    assert.match(await panel.filterBox.inputValue(), /^object:cus_/);
    await panel.waitForRows('other types of the object', (rows) =>
      rows.some(({ text }) => /customer\.updated/.test(text)),
    );
  });

  it('shows only events of a type, or none of it, and keeps the rest of the filter', async () => {
    await panel.filter('invoice');
    const wanted = (rows: readonly { readonly text: string }[]) => rows.length > 3;
    await panel.waitForRows(
      'what names an invoice',
      (rows) => wanted(rows) && !rows.some(({ text }) => /payout/.test(text)),
    );
    await panel.row(/invoice\.paid/).click();
    await panel.grid.press('h');
    await panel.waitForRows(
      'no paid invoice',
      (rows) => wanted(rows) && !rows.some(({ text }) => /invoice\.paid/.test(text)),
    );
    assert.equal(await panel.filterBox.inputValue(), 'invoice -type:invoice.paid');
    await panel.contextMenu(panel.row(/invoice\.created/), 'Hide Events of This Type');
    await panel.waitForRows(
      'no created invoice either',
      (rows) => wanted(rows) && !rows.some(({ text }) => /invoice\.(paid|created)/.test(text)),
    );
    assert.equal(await panel.filterBox.inputValue(), 'invoice -type:invoice.paid,invoice.created');
    await panel.contextMenu(panel.row(/invoice\.finalized/), 'Show Only Events of This Type');
    await panel.waitForRows(
      'finalized invoices alone',
      (rows) => wanted(rows) && rows.every(({ text }) => /invoice\.finalized/.test(text)),
    );
    assert.equal(await panel.filterBox.inputValue(), 'invoice type:invoice.finalized');
  });

  it('calls an endpoint by its name: in the list, in the details, and in the filter’s completion', async () => {
    await panel.maximize();
    await ui.workbench.openContainer();
    const url = 'http://127.0.0.1:4821/webhook';
    await createEndpoint(ui.workbench, { url, events: ['invoice.paid'], description: 'Orders' });
    const endpointId = await copyFrom(ui.workbench, '127.0.0.1:4821/webhook', 'Copy Endpoint ID');
    const receipt = seeder.receipt(Date.now());
    await journal.append({
      ...receipt,
      verdict: { outcome: 'verified', secret: { connectionId: 'sandbox', endpointId }, timestamp: 1 },
    });
    await panel.open();
    await panel.filterBox.fill('');
    await panel.filterBox.pressSequentially('endpoint:ord');
    await panel.frame.getByRole('option', { name: `${endpointId} Orders` }).waitFor();
    await ui.workbench.screenshot('panel-endpoint-completion');
    await panel.filterBox.press('Tab');
    assert.equal(await panel.filterBox.inputValue(), `endpoint:${endpointId} `);
    await ui.workbench.runCommand('View: Close Primary Side Bar');
    await panel.maximize();
    await panel.row(/Orders/).click();
    await panel.details.getByRole('button', { name: 'Orders' }).click();
    await panel.counts(/^1 event$/);
  });

  it('compares two events of an object in the diff editor', async () => {
    await panel.filter('type:customer.updated');
    await panel.row(/customer\.updated/).click();
    await panel.details.getByRole('button', { name: /Compare with the Event Before/ }).click();
    // An editor that opens puts the panel back to its size.
    await ui.workbench.page.locator('.monaco-diff-editor .modified .view-line').first().waitFor();
    await ui.workbench.page.locator('.tab.active', { hasText: '↔' }).waitFor();
    await ui.workbench.screenshot('panel-diff');
    await ui.workbench.runCommand('View: Close All Editors');
    await panel.maximize();
  });

  it('copies as JSON, curl and fixture from the context menu, one or many', async () => {
    await panel.filter('type:invoice.paid');
    await panel.row(/invoice\.paid/).click();
    const copied = (item: string) =>
      copiedBy(ui.workbench, () => panel.contextMenu(panel.row(/invoice\.paid/), item));
    assert.equal((JSON.parse(await copied('Copy Event as JSON')) as { type: string }).type, 'invoice.paid');
    assert.match(await copied('Copy Event as curl'), /^curl -X POST 'http:\/\/127\.0\.0\.1:4821\/webhook'/);
    assert.equal((JSON.parse(await copied('Copy Event as Fixture')) as { fixture: number }).fixture, 1);
    await panel.grid.press('Shift+ArrowDown');
    await panel.details.getByText('2 events are selected.').waitFor();
    const both = JSON.parse(await copiedBy(ui.workbench, () => panel.grid.press('Control+c'))) as unknown[];
    assert.equal(both.length, 2);
  });

  it('gives the JSON of one event, or of several, to the editor that it is dragged into', async () => {
    const { page, editor } = ui.workbench;
    const { mouse, keyboard } = page;
    await ui.workbench.runCommand('File: New Untitled Text File');
    const lines = page.locator('.editor-instance .view-line');
    /** Presses the mouse on a row. A hand then takes longer than the panel to be told the payload, which this awaits. */
    const press = async (row: Locator) => {
      // A new editor makes the panel smaller: hovering waits until the row stays where it is.
      await row.hover({ position: { x: 60, y: 8 } });
      await panel.grid.evaluate(`(window.told = new Promise((resolve) =>
        window.addEventListener('message', ({ data }) => data.kind === 'json' && resolve())), undefined)`);
      await mouse.down();
      await panel.grid.evaluate('window.told');
    };
    const rows = panel.grid.getByRole('row').filter({ hasText: 'invoice.paid' });
    /** Drags the uppermost row to the end of the uppermost line. */
    const drag = async () => {
      await press(rows.first());
      const [from, to] = [await rows.first().boundingBox(), await lines.first().boundingBox()];
      assert.ok(from && to);
      await mouse.move(from.x + 90, from.y - 6, { steps: 3 });
      await mouse.move(to.x + 400, to.y + 8, { steps: 5 });
      return async () => {
        await mouse.up();
        // Until the mouse moves again, VS Code keeps it from webviews.
        await mouse.move(to.x + 300, to.y + 40, { steps: 3 });
      };
    };
    await panel.filter('type:invoice.paid');
    // Of what was pressed last, the panel has the payload already.
    await press(rows.nth(1));
    await mouse.up();
    const drop = await drag();
    await ui.workbench.screenshot('panel-drag');
    await drop();
    await editor.waitForText(/"type": "invoice\.paid"\n\}$/);
    await ui.workbench.screenshot('panel-dropped');
    await ui.workbench.runCommand('Select All');
    await keyboard.press('Delete');
    await panel.grid.press('Shift+ArrowDown');
    await panel.details.getByText('2 events are selected.').waitFor();
    await (
      await drag()
    )();
    await editor.waitForText(/"type": "invoice\.paid"\n\}\n\]$/);
    await ui.workbench.runCommand('View: Revert and Close Editor');
    await panel.maximize();
  });

  it('saves an event as a fixture of the workspace', async () => {
    await panel.filter('type:payout.paid');
    await panel.row(/payout\.paid/).click();
    await panel.grid.press('s');
    await ui.workbench.input.shown(/Save as Fixture/);
    await ui.workbench.input.accept();
    await ui.workbench.page.locator('.tab.active', { hasText: 'payout.paid.json' }).waitFor();
    const file = await readFile(join(ui.folder, '.stripe', 'fixtures', 'payout.paid.json'), 'utf8');
    assert.equal((JSON.parse(file) as { event: { type: string } }).event.type, 'payout.paid');
    await ui.workbench.runCommand('View: Close All Editors');
    await panel.open();
  });

  it('saves a filter and applies it again', async () => {
    await panel.filter('status:dead');
    await panel.counts(/^0 events/);
    await panel.frame.getByRole('button', { name: 'Saved Filters' }).click();
    await ui.workbench.quickPick.choose('Save This Filter …');
    await ui.workbench.input.shown(/Save Filter/);
    await ui.workbench.input.type('Given up');
    await ui.workbench.input.accept();
    await ui.workbench.input.hidden();
    await panel.filter('');
    await panel.frame.getByRole('button', { name: 'Saved Filters' }).click();
    await ui.workbench.quickPick.choose('Given up');
    await panel.counts(/^0 events/);
    assert.equal(await panel.filterBox.inputValue(), 'status:dead');
  });

  it('filters by a span of time chosen in the chart, with the keyboard too', async () => {
    const chart = panel.frame.getByRole('slider');
    await panel.frame.getByRole('slider', { name: /^Events from .*delivered [\d,]+/ }).waitFor();
    await chart.press('Home');
    assert.match(
      (await chart.getAttribute('aria-valuetext')) ?? '',
      /\d+ delivered.*median \d+ ms, p95 \d+ ms/,
    );
    await chart.press('Shift+ArrowRight');
    await chart.press('Enter');
    assert.match(await panel.filterBox.inputValue(), /^after:2\S+ before:2\S+$/);
    await panel.counts(/^\d\d events/);
  });

  it('holds still while it is paused', async () => {
    await ui.workbench.runCommand('Stripe Webhooks: Pause Events Panel');
    const [first] = await panel.rows();
    await seeder.append(3, { sent: false });
    await ui.workbench.runCommand('Stripe Webhooks: Resume Events Panel');
    await panel.waitForRows('what came meanwhile', ([now]) => now?.place === (first?.place ?? 0) + 3);
  });

  it('takes in a burst, and stays at what is read', async () => {
    const before = Number((await panel.frame.locator('.count').innerText()).replace(/\D/g, ''));
    await panel.grid.press('PageDown');
    await panel.grid.press('PageDown');
    const rows = await panel.rows();
    await seeder.append(5000, { sent: false });
    await panel.counts((before + 5000).toLocaleString('en'));
    assert.deepEqual(await panel.rows(), rows);
  });

  it('shows hostile payloads harmlessly', async () => {
    const markup =
      '<img src=x onerror="document.body.dataset.owned=1"><script>document.body.dataset.owned=1</script>';
    const event = (data: object, type = 'invoice.paid') =>
      JSON.stringify({ id: 'evt_hostile', object: 'event', type, data });
    const hostile = [
      event({ object: { id: markup, name: 'eve\u202egnp.exe\u0000\u001b[31m', [markup]: markup } }),
      event({ object: { id: 'long', text: 'x'.repeat(1024 * 1024 - 200) } }),
      `{"id":"evt_deep","object":"event","type":"deep.nesting","data":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`,
      Buffer.from([0xff, 0xfe, 0x00, 0x3c]),
    ];
    for (const body of hostile) {
      const id = await arrive(body);
      await panel.follow();
      await panel.counts(id.toLocaleString('en'));
      await panel.grid.press('Home');
      await panel.details.getByText(`#${id} ·`).waitFor();
      await panel.tab('Raw');
      await panel.details.locator('.raw .row').first().waitFor();
      if (typeof body !== 'string') continue;
      await panel.tab('Payload');
      await panel.details.getByRole('tree').press('End');
      await panel.details.getByRole('treeitem').first().waitFor();
    }
    assert.equal(await panel.frame.locator('body').getAttribute('data-owned'), null);
    await ui.workbench.screenshot('panel-hostile');
  });

  it('hides what has been received when it is cleared, and shows it again', async () => {
    await ui.workbench.runCommand('Stripe Webhooks: Clear Events Panel');
    await panel.counts(/^0 events/);
    await seeder.append(1, { sent: false, minutes: 0 });
    await panel.counts(/^1 event$/);
    await panel.frame.getByRole('button', { name: 'Show Them' }).click();
    await panel.counts(/^\d,\d{3} events/);
  });

  it('is as it was left after it was hidden, and after the window is loaded anew', async () => {
    await panel.filter('type:charge.refunded');
    await panel.row(/charge\.refunded/).click();
    await panel.tab('Headers');
    await panel.details.getByRole('row', { name: /Stripe-Signature/ }).waitFor();
    await ui.workbench.runCommand('View: Hide Panel');
    await panel.open();
    await panel.details.getByRole('row', { name: /Stripe-Signature/ }).waitFor();
    await ui.workbench.reload();
    await panel.open();
    assert.equal(await panel.filterBox.inputValue(), 'type:charge.refunded');
    await panel.details.getByRole('row', { name: /Stripe-Signature/ }).waitFor();
  });

  it('shows other columns when they are chosen, in rows of another height', async () => {
    await ui.workbench.runCommand('Stripe Webhooks: Choose Columns and Density');
    await ui.workbench.quickPick.check('Event');
    await ui.workbench.quickPick.ok();
    await ui.workbench.quickPick.asks(/Height of the rows/);
    await ui.workbench.quickPick.choose('Comfortable');
    await until(
      ui.workbench.page,
      'taller rows',
      async () => (await panel.row(/./).boundingBox())?.height,
      (height) => height === 26,
    );
  });

  it('keeps columns where the user has put them, and as wide', async () => {
    const head = panel.grid.getByRole('columnheader', { name: 'Object' });
    const width = async () => Math.round((await head.boundingBox())?.width ?? 0);
    const isBeforeType = async () => {
      const titles = await panel.grid.getByRole('columnheader').allInnerTexts();
      return titles.indexOf('Object') < titles.indexOf('Type');
    };
    assert.equal(await isBeforeType(), false);
    await head.press('Alt+ArrowLeft');
    await until(ui.workbench.page, 'its new place', isBeforeType, Boolean);
    const narrow = await width();
    await head.press('Shift+ArrowRight');
    await until(ui.workbench.page, 'its new width', width, (now) => now === narrow + 16);
    const edge = await head.locator('.edge').boundingBox();
    assert.ok(edge);
    const { mouse } = ui.workbench.page;
    await mouse.move(edge.x + 3, edge.y + 8);
    await mouse.down();
    await mouse.move(edge.x + 43, edge.y + 8, { steps: 4 });
    await mouse.up();
    const wide = await until(ui.workbench.page, 'a wider column', width, (now) => now > narrow + 40);
    await ui.workbench.screenshot('panel-columns');
    await ui.workbench.runCommand('View: Hide Panel');
    await panel.open();
    await until(ui.workbench.page, 'the same width', width, (now) => now === wide);
    assert.ok(await isBeforeType());
  });

  it('copies an event of an hour ago as a curl command that is accepted now', async () => {
    const { workbench } = ui;
    await workbench.openContainer();
    // Any endpoint whose secret is known will do.
    await createEndpoint(workbench, { url: 'http://127.0.0.1:4822/', events: ['charge.refunded'] });
    const endpointId = await copyFrom(workbench, /4822/, 'Copy Endpoint ID');
    await startReceiver(workbench);
    await panel.open();
    const receivedAt = Date.now() - 3_600_000;
    const { verdict, ...receipt } = seeder.receipt(receivedAt);
    assert.equal(verdict.outcome, 'verified');
    const secret = { connectionId: 'sandbox', endpointId };
    await journal.append({ ...receipt, verdict: { ...verdict, secret } });
    await panel.filter(`endpoint:${endpointId}`);
    await panel.counts(/^1 event$/);
    const curl = await copiedBy(workbench, () => panel.contextMenu(panel.row(), 'Copy Event as curl'));
    const { stdout } = await promisify(execFile)('sh', ['-c', curl]);
    assert.deepEqual(JSON.parse(stdout), { received: true });
    await panel.counts(/^2 events$/);
  });

  it('has nothing that an accessibility check objects to', async () => {
    await panel.filter('type:customer.subscription.updated status:failed');
    await panel.row(/500/).click();
    await panel.details.getByRole('tab', { name: /Changes/ }).waitFor();
    const body = await panel.frame.locator('body').elementHandle();
    const frame = await body?.ownerFrame();
    assert.ok(frame);
    await frame.evaluate(await readFile(axe, 'utf8'));
    // A webview is transparent; what lies behind it is not known to the check.
    await frame.evaluate(`document.body.style.background = 'var(--vscode-panel-background)'`);
    for (const tab of ['Payload', /Changes/, /Attempts/, 'Headers', 'Raw']) {
      await panel.tab(tab);
      const violations: readonly string[] = await frame.evaluate<string[]>(
        `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
          violations.map(({ id, help, nodes }) => id + ': ' + help + ' ' + nodes.map(({ html }) => html.slice(0, 200)).join(' | ')))`,
      );
      assert.deepEqual(violations, []);
    }
  });
});
