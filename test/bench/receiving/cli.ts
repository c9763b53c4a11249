/** The real `stripe listen --forward-to`, between the smallest session server and a target. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { ensureStripeCli } from '../../../scripts/setup/stripeCli.ts';
import { Child } from '../child.ts';
import type { LoadResult } from './rawClient.ts';

/** A running `stripe listen`. `STRIPE_CLI_PATH` names another binary than the one that is installed on demand. */
export class CliRelay {
  readonly #session: Child;
  readonly #cli: ChildProcess;

  private constructor(session: Child, cli: ChildProcess) {
    this.#session = session;
    this.#cli = cli;
  }

  /** Starts session server and CLI; resolves when they are connected. `folder` takes the CLI's configuration. */
  static async start(targetPort: number, folder: string): Promise<CliRelay> {
    const binary = process.env['STRIPE_CLI_PATH'] ?? (await ensureStripeCli());
    const session = new Child(new URL('processes/session.ts', import.meta.url));
    const port = await session.call<number>('start');
    const cli = spawn(
      binary,
      [
        ...['listen', '--all-snapshot', '--skip-update', '--api-base', `http://127.0.0.1:${port}`],
        ...[
          '--api-key',
          'sk_test_bench0000000000000000',
          '--forward-to',
          `http://127.0.0.1:${targetPort}/webhook`,
        ],
      ],
      // Its output costs it time; nobody reads it here.
      { stdio: 'ignore', env: { ...process.env, XDG_CONFIG_HOME: folder } },
    );
    await session.call('connected');
    return new CliRelay(session, cli);
  }

  /** Relays events, `window` of them under way at a time. */
  relay(count: number, window: number): Promise<LoadResult> {
    return this.#session.call('relay', { count, window });
  }

  async stop(): Promise<void> {
    const exited = once(this.#cli, 'exit');
    this.#cli.kill();
    await exited;
    await this.#session.stop();
  }
}
