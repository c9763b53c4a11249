/** Fresh windows of a real VS Code, each with a fresh extension host in which the probe runs. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import type { Page } from 'playwright-core';
import { root } from '../../../scripts/build.ts';
import { closePage, openPage } from '../../ui/support/browserPage.ts';
import { serveWorkbench, type WorkbenchServer } from '../../ui/support/server.ts';
import { answerFile, folderVariable, planFile, type Plan } from './probe/plan.ts';

const LIMIT_MS = 120_000;

export interface WindowsOptions {
  /** Takes the server's data, extensions and the probe's files. */
  readonly folder: string;
  /** Folder of an extension under development, which the probe becomes a part of. */
  readonly development: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

export class Windows {
  readonly #folder: string;
  readonly #server: WorkbenchServer;

  private constructor(folder: string, server: WorkbenchServer) {
    this.#folder = folder;
    this.#server = server;
  }

  /** Serves VS Code with the extensions that lie in the `extensions` folder of its data. */
  static async serve({ folder, development, settings }: WindowsOptions): Promise<Windows> {
    const server = await serveWorkbench({
      extension: development,
      tests: await bundleProbe(development),
      userSettings: settings,
      env: { [folderVariable]: folder },
      data: join(folder, 'server'),
    });
    return new Windows(folder, server);
  }

  /** Opens a window, lets the probe follow the plan in it, and gives its answer. Throws what kept it from one. */
  async ask<Answer>(plan: Plan): Promise<Answer> {
    const answer = join(this.#folder, answerFile);
    await rm(answer, { force: true });
    await writeFile(join(this.#folder, planFile), JSON.stringify(plan));
    const said: string[] = [];
    const code = await this.#run((args) => said.push(args.join(' ')));
    if (code !== 0)
      throw new Error(`The probe failed.\n${said.slice(-5).join('\n')}\n${await this.#server.hostLog()}`);
    return JSON.parse(await readFile(answer, 'utf8')) as Answer;
  }

  async #run(log: (args: readonly unknown[]) => void): Promise<number> {
    let page: Page | undefined;
    let limit: NodeJS.Timeout | undefined;
    try {
      return await new Promise<number>((resolve, reject) => {
        limit = setTimeout(() => reject(new Error('A window gave no answer.')), LIMIT_MS);
        const prepare = async (opened: Page) => {
          page = opened;
          await opened.exposeFunction('codeAutomationLog', (_: string, args: unknown[]) => log(args));
          await opened.exposeFunction('codeAutomationExit', resolve);
          opened.on('crash', () => reject(new Error('The browser page crashed.')));
        };
        openPage(this.#server.url, { prepare }).catch(reject);
      });
    } finally {
      clearTimeout(limit);
      if (page) await closePage(page);
    }
  }

  dispose(): Promise<void> {
    return this.#server.dispose();
  }
}

async function bundleProbe(development: string): Promise<string> {
  const outfile = join(development, 'probe.mjs');
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['test/bench/activation/probe/run.ts'],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    external: ['vscode'],
    logLevel: 'warning',
  });
  return outfile;
}
