/**
 * The main job, done by itself as a user would in the real workbench: `npm start -- --demo`.
 * Each step leaves a picture in `out/demo/` and says what was seen.
 */
import { copyFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { signatureHeader } from '../src/delivery/signature.ts';
import { freePort } from '../test/ui/support/ports.ts';
import { takePanelPictures } from '../test/ui/support/panelPictures.ts';
import { serveWorkbench } from '../test/ui/support/server.ts';
import { Workbench } from '../test/ui/support/workbench.ts';
import { root } from './build.ts';
import { npm } from './setup/commands.ts';
import { temporaryShop } from './testing/workspace.ts';

const pictures = join(root, 'out', 'demo');
const type = 'payment_intent.succeeded';

interface Step {
  readonly title: string;
  /** Name of its picture in the README. */
  readonly keepAs?: string;
  /** Does the step and gives what a person now sees. Throws when that is not as it should be. */
  readonly act: (workbench: Workbench) => Promise<string>;
}

function steps(receiver: string): readonly Step[] {
  const row = receiver.replace('http://', '');
  return [
    {
      title: 'Open the Webhooks view',
      act: async (workbench) => {
        await workbench.openContainer();
        return firstLine(await workbench.view('Endpoints').welcome(/Create Endpoint/));
      },
    },
    {
      title: 'Create an endpoint: its URL',
      act: async (workbench) => {
        await workbench.view('Endpoints').clickWelcome('Create Endpoint');
        await workbench.input.shown();
        const url = await workbench.input.value();
        if (url !== receiver) throw new Error(`The URL offered is ${url}, not the receiver's ${receiver}.`);
        return url;
      },
    },
    {
      title: 'Create an endpoint: its events',
      act: async (workbench) => {
        await workbench.input.accept();
        await workbench.quickPick.shown(/2\/4/);
        await workbench.quickPick.check(type, 'customer.created');
        await workbench.quickPick.type('');
        const items = await workbench.quickPick.items();
        return items.map(({ label }) => label).join(', ');
      },
    },
    {
      title: 'Create an endpoint: its description',
      act: async (workbench) => {
        await workbench.quickPick.ok();
        await workbench.input.shown(/3\/4/);
        await workbench.input.type('Orders');
        return workbench.input.prompt();
      },
    },
    {
      title: 'Create an endpoint: everything else, and done',
      act: async (workbench) => {
        await workbench.input.accept();
        await workbench.quickPick.shown(/4\/4/);
        const fields = await workbench.quickPick.items();
        return fields.map(({ label, description }) => `${label} ${description}`.trim()).join(' · ');
      },
    },
    {
      title: 'See it in the tree',
      keepAs: 'tree',
      act: async (workbench) => {
        await workbench.quickPick.accept();
        const view = workbench.view('Endpoints');
        await view.waitForRow(row);
        await view.expand(row);
        const rows = await view.waitForRows('its event types', (now) => now.length >= 3);
        return rows.map(({ label, description }) => `${label} ${description}`.trim()).join(' · ');
      },
    },
    {
      title: 'Start the receiver',
      act: async (workbench) => {
        await workbench.notification(/receiver that it points to is not running/).click('Start Receiver');
        const port = new URL(receiver).port;
        const item = workbench.page.locator('.statusbar-item', { hasText: `Stripe :${port}` });
        return (await item.innerText()).trim();
      },
    },
    {
      title: `Trigger ${type} and see it verified`,
      keepAs: 'received',
      act: async (workbench) => {
        await workbench.runCommand('Stripe Webhooks: Trigger Event');
        await workbench.quickPick.choose(type);
        await workbench.openOutput('Stripe Events');
        return workbench.output.waitForLine(/verified\s+payment_intent\.succeeded/);
      },
    },
    {
      title: 'Open the event from its line',
      keepAs: 'event',
      act: async (workbench) => {
        await workbench.output.followLink(/^evt_/);
        await workbench.editor.shown(/payment_intent\.succeeded/);
        const text = await workbench.editor.waitForText(/"object": "event"/);
        await workbench.page.locator('.codelens-decoration a', { hasText: 'Go to Handler' }).waitFor();
        return text.split('\n').slice(0, 3).join(' ');
      },
    },
    {
      title: 'Go to the handler',
      keepAs: 'handler',
      act: async (workbench) => {
        await workbench.runCommand('Stripe Webhooks: Go to Handler');
        await workbench.editor.shown(/\.(ts|js|py)$/);
        const line = await workbench.editor.waitForCursorOn(new RegExp(type.replace('.', '\\.')));
        const lenses = workbench.page.locator('.codelens-decoration');
        await lenses
          .filter({ hasText: /not received yet/ })
          .first()
          .waitFor();
        return `${await workbench.editor.name()}: ${line.trim()}`;
      },
    },
    {
      title: 'Write a handler where there is none',
      keepAs: 'stub',
      act: async (workbench) => {
        await workbench.view('Endpoints').rowAction('customer.created', 'Go to Handler');
        await workbench.notification(/No code in this workspace handles/).click('Write Handler');
        await workbench.editor.waitForText(/case 'customer\.created'/);
        return (await workbench.editor.waitForCursorOn(/customer\.created/)).trim();
      },
    },
    {
      title: 'Roll the signing secret while both secrets work',
      keepAs: 'rolling',
      act: async (workbench) => {
        const view = workbench.view('Endpoints');
        await view.contextMenu(row, 'Roll Signing Secret');
        await workbench.quickPick.asks(/How to roll/);
        await workbench.quickPick.choose('Overlap for 1 hour');
        await workbench.quickPick.asks(/Once the new secret is ready/);
        await workbench.quickPick.choose('Leave files alone');
        await workbench.dialog().click('Roll Secret');
        const rows = await view.waitForRows(
          'both endpoints',
          (now) =>
            now.filter(({ description }) => /rolling: the old secret ends/.test(description)).length === 2,
        );
        return rows.map(({ label, description }) => `${label} ${description}`.trim()).join(' · ');
      },
    },
    {
      title: 'Read why a tampered event is rejected',
      keepAs: 'diagnosis',
      act: async (workbench) => {
        await post(receiver);
        const line = await workbench.output.waitForLine(/400 rejected/);
        await workbench.output.followLink(/^rejected$/);
        await workbench.editor.waitForText(/Why the signature was rejected/);
        return line;
      },
    },
    {
      title: 'Look for a scenario',
      keepAs: 'scenarios',
      act: async (workbench) => {
        await workbench.runCommand('Stripe Webhooks: Run Scenario');
        await workbench.quickPick.asks(/Scenario to run/);
        const offered = await workbench.quickPick.items();
        return offered.map(({ label }) => label).join(', ');
      },
    },
    {
      title: 'Look for an app',
      keepAs: 'apps',
      act: async (workbench) => {
        await workbench.quickPick.escape();
        await workbench.runCommand('Stripe Webhooks: Install App');
        await workbench.quickPick.asks(/App to install/);
        const offered = await workbench.quickPick.items();
        return offered.map(({ label }) => label).join(', ');
      },
    },
  ];
}

// As a program would that changed the body on its way: the signature is well-formed and fits another body.
async function post(receiver: string): Promise<void> {
  const body = Buffer.from(
    JSON.stringify({ id: 'evt_tampered', object: 'event', type, data: { object: {} } }),
  );
  const now = Math.floor(Date.now() / 1000);
  const signature = signatureHeader(Buffer.from('the body as it was sent'), ['whsec_demo'], now);
  await fetch(receiver, { method: 'POST', headers: { 'stripe-signature': signature }, body });
}

function firstLine(text: string): string {
  return text.split('\n').find((line) => line.trim() !== '') ?? '';
}

/** The Events panel in all kinds of themes, in a window of its own with an hour of events. */
async function keepPanelPictures(): Promise<void> {
  const shop = await temporaryShop();
  const server = await serveWorkbench({ extension: root, workspace: shop.folder });
  const workbench = await Workbench.open(server);
  try {
    for (const picture of await takePanelPictures(workbench, server, pictures))
      await copyFile(picture, join(root, 'docs', 'pictures', basename(picture)));
  } finally {
    await workbench.close();
    await server.dispose();
    await shop.dispose();
  }
}

/**
 * Runs every step; true when the event was verified, shown and led to its handler. With `keepPictures` (`--pictures`)
 * the README's pictures are made anew.
 */
export async function demo(keepPictures: boolean): Promise<boolean> {
  await rm(pictures, { recursive: true, force: true });
  const shop = await temporaryShop();
  // With them, the editor knows the types that the shop's code uses, as a user's does.
  await npm(['ci'], shop.folder);
  const port = await freePort(4747);
  const server = await serveWorkbench({
    extension: root,
    workspace: shop.folder,
    userSettings: { 'stripeWebhooks.receiver.port': port },
  });
  const workbench = await Workbench.open(server);
  try {
    for (const [index, step] of steps(`http://127.0.0.1:${port}/webhook`).entries()) {
      const name = `${index + 1}-${step.title.replace(/\W+/g, '-').toLowerCase()}`;
      try {
        console.log(`${index + 1}. ${step.title}\n   saw: ${await step.act(workbench)}`);
      } finally {
        const picture = await workbench.screenshot(name, pictures);
        console.log(`   picture: ${picture}`);
        if (step.keepAs && keepPictures)
          await copyFile(picture, join(root, 'docs', 'pictures', `${step.keepAs}.png`));
      }
    }
    if (keepPictures) await keepPanelPictures();
    return true;
  } catch (error) {
    console.error(
      `   failed: ${error instanceof Error ? error.message : String(error)}\n${await server.hostLog()}`,
    );
    return false;
  } finally {
    await workbench.close();
    await server.dispose();
    await shop.dispose();
  }
}
