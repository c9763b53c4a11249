/** A workbench for the tests of one `describe`, with what is needed to understand a failure. */
import { join } from 'node:path';
import { root } from '../../../scripts/build.ts';
import { temporaryShop, type TemporaryWorkspace } from '../../../scripts/testing/workspace.ts';
import { serveWorkbench, type ServeOptions, type WorkbenchServer } from './server.ts';
import { Workbench } from './workbench.ts';

export interface SuiteWorkbench {
  readonly workbench: Workbench;
  readonly server: WorkbenchServer;
  /** The workspace's folder, a copy that tests may change. */
  readonly folder: string;
}

export interface SuiteOptions extends Pick<
  ServeOptions,
  'beside' | 'env' | 'userSettings' | 'language' | 'untrusted'
> {
  /** Gives the `.vsix` files to install in place of the extension as it was built. */
  readonly packages?: () => Promise<readonly string[]>;
  /** Gives another server than the newest VS Code's. */
  readonly program?: () => Promise<ServeOptions['program']>;
  /** Folder to open in place of a fresh copy of the sample shop; `false` for a window without one. */
  readonly workspace?: string | false;
}

/**
 * Serves and opens the workbench before the tests of the enclosing `describe`, and closes it after them. A failed test
 * leaves a picture in `out/ui/failures/` and prints the end of the extension host's log. Read the result inside tests.
 */
export function useWorkbench(options: SuiteOptions = {}): SuiteWorkbench {
  let shop: TemporaryWorkspace | undefined;
  let server: WorkbenchServer | undefined;
  let workbench: Workbench | undefined;
  let folder = '';

  before('open the workbench', async function () {
    const { workspace, packages, program, ...rest } = options;
    if (workspace === undefined) shop = await temporaryShop();
    folder = workspace || (shop?.folder ?? '');
    server = await serveWorkbench({
      ...rest,
      // The Stripe CLI's settings of whoever runs the tests are none of theirs.
      env: { XDG_CONFIG_HOME: join(root, 'out', 'no-config'), ...options.env },
      ...(packages ? { packages: await packages() } : { extension: root }),
      ...(program && { program: await program() }),
      workspace: folder,
    });
    workbench = await Workbench.open(server);
  });

  afterEach('explain a failure', async function () {
    if (this.currentTest?.state !== 'failed') return;
    const name = this.currentTest.fullTitle().replace(/[^\w.-]+/g, '-');
    const picture = await workbench?.screenshot(name, join(root, 'out', 'ui', 'failures'));
    console.log(`      picture: ${picture ?? 'none'}\n${(await server?.hostLog()) ?? ''}`);
  });

  after('close the workbench', async function () {
    await workbench?.close();
    await server?.dispose();
    await shop?.dispose();
  });

  return {
    get workbench() {
      return opened(workbench);
    },
    get server() {
      return opened(server);
    },
    get folder() {
      return folder;
    },
  };
}

function opened<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('The workbench is open only while tests run.');
  return part;
}
