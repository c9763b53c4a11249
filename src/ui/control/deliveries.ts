import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Attempt } from '../../delivery/attempt.ts';
import { routableOf, type Deliverable, type Routable } from '../../delivery/deliverable.ts';
import type { Delivered, Dispatcher } from '../../delivery/dispatcher.ts';
import type { PendingDelivery } from '../../delivery/pending.ts';
import type { ReplayPlan, ReplaySummary } from '../../delivery/replay.ts';
import type { Sender, SendOptions } from '../../delivery/sender.ts';
import type { Target } from '../../delivery/target.ts';
import type { FullReceipt, Journal } from '../../journal/journal.ts';
import type { OwnSends } from '../../receiver/ownSends.ts';
import type { PassedAnswer } from '../../receiver/answer.ts';
import type { Receipt } from '../../receiver/receipt.ts';
import type { SigningSecrets } from '../../stripe/signingSecrets.ts';
import { HumanError } from '../../humanError.ts';
import type { Messages } from '../host/messages.ts';
import { LastAttempts } from './lastAttempts.ts';
import { Lazily } from './lazily.ts';
import type { Received } from './receiverControl.ts';
import { isSomethingLeft, markers } from './somethingLeft.ts';
import type { Targets } from './targets.ts';

/** What deliveries work with. */
export interface DeliveriesParts {
  readonly targets: Targets;
  readonly journal: Lazily<Journal>;
  readonly secrets: SigningSecrets;
  readonly messages: Messages;
  /** Keeps what came of the last attempts. */
  readonly state: vscode.Memento;
  /** Where unsettled deliveries are kept. */
  readonly folder: string;
  /** Whether events come in at a URL, which is no target then. */
  readonly isReceiver: (url: URL) => boolean;
  /** Told of what is sent to the receiver. */
  readonly ownSends: () => OwnSends;
}

interface Machinery {
  readonly dispatcher: Dispatcher;
  readonly sender: Sender;
}

/** Sends events on to the targets. Its code is loaded when there is a target and something to send. */
export class Deliveries implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** Fires after anything that may change what is pending. */
  readonly onDidChange = this.#changed.event;
  readonly #delivered = new vscode.EventEmitter<Delivered>();
  readonly onDidDeliver = this.#delivered.event;
  readonly #parts: DeliveriesParts;
  readonly #machinery: Lazily<Machinery>;
  readonly #answered = new Map<number, string>();
  readonly #last: LastAttempts;
  #dispatcher: Dispatcher | undefined;

  constructor(parts: DeliveriesParts) {
    this.#parts = parts;
    this.#machinery = new Lazily(() => this.#start());
    this.#last = new LastAttempts(parts.state);
    parts.targets.onDidChange(() => {
      this.#dispatcher?.targetsChanged();
      this.#last.retain(parts.targets.list().map(({ id }) => id));
    });
  }

  /** Takes up what an earlier run left, if there is anything: nothing is loaded otherwise. */
  async resume(): Promise<void> {
    if (!vscode.workspace.isTrusted || this.#parts.targets.list().length === 0) return;
    if (!(await isSomethingLeft(this.#marker))) return;
    await this.#machinery.get().catch((error: unknown) => this.#bug(error));
  }

  /** Routes a committed receipt to the targets that want it. */
  received({ id, receipt, told }: Received): void {
    const answeredBy = this.#answered.get(id);
    this.#answered.delete(id);
    const { event, verdict } = receipt;
    const isWanted = event && verdict.outcome === 'verified' && this.#wanted();
    const routed = isWanted ? routableOf({ id, event }) : undefined;
    if (this.#dispatcher) this.#dispatcher.dispatch(routed, told, answeredBy);
    else if (routed)
      this.#machinery
        .get()
        .then(({ dispatcher }) => dispatcher.dispatch(routed, told, answeredBy))
        .catch((error: unknown) => this.#bug(error));
  }

  /** What to answer to the sender of a receipt: the answer of the target that is to give it, or undefined for one's own. */
  async answer(receipt: Receipt, id: number): Promise<PassedAnswer | undefined> {
    if (!this.#wanted() || !this.#parts.targets.list().some(({ answers }) => answers)) return undefined;
    const { dispatcher } = await this.#machinery.get();
    const delivered = await dispatcher.answer(
      routableOf({ id, event: receipt.event }),
      deliverableOf(receipt),
    );
    if (!delivered) return undefined;
    this.#answered.set(id, delivered.target.id);
    const { response, error } = delivered.attempt;
    if (!response) throw new Error(error ?? 'The target did not answer.');
    return response;
  }

  /** The newest attempt at a target. */
  lastOf(targetId: string): Attempt | undefined {
    return this.#last.of(targetId);
  }

  /** What a target still waits for. */
  pendingOf(targetId: string): readonly PendingDelivery[] {
    return this.#dispatcher?.pendingOf(targetId) ?? [];
  }

  /** Delivers a receipt to a target now; undefined when it is gone. */
  async retryNow(targetId: string, routed: Routable): Promise<Delivered | undefined> {
    requireTrust();
    return (await this.#machinery.get()).dispatcher.retryNow(targetId, routed);
  }

  /** Makes one delivery that is not of the journal. */
  async send(target: Target, content: Deliverable, options: SendOptions = {}): Promise<Attempt> {
    requireTrust();
    const { sender } = await this.#machinery.get();
    const attempt = await sender.send(target, content, options);
    if (this.#parts.targets.get(target.id)) this.#note(target.id, attempt);
    return attempt;
  }

  /** Sends receipts once more and tells what came of it. */
  async replay(
    plan: ReplayPlan,
    onProgress: (summary: ReplaySummary) => void,
    signal: AbortSignal,
  ): Promise<ReplaySummary> {
    requireTrust();
    const [{ replay }, { sender }, journal] = await Promise.all([
      import('../../delivery/replay.ts'),
      this.#machinery.get(),
      this.#parts.journal.get(),
    ]);
    return replay(
      plan,
      {
        sender,
        load: (id) => load(journal, id),
        record: async (id, attempt) => {
          // What goes to the receiver becomes a receipt of its own there.
          if (!this.#parts.targets.get(attempt.target)) return;
          this.#note(attempt.target, attempt);
          await journal.recordAttempt(id, attempt);
        },
      },
      onProgress,
      signal,
    );
  }

  /** Cuts off what is under way, which the next run takes up. */
  async stop(): Promise<void> {
    await this.#machinery.end(({ dispatcher }) => dispatcher.stop());
    this.#dispatcher = undefined;
    await this.#last.flush();
  }

  dispose(): void {
    this.#changed.dispose();
    this.#delivered.dispose();
  }

  get #marker(): string {
    return join(this.#parts.folder, markers.deliveries);
  }

  // In an untrusted workspace nothing is sent, whatever its state says.
  #wanted(): boolean {
    return vscode.workspace.isTrusted && this.#parts.targets.list().some(({ paused }) => !paused);
  }

  async #start(): Promise<Machinery> {
    const [{ Dispatcher }, { Sender }, { Places }, { SystemClock }, journal] = await Promise.all([
      import('../../delivery/dispatcher.ts'),
      import('../../delivery/sender.ts'),
      import('../../journal/places.ts'),
      import('../../delivery/clock.ts'),
      this.#parts.journal.get(),
    ]);
    const { targets, secrets, ownSends } = this.#parts;
    const isReceiver = (target: Target) => this.#parts.isReceiver(new URL(target.url));
    const clock = new SystemClock();
    const sender = new Sender({
      clock,
      secretsOf: (target) => targets.secretsOf(target),
      signingSecrets: ({ connectionId, endpointId }) => secrets.getAll(connectionId, endpointId),
      onSigned: (target, signature, { source = 'replay' }) => {
        if (isReceiver(target)) ownSends().signed(signature, source);
      },
    });
    const dispatcher = new Dispatcher({
      targets: () => targets.list().filter((target) => !isReceiver(target)),
      load: (id) => load(journal, id),
      record: (id, attempt) => journal.recordAttempt(id, attempt),
      sender,
      pending: new Places({ journal, marker: this.#marker, onError: (error) => this.#bug(error) }),
      clock,
    });
    dispatcher.on('delivered', (delivered) => {
      this.#note(delivered.target.id, delivered.attempt);
      this.#delivered.fire(delivered);
    });
    dispatcher.on('changed', () => this.#changed.fire());
    dispatcher.on('fault', (error) => this.#bug(error));
    // What has come since then is dispatched as soon as this is done.
    await dispatcher.resume(journal.lastIdAtOpening);
    this.#dispatcher = dispatcher;
    return { dispatcher, sender };
  }

  #note(targetId: string, attempt: Attempt): void {
    this.#last.note(targetId, attempt);
    this.#changed.fire();
  }

  #bug(error: unknown): void {
    this.#parts.messages.bug('delivery', error);
  }
}

/** Throws a `HumanError` in an untrusted workspace, which must not have anything sent. */
function requireTrust(): void {
  if (vscode.workspace.isTrusted) return;
  throw new HumanError(
    vscode.l10n.t('Nothing is sent from an untrusted workspace: trust it first, then try again.'),
    'unavailable',
  );
}

/** The content of a receipt, to be signed by the endpoint that it came through. */
function deliverableOf({
  body,
  headers,
  verdict,
}: Pick<FullReceipt, 'body' | 'headers' | 'verdict'>): Deliverable {
  return { body, headers, signer: verdict.secret };
}

async function load(journal: Journal, id: number): Promise<Deliverable | undefined> {
  const receipt = await journal.get(id);
  return receipt && deliverableOf(receipt);
}
