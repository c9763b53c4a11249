import assert from 'node:assert/strict';
import { EventsPanel } from './support/eventsPanel.ts';
import { useWorkbench } from './support/suite.ts';

const port = 4871;
const url = `http://127.0.0.1:${port}/webhook`;

describe('the extension in German', () => {
  const ui = useWorkbench({ language: 'de', userSettings: { 'stripeWebhooks.receiver.port': port } });

  it('welcomes, asks, refuses, lists endpoints and says in a notification what is done', async () => {
    const { workbench } = ui;
    await workbench.openContainer();
    const endpoints = workbench.view('Endpunkte');
    await endpoints.clickWelcome('Endpunkt anlegen');
    await workbench.input.shown(/Endpunkt anlegen \(Sandbox\)/);
    await workbench.input.type('ftp://example.com');
    await workbench.input.accept();
    // Made in a room that knows nothing of the editor.
    assert.match(await workbench.input.validationMessage(), /keine vollständige URL/);
    await workbench.input.type(url);
    await workbench.input.accept();
    await workbench.quickPick.shown(/2\/4/);
    await workbench.quickPick.check('invoice.paid');
    await workbench.screenshot('german-picker');
    await workbench.quickPick.ok();
    await workbench.input.shown(/3\/4/);
    await workbench.input.accept();
    await workbench.quickPick.shown(/4\/4/);
    await workbench.quickPick.accept();
    await endpoints.waitForRow(/4871/);
    assert.match(
      await workbench.notification(/ist bereit/).text(),
      /der Empfänger, auf den er zeigt, läuft nicht/,
    );
    await workbench.screenshot('german-endpoint');
    await workbench.notification(/ist bereit/).dismiss();
  });

  it('explains a refused signature in the answer, in the output and in the Events panel', async () => {
    const { workbench } = ui;
    await workbench.runCommand('Stripe Webhooks: Empfänger starten');
    await workbench.page.locator('.statusbar-item', { hasText: /Stripe :\d+/ }).waitFor();
    const body = JSON.stringify({ id: 'evt_1', object: 'event', type: 'invoice.paid', data: { object: {} } });
    const answer = await fetch(url, { method: 'POST', body, headers: { 'Stripe-Signature': 'nonsense' } });
    const { explanation } = (await answer.json()) as Record<string, string>;
    assert.match(explanation ?? '', /^Der Header Stripe-Signature hat keine lesbare Zeit/);
    assert.match(await workbench.output.waitForLine(/✗ 400/), /Geben Sie den Header unverändert weiter/);
    const panel = new EventsPanel(workbench);
    await workbench.runCommand('Stripe Webhooks: Ereignisansicht anzeigen');
    await panel.frame
      .locator('.count')
      .filter({ hasText: /Ereignis/ })
      .waitFor();
    await panel.maximize();
    await panel.row().click();
    await panel.frame.locator('.why').filter({ hasText: 'keine lesbare Zeit' }).waitFor();
    await workbench.screenshot('german-panel');
  });

  it('empties the journal after a modal that says what is lost', async () => {
    const { workbench } = ui;
    const panel = new EventsPanel(workbench);
    await workbench.runCommand('Stripe Webhooks: Journal leeren');
    assert.match(await workbench.dialog().message(), /Das Ereignis im Journal löschen\?/);
    assert.match(await workbench.dialog().detail(), /Bei Stripe ändert sich nichts/);
    await workbench.dialog().escape();
    await panel.row().waitFor();
    await workbench.runCommand('Stripe Webhooks: Journal leeren');
    await workbench.dialog().click('Löschen');
    await workbench.notification(/1 Ereignis wurde gelöscht/).dismiss();
    await panel.row().waitFor({ state: 'detached' });
  });
});
