/** A server in another process that handles events: a written stub, started as its users start it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../../ui/support/ports.ts';

/** How to start it. */
export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** What the stub prints in place of its TODO: which event it works on. */
const workLine = /^WORK (\S+)$/gm;

export class StubServer extends EventEmitter<{ output: [] }> {
  readonly port: number;
  private readonly child: ChildProcess;
  private printed = '';
  private complained = '';

  private constructor(child: ChildProcess, port: number) {
    super();
    this.child = child;
    this.port = port;
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.printed += text;
      this.emit('output');
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.complained += text;
    });
    child.on('exit', () => this.emit('output'));
    child.on('error', (error) => {
      this.complained += error.message;
      this.emit('output');
    });
  }

  /** Starts it and waits until it takes connections. */
  static async start(
    { command, args, cwd, env }: ServerCommand,
    secret: string,
    port?: number,
  ): Promise<StubServer> {
    const chosen = port ?? (await freePort());
    const child = spawn(command, args, {
      cwd,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        ...env,
        PORT: String(chosen),
        STRIPE_WEBHOOK_SECRET: secret,
        STRIPE_SECRET_KEY: 'sk_test_ofTheStubProofs',
      },
    });
    const server = new StubServer(child, chosen);
    try {
      await server.listening();
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  /** The events that the stub has worked on, in order. */
  get worked(): readonly string[] {
    return [...this.printed.matchAll(workLine)].map(([, id = '']) => id);
  }

  /** Resolves when so many events were worked on. */
  async work(count: number): Promise<readonly string[]> {
    while (this.worked.length < count) {
      if (this.child.exitCode !== null) throw new Error(`The server ended:\n${this.output}`);
      await once(this, 'output', { signal: AbortSignal.timeout(30_000) }).catch(() => {
        throw new Error(`No event was worked on within 30 s; the server said:\n${this.output}`);
      });
    }
    return this.worked;
  }

  /** Posts a body as Stripe does; gives the answer's status. */
  async post(path: string, body: string, signature: string): Promise<number> {
    const answer = await fetch(`http://127.0.0.1:${this.port}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': signature },
      body,
    });
    await answer.arrayBuffer();
    return answer.status;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.pid === undefined) return;
    const exited = once(this.child, 'exit');
    // With the processes that it started itself, as development servers do.
    process.kill(-this.child.pid, 'SIGKILL');
    await exited;
  }

  private get output(): string {
    return `${this.printed}\n${this.complained}`;
  }

  private async listening(): Promise<void> {
    // A port tells nobody that it has been opened.
    for (;;) {
      if (this.child.exitCode !== null || this.child.pid === undefined)
        throw new Error(`The server did not start:\n${this.output}`);
      const socket = connect(this.port, '127.0.0.1');
      const open = await once(socket, 'connect').then(
        () => true,
        () => false,
      );
      socket.destroy();
      if (open) return;
      await pause(100);
    }
  }
}
