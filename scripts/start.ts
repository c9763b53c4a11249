/**
 * `npm start`: VS Code with the extension and the sample shop. A window where desktop VS Code can be had, else the
 * workbench served on loopback until Ctrl+C. `npm start -- --demo` does the main job by itself instead.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { freePort } from '../test/ui/support/ports.ts';
import { serveWorkbench } from '../test/ui/support/server.ts';
import { build, root } from './build.ts';
import { installedBrowser } from './setup/browser.ts';
import { npm } from './setup/commands.ts';
import { desktopVsCode, hasDisplay } from './setup/vscodeDesktop.ts';
import { copyShop } from './testing/workspace.ts';

// Browsers keep a window's secrets by address, so it should be the same at every start.
const usualPort = 4700;
const workspace = join(root, 'out', 'workspace');

/** The shop that is worked in; it stays as it is between starts. */
async function prepareShop(): Promise<string> {
  const folder = join(workspace, 'shop');
  if (!existsSync(folder)) await copyShop(folder);
  if (!existsSync(join(folder, 'node_modules', '.package-lock.json'))) {
    console.log('Installing the shop’s packages …');
    await npm(['ci'], folder);
  }
  return folder;
}

// The shop's folder has a task that starts the sandbox.
const startSettings = { 'task.allowAutomaticTasks': 'on' };

async function openDesktop(executable: string, shop: string): Promise<void> {
  console.log(`Opening VS Code with ${shop} …`);
  const data = join(workspace, 'desktop');
  const settings = join(data, 'User', 'settings.json');
  await mkdir(dirname(settings), { recursive: true });
  if (!existsSync(settings)) await writeFile(settings, JSON.stringify(startSettings, undefined, 2));
  const isRoot = process.getuid?.() === 0;
  const window = spawn(
    executable,
    [
      ...[shop, `--extensionDevelopmentPath=${root}`, '--disable-workspace-trust', '--skip-welcome'],
      ...['--skip-release-notes', '--user-data-dir', data, '--extensions-dir', join(data, 'extensions')],
      ...(isRoot ? ['--no-sandbox'] : []),
    ],
    { stdio: 'ignore' },
  );
  await once(window, 'exit');
}

async function serve(shop: string): Promise<void> {
  const server = await serveWorkbench({
    extension: root,
    workspace: shop,
    data: join(workspace, 'server'),
    port: await freePort(usualPort),
    userSettings: startSettings,
  });
  const interrupted = new Promise<void>((resolve) => {
    // Ctrl+C may arrive twice, from the terminal and from npm: the second must not cut the clean-up short.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
  console.log(`\nVS Code with the extension and the sample shop is at\n\n  ${server.url}\n\nCtrl+C ends it.`);
  const browser = hasDisplay() ? installedBrowser() : undefined;
  if (browser) spawn(browser, [server.url], { stdio: 'ignore', detached: true }).unref();
  await interrupted;
  await server.dispose();
}

async function start(): Promise<void> {
  await build();
  if (process.argv.includes('--demo')) {
    const { demo } = await import('./demo.ts');
    process.exitCode = (await demo(process.argv.includes('--pictures'))) ? 0 : 1;
    return;
  }
  const shop = await prepareShop();
  const desktop = await desktopVsCode();
  await (desktop ? openDesktop(desktop, shop) : serve(shop));
}

await start().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
