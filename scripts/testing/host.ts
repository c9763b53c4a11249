/**
 * Runs the host tests inside a real extension host: `node host.ts RESULTS`.
 * In desktop VS Code where it can be had, else in VS Code's server opened in headless Chromium.
 */
import { format } from 'node:util';
import { runTests } from '@vscode/test-electron';
import type { Page } from 'playwright-core';
import { serveWorkbench } from '../../test/ui/support/server.ts';
import { Workbench } from '../../test/ui/support/workbench.ts';
import { buildHostTests, root } from '../build.ts';
import { desktopVsCode } from '../setup/vscodeDesktop.ts';
import { temporaryShop } from './workspace.ts';

/** The environment variable by which the tests learn where to write their counts. */
export const resultsVariable = 'STRIPE_WEBHOOKS_TEST_RESULTS';

async function inDesktop(executable: string, tests: string, workspace: string, env: NodeJS.ProcessEnv) {
  return runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: root,
    extensionTestsPath: tests,
    extensionTestsEnv: env,
    launchArgs: [workspace, '--disable-extensions', '--disable-workspace-trust'],
  });
}

async function inServer(tests: string, workspace: string, env: NodeJS.ProcessEnv): Promise<number> {
  const server = await serveWorkbench({ extension: root, tests, workspace, env });
  try {
    const exit = Promise.withResolvers<number>();
    const prepare = async (page: Page) => {
      await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => console.log(format(...args)));
      await page.exposeFunction('codeAutomationExit', exit.resolve);
      page.on('crash', () => exit.reject(new Error('The browser page crashed.')));
    };
    const workbench = await Workbench.open(server, { prepare });
    const code = await exit.promise.finally(() => workbench.close());
    if (code !== 0) console.log(await server.hostLog());
    return code;
  } finally {
    await server.dispose();
  }
}

const [results = ''] = process.argv.slice(2);
const workspace = await temporaryShop();
try {
  const tests = await buildHostTests();
  const env = { [resultsVariable]: results };
  const desktop = await desktopVsCode();
  process.exitCode = desktop
    ? await inDesktop(desktop, tests, workspace.folder, env)
    : await inServer(tests, workspace.folder, env);
} finally {
  await workspace.dispose();
}
