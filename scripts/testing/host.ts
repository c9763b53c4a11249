/**
 * Runs the host tests inside a real extension host: `node host.ts RESULTS FILES`.
 * In desktop VS Code where it can be had, else in VS Code's server opened in headless Chromium.
 */
import { join } from 'node:path';
import { format } from 'node:util';
import { runTests } from '@vscode/test-electron';
import type { Page } from 'playwright-core';
import { mark } from '../../test/host/support/mark.ts';
import { serveWorkbench } from '../../test/ui/support/server.ts';
import { closePage, openPage } from '../../test/ui/support/browserPage.ts';
import { buildHostTests, root } from '../build.ts';
import { desktopVsCode } from '../setup/vscodeDesktop.ts';
import { temporaryShop } from './workspace.ts';

/** Another extension, which knows this one only by its public API. */
const apiExtension = join(root, 'test', 'fixtures', 'apiExtension');

/** The environment variables by which the tests learn where to write their counts, and which files to run. */
const resultsVariable = 'STRIPE_WEBHOOKS_TEST_RESULTS';
const filesVariable = 'STRIPE_WEBHOOKS_TEST_FILES';

async function inDesktop(executable: string, tests: string, workspace: string, env: NodeJS.ProcessEnv) {
  return runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: [root, apiExtension],
    extensionTestsPath: tests,
    extensionTestsEnv: env,
    launchArgs: [workspace, '--disable-extensions', '--disable-workspace-trust'],
  });
}

async function inServer(tests: string, workspace: string, env: NodeJS.ProcessEnv): Promise<number> {
  const server = await serveWorkbench({ extension: root, beside: [apiExtension], tests, workspace, env });
  try {
    const code = await exitCodeOf(server.url);
    if (code !== 0) console.log(await server.hostLog());
    return code;
  } finally {
    await server.dispose();
  }
}

/** Opens the workbench, which runs the tests by itself; prints their lines and gives its exit code. */
async function exitCodeOf(url: string): Promise<number> {
  let page: Page | undefined;
  try {
    return await new Promise<number>((resolve, reject) => {
      const prepare = async (opened: Page) => {
        page = opened;
        await opened.exposeFunction('codeAutomationLog', printMarked);
        await opened.exposeFunction('codeAutomationExit', resolve);
        opened.on('crash', () => reject(new Error('The browser page crashed.')));
      };
      openPage(url, { prepare }).catch(reject);
    });
  } finally {
    if (page) await closePage(page);
  }
}

function printMarked(_type: string, args: readonly unknown[]): void {
  const line = format(...args);
  if (line.startsWith(mark)) console.log(line.slice(mark.length));
}

const [results = '', files = ''] = process.argv.slice(2);
const workspace = await temporaryShop();
try {
  const tests = await buildHostTests();
  const env = { [resultsVariable]: results, [filesVariable]: files };
  const desktop = await desktopVsCode();
  process.exitCode = desktop
    ? await inDesktop(desktop, tests, workspace.folder, env)
    : await inServer(tests, workspace.folder, env);
} finally {
  await workspace.dispose();
}
