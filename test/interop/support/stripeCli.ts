import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The real Stripe CLI's binary: `STRIPE_CLI_PATH`, or the one that `npm test` installs. Throws when there is none. */
export function stripeCliPath(): string {
  const name = process.platform === 'win32' ? 'stripe.exe' : 'stripe';
  const installed = `.vscode-test/stripe-cli/node_modules/@stripe/cli-${process.platform}-${process.arch}/bin/${name}`;
  const path = process.env['STRIPE_CLI_PATH'] ?? join(root, installed);
  if (!existsSync(path))
    throw new Error(`The Stripe CLI is not at ${path}: run "npm test -- interop" or set STRIPE_CLI_PATH.`);
  return path;
}

/** What a command that has ended printed. */
export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

type Child = ChildProcessByStdio<null, Readable, Readable>;

/** A CLI with a home of its own, talking to a sandbox. */
export class StripeCli {
  private readonly home = mkdtempSync(join(tmpdir(), 'stripe-cli-test-'));
  private readonly connection: readonly string[];
  private readonly children = new Set<Child>();

  constructor(sandbox: Pick<Sandbox, 'baseUrl' | 'testKey'>) {
    this.connection = ['--api-base', sandbox.baseUrl, '--api-key', sandbox.testKey];
  }

  /** Runs a command to its end. */
  async run(...args: readonly string[]): Promise<CliResult> {
    const child = this.spawn(args);
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() };
  }

  /** Runs a command that prints JSON. */
  async json(...args: readonly string[]): Promise<Record<string, unknown>> {
    const { code, stdout, stderr } = await this.run(...args);
    if (code !== 0) throw new Error(`stripe ${args.join(' ')} ended with ${code}: ${stderr}`);
    return JSON.parse(stdout) as Record<string, unknown>;
  }

  /** Starts `stripe listen`. */
  listen(...args: readonly string[]): ListeningCli {
    return new ListeningCli(this.spawn(['listen', '--skip-update', ...args]));
  }

  /** Ends what still runs and removes the home. */
  async dispose(): Promise<void> {
    await Promise.all([...this.children].map((child) => end(child)));
    rmSync(this.home, { recursive: true, force: true });
  }

  private spawn(args: readonly string[]): Child {
    const { PATH, SystemRoot, TEMP } = process.env;
    const child = spawn(stripeCliPath(), [...args, ...this.connection], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH,
        SystemRoot,
        TEMP,
        HOME: this.home,
        USERPROFILE: this.home,
        XDG_CONFIG_HOME: this.home,
        STRIPE_CLI_TELEMETRY_OPTOUT: '1',
      },
    });
    this.children.add(child);
    child.once('close', () => this.children.delete(child));
    return child;
  }
}

/** A running `stripe listen`. */
export class ListeningCli extends EventEmitter<{ output: [] }> {
  /** Everything printed so far. */
  output = '';
  private readonly child: Child;

  constructor(child: Child) {
    super();
    this.child = child;
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        this.output += chunk.toString();
        this.emit('output');
      });
    child.once('close', () => this.emit('output'));
  }

  /** Resolves with the first match in what it prints; rejects when it ends without one. */
  async until(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.output);
      if (match) return match;
      if (this.child.exitCode !== null) throw new Error(`stripe listen ended: ${this.output}`);
      await once(this, 'output');
    }
  }

  /** Resolves with the signing secret when it listens. */
  async ready(): Promise<string> {
    return (await this.until(/Ready!.*signing secret is .*?(whsec_\w+)/))[1] ?? '';
  }

  stop(): Promise<void> {
    return end(this.child);
  }
}

async function end(child: Child): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  child.kill('SIGKILL');
  await closed;
}
