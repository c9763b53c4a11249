/**
 * The main job, done by itself as a user would in the real workbench: `npm start -- --demo`.
 * Each step leaves a picture in `out/demo/` and says what was seen.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../test/ui/support/ports.ts';
import { serveWorkbench } from '../test/ui/support/server.ts';
import { Workbench } from '../test/ui/support/workbench.ts';
import { root } from './build.ts';
import { temporaryShop } from './testing/workspace.ts';

const pictures = join(root, 'out', 'demo');
const type = 'payment_intent.succeeded';

interface Step {
  readonly title: string;
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
        await workbench.quickPick.shown(/2\/3/);
        await workbench.quickPick.check(type, 'charge.refunded');
        await workbench.quickPick.type('payment_intent.');
        const items = await workbench.quickPick.items();
        return items.map(({ label }) => label).join(', ');
      },
    },
    {
      title: 'Create an endpoint: its description',
      act: async (workbench) => {
        await workbench.quickPick.ok();
        await workbench.input.shown(/3\/3/);
        await workbench.input.type('Orders');
        return workbench.input.prompt();
      },
    },
    {
      title: 'See it in the tree',
      act: async (workbench) => {
        await workbench.input.accept();
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
      act: async (workbench) => {
        await workbench.runCommand('Stripe Webhooks: Trigger Event');
        await workbench.quickPick.choose(type);
        await workbench.openOutput('Stripe Events');
        return workbench.output.waitForLine(/verified\s+payment_intent\.succeeded/);
      },
    },
    {
      title: 'Open the event from its line',
      act: async (workbench) => {
        await workbench.output.followLink(/^evt_/);
        await workbench.editor.shown(/payment_intent\.succeeded/);
        const text = await workbench.editor.waitForText(
          /"type": "payment_intent\.succeeded"|"object": "event"/,
        );
        return text.split('\n').slice(0, 3).join(' ');
      },
    },
    {
      title: 'Go to the handler',
      act: async (workbench) => {
        await workbench.runCommand('Stripe Webhooks: Go to Handler');
        await workbench.editor.shown(/\.(ts|js|py)$/);
        const line = await workbench.editor.cursorLine();
        if (!line.includes(type))
          throw new Error(`The cursor is on "${line}", which does not handle ${type}.`);
        return `${await workbench.editor.name()}: ${line.trim()}`;
      },
    },
  ];
}

function firstLine(text: string): string {
  return text.split('\n').find((line) => line.trim() !== '') ?? '';
}

/** Runs every step; true when the event was verified, shown and led to its handler. */
export async function demo(): Promise<boolean> {
  await rm(pictures, { recursive: true, force: true });
  const shop = await temporaryShop();
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
        console.log(`   picture: ${await workbench.screenshot(name, pictures)}`);
      }
    }
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
