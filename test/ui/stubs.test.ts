import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useWorkbench } from './support/suite.ts';

const map = `class Hooks {
    private final Map<String, Consumer<Event>> handlers = Map.of(
        "invoice.paid", this::pay
    );
}
`;
const oneClassEach = `class Paid implements WebhookHandler {
    @Override public String getEventType() { return "invoice.paid"; }
    @Override public void handle(Event event) { pay(event); }
}
`;

describe('handlers written beside others', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stubs-'));
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'src', 'Hooks.java'), map);
  const ui = useWorkbench({ workspace: folder, userSettings: { 'editor.minimap.enabled': false } });
  after(() => rmSync(folder, { recursive: true }));

  async function writeHandler(type: string): Promise<void> {
    const { workbench } = ui;
    await workbench.runCommand('Stripe Webhooks: Write Handler');
    await workbench.quickPick.asks(/Event type to write a handler for/);
    await workbench.quickPick.choose(type);
  }

  it('are an entry of the map that is there, which undo takes back', async () => {
    const { workbench } = ui;
    await workbench.openContainer();
    await writeHandler('invoice.payment_failed');
    await workbench.editor.shown('Hooks.java');
    await workbench.editor.waitForText(/"invoice\.payment_failed", event -> \{\}/);
    await workbench.editor.waitForCursorOn(/"invoice\.payment_failed"/);
    await workbench.screenshot('stub-in-map');
    await workbench.runCommand('Undo');
    await workbench.editor.waitForText(/"invoice\.paid", this::pay\s+\);/);
  });

  it('are shown first in a preview', async () => {
    const { workbench } = ui;
    await workbench.runCommand('Stripe Webhooks: Go to Handler');
    await workbench.quickPick.asks(/Event type whose handler to open/);
    await workbench.quickPick.choose('charge.failed');
    await workbench.notification(/No code in this workspace handles charge\.failed/).click('Preview');
    await workbench.page.getByRole('button', { name: 'Apply' }).waitFor();
    await workbench.screenshot('stub-preview');
    await workbench.page.getByRole('button', { name: 'Discard' }).click();
  });

  it('are refused in one sentence where each is a class of its own, and a complete one is offered', async () => {
    const { workbench } = ui;
    await workbench.runCommand('View: Close All Editors');
    writeFileSync(join(folder, 'src', 'Paid.java'), oneClassEach);
    rmSync(join(folder, 'src', 'Hooks.java'));
    await writeHandler('payout.failed');
    const refusal = workbench.notification(/No handler of payout\.failed was added to src\/Paid\.java/);
    assert.match(await refusal.text(), /Each of its handlers is a class of its own/);
    await workbench.screenshot('stub-refused');
    await refusal.click('Write Complete Handler');
    await workbench.quickPick.asks(/Framework to write the handler for/);
    await workbench.quickPick.choose('Flask');
    await workbench.editor.waitForText(/"payout\.failed"/);
  });
});
