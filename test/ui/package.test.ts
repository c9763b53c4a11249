import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makePackage, sizeLimit, type Package } from '../../scripts/packaging/pack.ts';
import { compareWithAllowed } from '../../scripts/packaging/shipped.ts';
import { ensureOldestVsCodeServer } from '../../scripts/setup/oldestVscodeServer.ts';
import { createEndpoint, trigger } from './support/steps.ts';
import { useWorkbench, type SuiteWorkbench } from './support/suite.ts';

const url = 'http://127.0.0.1:4821/webhook';
const userSettings = { 'stripeWebhooks.receiver.port': 4821 };
/** What the server itself adds to a package that it installs. */
const addedByServer = ['.vsixmanifest'];
/** What the packager renames. */
const renamed: Readonly<Record<string, string>> = {
  'readme.md': 'README.md',
  'changelog.md': 'CHANGELOG.md',
  'LICENSE.txt': 'LICENSE',
};

describe('the package that people install', () => {
  let folder = '';
  let made: Package | undefined;
  const packages = async () => [(made ??= await makePackage(join(folder, 'extension.vsix'))).file];

  before('make the package', async () => {
    folder = await mkdtemp(join(tmpdir(), 'stripe-webhooks-packed-'));
    await packages();
  });
  after('remove it', () => rm(folder, { recursive: true, force: true }));

  it('is the same, byte for byte, when it is made again', async () => {
    const again = await makePackage(join(folder, 'again.vsix'));
    assert.ok((await readFile(made?.file ?? '')).equals(await readFile(again.file)));
    assert.ok(again.bytes < sizeLimit);
  });

  describe('in the newest VS Code', () => {
    const ui = useWorkbench({ userSettings, packages });

    it('holds what is allowed and nothing else', async () => {
      const extension = await installedFolder(ui);
      const entries = await readdir(extension, { recursive: true, withFileTypes: true });
      const files = entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(extension.length + 1))
        .filter((file) => !addedByServer.includes(file))
        .map((file) => renamed[file] ?? file);
      assert.deepEqual(compareWithAllowed(files), { unexpected: [], missing: [] });
      const manifest = await readFile(join(extension, 'package.json'), 'utf8');
      const named = [...manifest.matchAll(/"(?:\.\/)?((?:dist|media)\/[\w./-]+)"/g)].map(
        ([, file = '']) => file,
      );
      assert.ok(named.includes('dist/extension.js'));
      assert.deepEqual(
        named.filter((file) => !files.includes(file)),
        [],
        'package.json names files that are not there',
      );
    });

    doesTheMainJob(ui);
  });

  describe('in the oldest VS Code that it says it supports', () => {
    const ui = useWorkbench({ userSettings, packages, program: ensureOldestVsCodeServer });

    doesTheMainJob(ui);
  });
});

async function installedFolder({ server }: SuiteWorkbench): Promise<string> {
  const folders = await readdir(server.extensions);
  const name = folders.find((each) => each.startsWith('webhooks-for-stripe.'));
  assert.ok(name, folders.join(', '));
  return join(server.extensions, name);
}

function doesTheMainJob(ui: SuiteWorkbench): void {
  it('creates an endpoint, receives an event for it, verifies and opens it', async () => {
    const { workbench } = ui;
    await workbench.openContainer();
    await createEndpoint(workbench, { url, events: ['payment_intent.succeeded'] });
    await workbench.notification(/receiver that it points to is not running/).click('Start Receiver');
    await workbench.page.locator('.statusbar-item', { hasText: 'Stripe :4821' }).waitFor();
    await trigger(workbench, 'payment_intent.succeeded');
    await workbench.output.waitForLine(/#1 {2}✓ 200 verified {2}payment_intent\.succeeded {2}evt_\w+/);
    await workbench.output.followLink(/^evt_/);
    await workbench.editor.waitForText(/"object": "event"/);
  });

  it('finds the line that handles the event', async () => {
    const { workbench } = ui;
    await workbench.editor.codeLens('Go to Handler');
    await workbench.editor.shown(/\.ts$/);
    await workbench.editor.waitForCursorOn(/'payment_intent\.succeeded'/);
  });

  it('shows the event in the panel', async () => {
    const { workbench } = ui;
    await workbench.runCommand('Stripe Webhooks: Show Events Panel');
    const frame = workbench.page.frameLocator('iframe.webview').frameLocator('iframe');
    await frame.getByText('payment_intent.succeeded').first().waitFor();
  });

  it('is activated in a time that VS Code states', async () => {
    const { workbench } = ui;
    // The list draws only what is in sight.
    await workbench.page.setViewportSize({ width: 1280, height: 4000 });
    await workbench.runCommand('Developer: Show Running Extensions');
    const row = workbench.page.locator('.runtime-extensions-editor .extension', {
      hasText: 'Webhooks for Stripe',
    });
    const text = await row.locator('.activation-time').innerText();
    assert.match(text, /\d+ms/);
    console.log(`      ${text}`);
  });
}
