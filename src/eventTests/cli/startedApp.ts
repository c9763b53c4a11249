import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { HumanError } from '../../humanError.ts';
import { answersAt } from '../answersAt.ts';

/** How an app is started. */
export interface StartPlan {
  /** For the shell. */
  readonly command: string;
  readonly env: NodeJS.ProcessEnv;
  /** Answers once the app is ready. */
  readonly waitFor: string;
  readonly timeoutMs: number;
}

const pollMilliseconds = 100;
/** So long has an app to end by itself. */
const graceMilliseconds = 5_000;

/** The app under test, started for the run. What it writes goes to this process's standard error. */
export class StartedApp {
  readonly #child: ChildProcess;
  readonly #plan: StartPlan;
  readonly #ended: Promise<unknown>;

  private constructor(plan: StartPlan) {
    this.#plan = plan;
    this.#child = spawn(plan.command, {
      shell: true,
      env: plan.env,
      stdio: ['ignore', 2, 2],
      // A process group of its own, so that what the shell starts ends with it.
      detached: process.platform !== 'win32',
    });
    this.#ended = once(this.#child, 'exit').catch(() => undefined);
  }

  /**
   * Starts the app and waits until it answers. Rejects with a `HumanError` when it ends before, or takes too long, and
   * with the signal's reason; it is stopped then.
   */
  static async start(plan: StartPlan, signal: AbortSignal): Promise<StartedApp> {
    // What answers already is not the app that is to be started, and would be tested in its place.
    if (await answersAt(plan.waitFor))
      throw new HumanError(
        `Something answers at ${plan.waitFor} already: stop it, or leave out --start to test it.`,
        'unavailable',
      );
    const app = new StartedApp(plan);
    try {
      await app.#ready(signal);
      return app;
    } catch (error) {
      await app.stop();
      throw error;
    }
  }

  /** Ends the app with everything it has started. */
  async stop(): Promise<void> {
    this.#kill('SIGTERM');
    const grace = new AbortController();
    const patience = setTimeout(graceMilliseconds, undefined, { signal: grace.signal }).then(
      () => this.#kill('SIGKILL'),
      () => undefined,
    );
    await this.#ended;
    grace.abort();
    await patience;
  }

  async #ready(signal: AbortSignal): Promise<void> {
    const { command, waitFor, timeoutMs } = this.#plan;
    const deadline = performance.now() + timeoutMs;
    while (!(await answersAt(waitFor))) {
      signal.throwIfAborted();
      const { exitCode, signalCode } = this.#child;
      if (exitCode !== null || signalCode !== null)
        throw new HumanError(
          `The app ended (${signalCode ?? `exit code ${exitCode}`}) before it answered at ${waitFor}: see what "${command}" wrote.`,
          'unavailable',
        );
      if (performance.now() > deadline)
        throw new HumanError(
          `The app did not answer at ${waitFor} within ${timeoutMs} ms: check the URL, or give it longer with --start-timeout.`,
          'timeout',
        );
      await Promise.race([setTimeout(pollMilliseconds), this.#ended]);
    }
  }

  #kill(signal: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    if (process.platform === 'win32')
      spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore' });
    else
      try {
        process.kill(-pid, signal);
      } catch {
        // It has ended by itself.
      }
  }
}
