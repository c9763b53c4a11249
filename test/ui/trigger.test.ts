import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Stripe from 'stripe';
import { until } from './support/locate.ts';
import { copyFrom, createEndpoint, startReceiver, trigger, triggerTo } from './support/steps.ts';
import { useWorkbench } from './support/suite.ts';

interface Request {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describe('triggering with own data', () => {
  const ui = useWorkbench({ userSettings: { 'stripeWebhooks.receiver.port': 4811 } });
  const file = () => join(ui.folder, '.stripe', 'overrides', 'invoice.paid.json');
  const statusBar = (text: RegExp) => ui.workbench.page.locator('.statusbar-item', { hasText: text });
  const withOwnData = async (type: string, source: RegExp | string) => {
    await ui.workbench.runCommand('Stripe Webhooks: Trigger Event with Own Data');
    await ui.workbench.quickPick.asks(/Event type to trigger/);
    await ui.workbench.quickPick.choose(type);
    await ui.workbench.quickPick.asks(/Own data for/);
    await ui.workbench.quickPick.choose(String(source));
  };

  it('takes values by path, keeps them for the team, and says what became of the event', async () => {
    const { workbench } = ui;
    await workbench.openContainer();
    await startReceiver(workbench);
    await createEndpoint(workbench, {
      url: 'http://127.0.0.1:4811/webhook',
      events: ['invoice.paid', 'customer.created'],
    });
    await withOwnData('invoice.paid', 'Values by Path …');
    await workbench.input.asks(/amount=500/);
    await workbench.input.type('total=4321 nonsense');
    await workbench.input.accept();
    assert.match(await workbench.input.validationMessage(), /"nonsense" is no path with a value/);
    await workbench.input.type('total=4321 metadata.order="A 7"');
    await workbench.input.accept();
    await workbench.quickPick.asks(/Keep the data/);
    await workbench.quickPick.choose('Use and Keep');
    await workbench.output.waitForLine(/verified {2}invoice\.paid/);
    await statusBar(/invoice\.paid: 200 in \d+ ms/).waitFor();
    await workbench.screenshot('trigger-own-data');
    assert.deepEqual(JSON.parse(await readFile(file(), 'utf8')), { total: 4321, 'metadata.order': 'A 7' });
  });

  it('leads from the status bar to the event, whose amounts add up', async () => {
    const { workbench } = ui;
    await statusBar(/invoice\.paid: 200/).click();
    await workbench.editor.shown(/invoice\.paid evt_\w+\.json/);
    const text = await workbench.editor.waitForText(/"amount_due": 4321/);
    assert.match(text, /"amount_paid": 4321/);
  });

  it('triggers once more at a keystroke, a new event with the kept data', async () => {
    const { workbench } = ui;
    await workbench.page.keyboard.press('Control+Alt+r');
    const line = await workbench.output.waitForLine(/#2 .*verified {2}invoice\.paid/);
    assert.doesNotMatch(line, /duplicate/);
  });

  it('triggers an event like the one that is open', async () => {
    const { workbench } = ui;
    await workbench.runCommand('Stripe Webhooks: Trigger Event Like This');
    await workbench.output.waitForLine(/#3 .*verified {2}invoice\.paid/);
  });

  it('edits own data as JSON with completion, explanations and checks from Stripe’s declarations', async () => {
    const { workbench } = ui;
    await withOwnData('customer.created', 'Edit as JSON');
    await workbench.editor.shown('customer.created.json');
    await workbench.page.keyboard.press('Control+Home');
    for (let line = 0; line < 2; line++) await workbench.page.keyboard.press('ArrowDown');
    await workbench.page.keyboard.press('End');
    await workbench.page.keyboard.press('ArrowLeft');
    await workbench.page.keyboard.press('Control+Space');
    const suggestions = workbench.page.locator('.suggest-widget .monaco-list-row');
    await suggestions.filter({ hasText: 'address' }).first().waitFor();
    await workbench.page.keyboard.press('Escape');
    await workbench.page.keyboard.type('"tax_ex');
    // What Escape closed does not always open again by typing.
    await workbench.page.keyboard.press('Control+Space');
    await suggestions.filter({ hasText: 'tax_exempt' }).first().waitFor();
    await workbench.screenshot('own-data-completion');
    await workbench.page.keyboard.press('Enter');
    await workbench.editor.waitForText(/"tax_exempt": "exempt"/);
    await workbench.page.keyboard.press('Escape');
    await workbench.runCommand('File: Save');
    const mine = join(ui.folder, '.stripe', 'overrides', 'customer.created.json');
    const saved = () => readFile(mine, 'utf8');
    assert.deepEqual(
      JSON.parse(await until(workbench.page, 'the saved file', saved, (text) => text.includes('tax_exempt'))),
      { data: { object: { tax_exempt: 'exempt' } } },
    );
    await workbench.page.keyboard.press('Control+a');
    // Pasted, since typed brackets get their partners.
    await workbench.page.evaluate(
      `navigator.clipboard.writeText('{ "data": { "object": { "tax_exempt": "exempt", "balance": "much" } } }')`,
    );
    await workbench.page.keyboard.press('Control+v');
    await workbench.runCommand('File: Save');
    await until(workbench.page, 'the saved file', saved, (text) => text.includes('much'));
    await workbench.editor.waitForText(/"balance": "much"/);
    await workbench.page.locator('.squiggly-warning').first().waitFor();
    await workbench.page.getByText('"tax_exempt"').last().hover();
    const hover = workbench.page.locator('.monaco-hover:visible').first();
    await hover.filter({ hasText: /tax exempt|exempt/ }).waitFor();
    await workbench.screenshot('own-data-checks');
  });

  it('triggers from the file, which is sent as it is', async () => {
    const { workbench } = ui;
    await workbench.editor.codeLens('Trigger customer.created');
    await workbench.output.waitForLine(/verified {2}customer\.created/);
    await statusBar(/customer\.created: 200/).click();
    await workbench.editor.waitForText(/"object": "event"[^]*"balance": "much"/);
  });

  it('names the file and the place of a mistake, and loses nothing', async () => {
    const { workbench } = ui;
    const text = '{\n  "total": 4321\n  "currency": "eur"\n}\n';
    await writeFile(file(), text);
    await trigger(workbench, 'invoice.paid');
    const notification = workbench.notification(/invoice\.paid\.json/);
    assert.match(await notification.text(), /\.stripe\/overrides\/invoice\.paid\.json:3:3 is not valid JSON/);
    await workbench.screenshot('own-data-mistake');
    await notification.dismiss();
    assert.equal(await readFile(file(), 'utf8'), text);
    await writeFile(file(), '{ "currency": "eur" }\n');
  });

  it('takes the clipboard, and an object of the connection by its id', async () => {
    const { workbench } = ui;
    await workbench.page.evaluate(
      `navigator.clipboard.writeText('{"object":"customer","id":"cus_theirs","name":"Grace"}')`,
    );
    await withOwnData('customer.created', 'Clipboard');
    await workbench.output.waitForLine(/#5 .*cus_theirs/);
    await workbench.output.followLink(/^#5$/);
    await workbench.editor.waitForText(/"id": "cus_theirs"/);
    await withOwnData('customer.created', 'Object of Sandbox …');
    await workbench.input.asks(/cus_/);
    await workbench.input.type('nobody');
    await workbench.input.accept();
    await workbench.notification(/cannot be told from “nobody” what to fetch/).dismiss();
  });

  it('shows what was triggered last first, and triggers all types that an endpoint wants', async () => {
    const { workbench } = ui;
    await workbench.runCommand('Stripe Webhooks: Trigger Event');
    await workbench.quickPick.asks(/Event type to trigger/);
    const [first] = await workbench.quickPick.items();
    assert.equal(first?.label, 'customer.created');
    assert.match(first?.description ?? '', /own data/);
    await workbench.screenshot('trigger-recent');
    await workbench.quickPick.escape();
    await workbench.view('Endpoints').rowAction(/4811/, 'Trigger Event');
    await workbench.quickPick.choose('All 2 types, one after the other');
    await statusBar(/2 events were sent and taken/).waitFor();
  });

  describe('straight to a URL', () => {
    let app: Server;
    let url: string;
    const requests: Request[] = [];
    before(async () => {
      app = createServer((request, response) => {
        const parts: Buffer[] = [];
        request.on('data', (part: Buffer) => parts.push(part));
        request.on('end', () => {
          requests.push({ headers: request.headers, body: Buffer.concat(parts).toString() });
          response.writeHead(requests.length > 1 ? 500 : 204).end();
        });
      });
      app.listen(0, '127.0.0.1');
      await once(app, 'listening');
      url = `http://127.0.0.1:${(app.address() as AddressInfo).port}/hook`;
    });
    after(async () => {
      app.closeAllConnections();
      app.close();
      await once(app, 'close');
    });

    it('signs with an endpoint’s secret, as Stripe’s own SDK can check', async () => {
      const { workbench } = ui;
      await triggerTo(workbench, 'payout.failed');
      await workbench.screenshot('trigger-where');
      await workbench.quickPick.choose('Another URL …');
      await workbench.input.asks(/localhost:3000/);
      await workbench.input.type(url);
      await workbench.input.accept();
      await statusBar(/payout\.failed: 204/).waitFor();
      const secret = await copyFrom(workbench, /4811/, 'Copy Signing Secret');
      const [request] = requests;
      const event = new Stripe('sk_test_x').webhooks.constructEvent(
        request?.body ?? '',
        String(request?.headers['stripe-signature']),
        secret,
      );
      assert.equal(event.type, 'payout.failed');
    });

    it('says what the app answered when it did not take the event', async () => {
      const { workbench } = ui;
      await workbench.page.keyboard.press('Control+Alt+r');
      assert.match(
        await workbench.notification(/payout\.failed/).text(),
        /did not take payout\.failed: It answered 500\.$/,
      );
    });
  });
});
