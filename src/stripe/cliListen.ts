import { spawn, type ChildProcess } from 'node:child_process';
import { homedir } from 'node:os';
import { HumanError } from '../humanError.ts';
import type { Connections } from './connections.ts';
import { EventSource, type SourceParts } from './eventSource.ts';
import { scrub } from './scrub.ts';
import { validateSecret } from './signingSecrets.ts';
import { ended, run, stopChild, tailOf } from './sources/child.ts';
import { sentence } from '../sentence.ts';

/** What the CLI's source works with; events come to the receiver by HTTP, so that nothing is to be taken here. */
export interface CliSourceParts extends Omit<SourceParts, 'take' | 'connections' | 'timings' | 'clocks'> {
  readonly connections: Pick<Connections, 'access'>;
  /** The CLI's executable: a path, or a name to be found on the PATH. */
  readonly program: string;
  /** The running receiver's URL. */
  readonly forwardTo: string;
}

/**
 * Runs `stripe listen` of an installed Stripe CLI, which forwards events to the receiver. Its output is not parsed, so
 * whether it is connected is not known here: it is `delegated` while it runs. The key goes to it by its environment.
 */
export class CliSource extends EventSource {
  override readonly kind = 'cli';
  readonly #parts: CliSourceParts;
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;

  constructor(parts: CliSourceParts) {
    super();
    this.#parts = parts;
  }

  override start(): void {
    this.#running ??= this.#run().catch((error: unknown) => this.#failed(error));
  }

  override async stop(): Promise<void> {
    this.become({ phase: 'stopped', reason: 'asked' });
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    await this.#learnSecret();
    // The CLI does not send both kinds to one address.
    const { kinds } = this.#parts.options;
    const children = await Promise.all(kinds.map((kind) => this.#spawn(listenArguments(this.#parts, kind))));
    const tails = children.map(tailOf);
    const ends = children.map(ended);
    if (children.every(({ pid }) => pid !== undefined)) this.become({ phase: 'delegated' });
    const { code, signal, index } = await Promise.race(
      ends.map(async (end, index) => ({ ...(await end), index })),
    ).finally(() => this.#stopping.abort());
    await Promise.allSettled(ends);
    const tail = tails[index]?.() ?? '';
    throw new HumanError(
      code === null
        ? sentence`The Stripe CLI was ended by a signal (${signal ?? '?'}): ${tail}`
        : sentence`The Stripe CLI ended with code ${code}: ${tail}`,
      'unavailable',
    );
  }

  /** The CLI has the secret printed for scripts: nothing but the secret, on one line. */
  async #learnSecret(): Promise<void> {
    const child = await this.#spawn(['listen', '--print-secret', '--skip-update']);
    const { output, tail, code } = await run(child);
    const secret = output.trim();
    if (code !== 0 || validateSecret(secret) !== undefined)
      throw new HumanError(sentence`The Stripe CLI gave no signing secret: ${tail}`, 'unavailable');
    await this.keepListenSecret(secret, this.#parts);
  }

  async #spawn(args: readonly string[]): Promise<ChildProcess> {
    const { connections, connection, program } = this.#parts;
    const { key, apiBase } = await connections.access(connection);
    this.#stopping.signal.throwIfAborted();
    const child = spawn(program, [...args, ...(apiBase === undefined ? [] : ['--api-base', apiBase])], {
      stdio: ['ignore', 'pipe', 'pipe'],
      // Not the workspace, where another program of this name may lie.
      cwd: homedir(),
      env: { ...process.env, STRIPE_API_KEY: key, ...deviceOf(this.#parts) },
      windowsHide: true,
    });
    this.#stopping.signal.addEventListener('abort', () => stopChild(child), { once: true });
    return child;
  }

  #failed(error: unknown): void {
    const { program } = this.#parts;
    const missing = (error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT';
    const why = missing
      ? sentence`The Stripe CLI was not found as “${program}”; install it, or set its path in the settings.`
      : scrub(error instanceof Error ? error.message : String(error));
    this.become({ phase: 'stopped', reason: 'failed', sentence: why });
  }
}

const selections = { snapshot: '--all-snapshot', thin: '--all-thin' } as const;
const origins = {
  own: ['--events-from', '@self'],
  connected: ['--events-from', '@accounts'],
  both: [],
} as const;

function listenArguments(
  { forwardTo, options: { accounts, apiVersion } }: CliSourceParts,
  kind: keyof typeof selections,
): string[] {
  const latest = kind === 'snapshot' && apiVersion === 'latest';
  return [
    ...['listen', '--skip-update', selections[kind], '--forward-to', forwardTo],
    ...origins[accounts],
    ...(latest ? ['--latest'] : []),
  ];
}

/** The device decides which secret Stripe gives. */
function deviceOf({ deviceName }: CliSourceParts): { STRIPE_DEVICE_NAME?: string } {
  return deviceName === undefined ? {} : { STRIPE_DEVICE_NAME: deviceName };
}
