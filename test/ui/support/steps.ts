/** What several tests do on the way to what they test. */
import { until } from './locate.ts';
import type { Workbench } from './workbench.ts';

/** Creates an endpoint through the palette and waits for its row. */
export async function createEndpoint(
  workbench: Workbench,
  options: {
    readonly url: string;
    readonly events: readonly string[];
    readonly description?: string;
    /** `false` for one that is not there after the last step, because a question follows. */
    readonly created?: boolean;
  },
): Promise<void> {
  await workbench.runCommand('Stripe Webhooks: Create Endpoint');
  await workbench.input.shown(/1\/4/);
  await workbench.input.type(options.url);
  await workbench.input.accept();
  await workbench.quickPick.shown(/2\/4/);
  await workbench.quickPick.check(...options.events);
  await workbench.quickPick.ok();
  await workbench.input.shown(/3\/4/);
  await workbench.input.type(options.description ?? '');
  await workbench.input.accept();
  await workbench.quickPick.shown(/4\/4/);
  await workbench.quickPick.accept();
  if (options.created === false) return;
  await workbench.view('Endpoints').waitForRow(options.url.replace(/^https?:\/\//, ''));
}

/** Adds an account by its key; how that goes is seen in what comes then. */
export async function addAccount(workbench: Workbench, key: string): Promise<void> {
  await workbench.runCommand('Stripe Webhooks: Add Account');
  await workbench.input.asks(/sk_test_/);
  await workbench.input.type(key);
  await workbench.input.accept();
}

/** Starts the receiver and waits until it runs and the output has taken its place: a menu opened before that closes. */
export async function startReceiver(workbench: Workbench): Promise<void> {
  await workbench.runCommand('Stripe Webhooks: Start Receiver');
  await workbench.page.locator('.statusbar-item', { hasText: /Stripe :\d+/ }).waitFor();
  await workbench.page.locator('.output-view').waitFor();
}

/** Adds a target by its URL, everything else at its default; the view says Add Target while there is none. */
export async function addTarget(workbench: Workbench, url: string): Promise<void> {
  const { host } = new URL(url);
  await workbench.view('Targets').clickWelcome('Add Target');
  await workbench.quickPick.asks(/URL of your app/);
  await workbench.quickPick.type(url);
  await workbench.quickPick.shows(new RegExp(host));
  await workbench.quickPick.accept();
  await workbench.quickPick.asks(/Add Target, or choose/);
  await workbench.quickPick.accept();
  await workbench.view('Targets').waitForRow(host);
}

/** Runs Trigger Event and picks the type; what comes next depends on the endpoints. */
export async function trigger(workbench: Workbench, type: string): Promise<void> {
  await workbench.runCommand('Stripe Webhooks: Trigger Event');
  await workbench.quickPick.choose(type);
}

/** Runs Trigger Event To, picks the type, and waits until it is asked where to send it. */
export async function triggerTo(workbench: Workbench, type: string): Promise<void> {
  await workbench.runCommand('Stripe Webhooks: Trigger Event To …');
  await workbench.quickPick.asks(/Event type to trigger/);
  await workbench.quickPick.choose(type);
  await workbench.quickPick.asks(/Where to send it/);
}

/** Does something that copies, and gives what is then on the clipboard. */
export async function copiedBy(workbench: Workbench, act: () => Promise<void>): Promise<string> {
  await workbench.page.evaluate(`navigator.clipboard.writeText('')`);
  await act();
  return until(
    workbench.page,
    'something to be copied',
    () => workbench.clipboard(),
    (text) => text !== '',
  );
}

/** Takes a Copy item of an endpoint's context menu and gives what is then on the clipboard. */
export function copyFrom(workbench: Workbench, row: string | RegExp, item: string): Promise<string> {
  return copiedBy(workbench, () => workbench.view('Endpoints').contextMenu(row, item));
}
