import * as vscode from 'vscode';
import type { Attempt } from '../../delivery/attempt.ts';
import { HumanError } from '../../humanError.ts';

/** What `ui` needs of the embedded sandbox; the composition root supplies it, because `ui` does not know that room. */
export interface EmbeddedSandbox {
  readonly baseUrl: string;
  readonly testKey: string;
  /** Listens on 127.0.0.1; 0 takes any free port. A taken one rejects with the reason `port-in-use`. */
  start(port: number): Promise<void>;
  stop(): Promise<void>;
  reset(): Promise<void>;
  trigger(request: TriggerRequest): Promise<Triggered>;
  /** The secrets that its endpoints sign with now. */
  signingSecrets(): readonly { readonly endpointId: string; readonly secret: string }[];
  on(event: 'changed', listener: () => void): unknown;
}

/** An event to cause in the sandbox. */
export interface TriggerRequest {
  readonly type: string;
  /** Every enabled endpoint that wants the type when absent. */
  readonly endpointIds?: readonly string[];
  /** The event itself, in place of a built one. */
  readonly event?: Record<string, unknown>;
  /** Told the ids of the events that happen, before the first delivery. */
  readonly onHappened?: (eventIds: readonly string[]) => void;
}

/** What the sandbox delivered: the first attempt at each endpoint. */
export interface Triggered {
  readonly deliveries: readonly {
    readonly endpointId: string;
    readonly eventId: string;
    /** The exact bytes sent. */
    readonly body: Uint8Array;
    readonly attempt: Attempt;
  }[];
}

// A second window wants a sandbox of its own; a stable small range keeps scripts that use the port working.
const portsToTry = 10;

/** Starts the sandbox when it is first needed, and keeps it stopped once the user has stopped it. */
export class SandboxControl implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #open: () => Promise<EmbeddedSandbox>;
  readonly #preferredPort: () => number;
  readonly #prepare: (sandbox: EmbeddedSandbox) => Promise<void>;
  #started: Promise<EmbeddedSandbox> | undefined;
  #running: EmbeddedSandbox | undefined;
  #stoppedByUser = false;

  /** `prepare` is awaited after each start, before anybody uses the sandbox. */
  constructor(
    open: () => Promise<EmbeddedSandbox>,
    preferredPort: () => number,
    prepare: (sandbox: EmbeddedSandbox) => Promise<void>,
  ) {
    this.#open = open;
    this.#preferredPort = preferredPort;
    this.#prepare = prepare;
  }

  /** True while it listens. */
  get running(): boolean {
    return this.#running !== undefined;
  }

  /** The sandbox, while it listens. */
  get current(): EmbeddedSandbox | undefined {
    return this.#running;
  }

  /** The running sandbox, started if need be; throws a `HumanError` when the user has stopped it. */
  async access(): Promise<EmbeddedSandbox> {
    if (this.#stoppedByUser) {
      throw new HumanError(
        vscode.l10n.t(
          'The sandbox is stopped: run “Stripe Webhooks: Start Sandbox” to go on where it left off.',
        ),
        'sandbox',
      );
    }
    this.#started ??= this.#start();
    return this.#started;
  }

  /** Starts it, also after it was stopped. */
  async start(): Promise<EmbeddedSandbox> {
    this.#stoppedByUser = false;
    return this.access();
  }

  /** Stops it until `start`; its state is kept. */
  async stop(): Promise<void> {
    this.#stoppedByUser = true;
    await this.#close();
  }

  /** Empties it: endpoints, events, pending deliveries. */
  async reset(): Promise<void> {
    await (await this.start()).reset();
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #start(): Promise<EmbeddedSandbox> {
    try {
      const sandbox = await this.#open();
      await startOnFreePort(sandbox, this.#preferredPort());
      await this.#prepare(sandbox);
      sandbox.on('changed', () => this.#changed.fire());
      this.#setRunning(sandbox);
      return sandbox;
    } catch (error) {
      this.#started = undefined;
      throw error;
    }
  }

  async #close(): Promise<void> {
    const started = this.#started;
    this.#started = undefined;
    await (await started?.catch(() => undefined))?.stop();
    if (started) this.#setRunning(undefined);
  }

  #setRunning(running: EmbeddedSandbox | undefined): void {
    this.#running = running;
    this.#changed.fire();
  }
}

async function startOnFreePort(sandbox: EmbeddedSandbox, preferred: number): Promise<void> {
  const ports = preferred === 0 ? [] : Array.from({ length: portsToTry }, (_, offset) => preferred + offset);
  for (const port of ports.filter((candidate) => candidate <= 65_535)) {
    try {
      return await sandbox.start(port);
    } catch (error) {
      if (!(error instanceof HumanError) || !('problem' in error) || error.problem !== 'port-in-use')
        throw error;
    }
  }
  return sandbox.start(0);
}
