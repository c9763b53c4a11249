import * as vscode from 'vscode';
import { isSamePlace } from '../../delivery/targetInput.ts';
import type { Appended, Journal } from '../../journal/journal.ts';
import type { PassedAnswer } from '../../receiver/answer.ts';
import type { Arrival } from '../../receiver/accept.ts';
import type { EventSource, Receipt } from '../../receiver/receipt.ts';
import type { Receiver, ReceiptAnswer, Refusal } from '../../receiver/receiver.ts';
import { OwnSends } from '../../receiver/ownSends.ts';
import type { Verdict } from '../../receiver/verdict.ts';
import { isLoopbackHost } from '../../stripe/connection.ts';
import type { Connections } from '../../stripe/connections.ts';
import type { SigningSecrets } from '../../stripe/signingSecrets.ts';
import { sourceSecretIds } from '../../stripe/sourceSecrets.ts';
import { readSetting } from '../host/settings.ts';
import type { Lazily } from './lazily.ts';
import { retiredSecrets, SecretOwners } from './secretOwners.ts';

/** An answered receipt, as the journal knows it. */
export interface Received {
  readonly receipt: Receipt;
  readonly answer: ReceiptAnswer;
  readonly id: number;
  readonly duplicate: boolean;
  /** Every receipt of this window up to this id has been told of, with this one. */
  readonly told: number;
}

/** What the receiver control is built from. */
export interface ReceiverControlParts {
  readonly journal: Lazily<Journal>;
  readonly secrets: SigningSecrets;
  readonly connections: Connections;
  /** What to answer to the sender of a committed receipt; undefined for the receiver's own 200. */
  readonly answer: (receipt: Receipt, id: number) => Promise<PassedAnswer | undefined>;
}

/** Runs the receiver when the user wants it, with the secrets known at that moment. */
export class ReceiverControl implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #received = new vscode.EventEmitter<Received>();
  readonly onDidReceive = this.#received.event;
  readonly #refused = new vscode.EventEmitter<Refusal>();
  readonly onDidRefuse = this.#refused.event;
  /** Told of what this extension sends to its own receiver, and of what it runs that causes events. */
  readonly ownSends = new OwnSends();
  readonly #parts: ReceiverControlParts;
  readonly #owners: SecretOwners;
  readonly #admitted = new Set<string>();
  /** Receipts that are committed and not told of yet, in the order of their ids. */
  readonly #untold = new Set<number>();
  #told = 0;
  #receiver: Receiver<Appended> | undefined;
  #starting: Promise<StartedReceiver> | undefined;

  constructor(parts: ReceiverControlParts) {
    this.#parts = parts;
    this.#owners = new SecretOwners(parts.connections);
  }

  /** Takes requests that name these hosts as well, as those do that come through a tunnel. */
  admit(hosts: readonly string[]): void {
    for (const host of hosts) this.#admitted.add(host);
  }

  /** The URL that accepts events, while it runs. */
  get url(): string | undefined {
    return this.#receiver?.url;
  }

  /** The URL it will most likely have once started. */
  get expectedUrl(): string {
    return this.url ?? `http://127.0.0.1:${readSetting('receiver.port')}${readSetting('receiver.path')}`;
  }

  /** Whether what is sent to a URL comes in here once it runs: at any path of its port, or through a tunnel. */
  isReachedAt(url: URL): boolean {
    const here = new URL(this.expectedUrl);
    if (isLoopbackHost(url.hostname)) return isSamePlace(url, here);
    const hosts = [...publicUrls().map(({ hostname }) => hostname), ...this.#admitted];
    const paths = [here.pathname, ...publicUrls().map(({ pathname }) => pathname)];
    return hosts.includes(url.hostname) && paths.includes(url.pathname);
  }

  /** Starts it, or says where it already runs. */
  start(): Promise<StartedReceiver> {
    this.#starting ??= this.#start().catch((error: unknown) => {
      this.#starting = undefined;
      throw error;
    });
    return this.#starting;
  }

  /** Stops it after everything that arrived is committed and answered. */
  async stop(): Promise<void> {
    await this.#starting?.catch(() => undefined);
    const receiver = this.#receiver;
    this.#receiver = undefined;
    this.#starting = undefined;
    await receiver?.stop();
    if (receiver) this.#changed.fire();
  }

  /**
   * Takes an event that a source brought, whether the receiver runs or not, and tells of it as of any other. Rejects
   * when it cannot be kept.
   */
  async accept(arrival: Arrival): Promise<Appended> {
    const started = performance.now();
    const [{ accept }, journal] = await Promise.all([
      import('../../receiver/accept.ts'),
      this.#parts.journal.get(),
    ]);
    const { receipt, committed } = await accept(arrival, {
      secrets: () => this.#owners.describe(this.#parts.secrets.current),
      commit: (each) => this.#commit(journal, each),
      runOf: (event, body) => this.ownSends.runOf(event, body),
    });
    const status = receipt.verdict.outcome === 'verified' ? 200 : 400;
    const answer = {
      status,
      by: 'receiver',
      milliseconds: performance.now() - started,
      delivered: true,
    } as const;
    this.#tell({ receipt, answer, ...committed });
    return committed;
  }

  dispose(): void {
    this.#changed.dispose();
    this.#received.dispose();
    this.#refused.dispose();
  }

  async #start(): Promise<StartedReceiver> {
    const [{ Receiver }, journal] = await Promise.all([
      import('../../receiver/receiver.ts'),
      this.#parts.journal.get(),
    ]);
    await this.#parts.secrets.all();
    const receiver = new Receiver({
      secrets: () => this.#owners.describe(this.#parts.secrets.current),
      known: () => retiredSecrets(this.#parts.secrets),
      commit: (receipt) => this.#commit(journal, receipt),
      answer: (receipt, { id }) => this.#parts.answer(receipt, id),
      originOf: (verdict, headers, event, body) => {
        const own = this.ownSends.originOf(headers['stripe-signature']?.toString(), event);
        if (own) return own;
        // Whoever cannot sign an event cannot say what caused it either.
        const run = event && verdict.outcome === 'verified' ? this.ownSends.runOf(event, body) : undefined;
        return { source: this.#sourceOf(verdict), run };
      },
      path: readSetting('receiver.path'),
      allowedHosts: () => [...publicUrls().map(({ hostname }) => hostname), ...this.#admitted],
      bodyLimit: readSetting('receiver.bodyLimit') * 1024,
      toleranceSeconds: readSetting('receiver.tolerance'),
    });
    receiver.on('receipt', (receipt, answer, appended) => this.#tell({ receipt, answer, ...appended }));
    receiver.on('refused', (refusal) => this.#refused.fire(refusal));
    const started = await receiver.start(readSetting('receiver.port'));
    this.#receiver = receiver;
    this.#changed.fire();
    return started;
  }

  async #commit(journal: Journal, receipt: Receipt): Promise<Appended> {
    const appended = await journal.append(receipt);
    if (appended.id <= this.#told) {
      // The file was damaged, and ids begin anew.
      this.#told = 0;
      this.#untold.clear();
    }
    this.#untold.add(appended.id);
    return appended;
  }

  #tell(received: Omit<Received, 'told'>): void {
    this.#untold.delete(received.id);
    // A receipt that waits for a target's answer is told of after later ones.
    const [oldest] = this.#untold;
    this.#told = Math.max(this.#told, received.id);
    this.#received.fire({ ...received, told: oldest === undefined ? this.#told : oldest - 1 });
  }

  #sourceOf(verdict: Verdict): EventSource {
    if (verdict.outcome !== 'verified') return 'http';
    // The Stripe CLI forwards what its listen session brings.
    if (verdict.secret.endpointId === sourceSecretIds.listen) return 'listen';
    const connection = this.#parts.connections.list().find(({ id }) => id === verdict.secret.connectionId);
    return connection?.kind === 'sandbox' ? 'sandbox' : 'http';
  }
}

/** Where the receiver listens, and whether that is the port the user asked for. */
export interface StartedReceiver {
  readonly port: number;
  readonly preferredPortTaken: boolean;
}

/** The URL by which a tunnel makes the receiver public, if the user has set one. */
function publicUrls(): readonly URL[] {
  const set = readSetting('receiver.publicUrl').trim();
  return URL.canParse(set) ? [new URL(set)] : [];
}
