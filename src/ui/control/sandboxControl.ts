import * as vscode from 'vscode';
import { HumanError } from '../../stripe/humanError.ts';

/** What `ui` needs of the embedded sandbox; the composition root supplies it, because `ui` does not know that room. */
export interface EmbeddedSandbox {
  readonly baseUrl: string;
  readonly testKey: string;
  /** Listens on 127.0.0.1, on the preferred port or the next free one. */
  start(preferredPort: number): Promise<void>;
  stop(): Promise<void>;
  reset(): Promise<void>;
  trigger(request: TriggerRequest): Promise<Triggered>;
}

/** An event to cause in the sandbox. */
export interface TriggerRequest {
  readonly type: string;
  readonly endpointIds: readonly string[];
}

/** What the sandbox delivered. */
export interface Triggered {
  readonly eventId: string;
  readonly deliveries: readonly TriggeredDelivery[];
}

/** The first attempt at one endpoint. */
export interface TriggeredDelivery {
  readonly endpointId: string;
  readonly url: string;
  readonly status: number | undefined;
  readonly milliseconds: number;
  /** Why no answer came, in one sentence. */
  readonly error: string | undefined;
}

/** Starts the sandbox when it is first needed, and keeps it stopped once the user has stopped it. */
export class SandboxControl implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #open: () => Promise<EmbeddedSandbox>;
  readonly #preferredPort: () => number;
  #started: Promise<EmbeddedSandbox> | undefined;
  #running = false;
  #stoppedByUser = false;

  constructor(open: () => Promise<EmbeddedSandbox>, preferredPort: () => number) {
    this.#open = open;
    this.#preferredPort = preferredPort;
  }

  /** True while it listens. */
  get running(): boolean {
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
    this.#changed.fire();
  }

  /** Stops it with the extension. */
  async close(): Promise<void> {
    await this.#close();
    this.dispose();
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #start(): Promise<EmbeddedSandbox> {
    try {
      const sandbox = await this.#open();
      await sandbox.start(this.#preferredPort());
      this.#setRunning(true);
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
    if (started) this.#setRunning(false);
  }

  #setRunning(running: boolean): void {
    this.#running = running;
    this.#changed.fire();
  }
}
