import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryShop } from '../../scripts/testing/workspace.ts';
import { freePort } from './support/ports.ts';
import { startReceiver } from './support/steps.ts';
import { useWorkbench } from './support/suite.ts';

const port = await freePort(4841);
const shop = await temporaryShop();

describe('an untrusted workspace', () => {
  before('have the workspace set what it may not', async () => {
    const file = join(shop.folder, '.vscode', 'settings.json');
    const before = await readFile(file, 'utf8').catch(() => '{}');
    const theirs = { 'stripeWebhooks.receiver.port': port + 1, 'stripeWebhooks.receiver.path': '/theirs' };
    await writeFile(file, JSON.stringify({ ...(JSON.parse(before) as object), ...theirs }));
  });

  const ui = useWorkbench({
    workspace: shop.folder,
    untrusted: true,
    userSettings: {
      'security.workspace.trust.enabled': true,
      'security.workspace.trust.startupPrompt': 'never',
      'security.workspace.trust.banner': 'never',
      'stripeWebhooks.receiver.port': port,
      // Out of its range.
      'stripeWebhooks.receiver.tolerance': 0,
    },
  });

  after(() => shop.dispose());

  it('says that nothing is sent on, and offers nothing that would', async () => {
    const { workbench } = ui;
    await workbench.page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
    await workbench.openContainer();
    await workbench.page
      .locator('.pane', { hasText: 'Targets' })
      .getByText(/Nothing is sent on from an untrusted workspace/)
      .waitFor();
    await workbench.screenshot('untrusted');
    const offered = await workbench.commandsLike('Stripe Webhooks: Replay');
    assert.deepEqual(
      offered.filter((title) => title.includes('Replay')),
      [],
    );
  });

  it('has the receiver listen where the user says, not where the workspace does', async () => {
    const { workbench } = ui;
    await startReceiver(workbench);
    await workbench.page.locator('.statusbar-item', { hasText: `Stripe :${port}` }).waitFor();
    const answer = await fetch(`http://127.0.0.1:${port}/theirs`, { method: 'POST', body: '{}' });
    assert.equal(answer.status, 404);
  });

  it('leads to a setting that is out of its range, whose default is used meanwhile', async () => {
    const { workbench } = ui;
    const notice = workbench.notification(/receiver\.tolerance is 0, and its default 300 is used/);
    assert.match(await notice.text(), /a whole number from 1 to 86400/);
    await workbench.screenshot('setting-out-of-range');
    await notice.click('Open Setting');
    await workbench.page
      .locator('.settings-editor .setting-item-contents', { hasText: 'Tolerance' })
      .waitFor();
    await workbench.screenshot('settings-editor');
  });
});
