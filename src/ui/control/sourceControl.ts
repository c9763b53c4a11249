import * as vscode from 'vscode';
import type { Attempt } from '../../delivery/attempt.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Connection } from '../../stripe/connection.ts';
import type { Connections } from '../../stripe/connections.ts';
import type {
  AppAnswer,
  Bookmarks,
  EventSource,
  SourceKind,
  SourceParts,
  SourceState,
} from '../../stripe/eventSource.ts';
import type { SigningSecrets } from '../../stripe/signingSecrets.ts';
import { sourceSecretIds } from '../../stripe/sourceSecrets.ts';
import { readSetting } from '../host/settings.ts';
import type { Lazily } from './lazily.ts';
import type { ReceiverControl } from './receiverControl.ts';

/** What the event source is built from. */
export interface SourceControlParts {
  readonly connections: Connections;
  readonly receiver: ReceiverControl;
  readonly secrets: SigningSecrets;
  readonly journal: Lazily<Journal>;
  /** Keeps how far the events of each connection were dealt with. */
  readonly state: vscode.Memento;
}

/** The event source that runs, or that ran last. */
export interface CurrentSource {
  readonly kind: SourceKind;
  readonly connection: Connection;
  readonly state: SourceState;
  /** Why events are polled in place of the listen session that was asked for. */
  readonly refusal: string | undefined;
}

/** For how many events at most a target's answer is still waited for. */
const awaitedAnswers = 1_000;

/** Lets events come from an account without an endpoint: one source at a time, begun and ended by the user. */
export class SourceControl implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** The source, or its state, is another one. */
  readonly onDidChange = this.#changed.event;
  readonly #noted = new vscode.EventEmitter<string>();
  /** Something happened that is worth a line in the log. */
  readonly onDidNote = this.#noted.event;
  readonly #ended = new vscode.EventEmitter<CurrentSource>();
  /** A source that had been running has stopped without being asked to. */
  readonly onDidEnd = this.#ended.event;
  readonly #secretChanged = new vscode.EventEmitter<Connection>();
  /** The app under development knows a signing secret that is not in use any more. */
  readonly onDidChangeSecret = this.#secretChanged.event;
  readonly #parts: SourceControlParts;
  readonly #answers = new Map<number, (answer: AppAnswer) => void>();
  #source: EventSource | undefined;
  #connection: Connection | undefined;

  constructor(parts: SourceControlParts) {
    this.#parts = parts;
  }

  /** The source that runs, or why the last one does not run any more; undefined before the first. */
  get current(): CurrentSource | undefined {
    if (!this.#source || !this.#connection) return undefined;
    const { kind, state } = this.#source;
    const refusal = 'refusal' in this.#source ? (this.#source.refusal as string | undefined) : undefined;
    return { kind, connection: this.#connection, state, refusal };
  }

  get running(): boolean {
    return this.#source !== undefined && this.#source.state.phase !== 'stopped';
  }

  /**
   * Starts a source, in place of the one that runs, and resolves when it is live, when another program has taken over,
   * when it has stopped, or when it waits for a second try. Throws a `HumanError` when it cannot even be started.
   */
  async start(kind: SourceKind, connection: Connection, signal: AbortSignal): Promise<SourceState> {
    await this.stop();
    await this.#parts.secrets.all();
    const source = await this.#create(kind, connection);
    this.#source = source;
    this.#connection = connection;
    source.on('note', (sentence) => this.#noted.fire(sentence));
    source.on('secretChanged', () => this.#secretChanged.fire(connection));
    source.on('state', () => this.#changed.fire());
    const stop = () => void source.stop();
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    const settled = untilSettled(source);
    source.start();
    this.#changed.fire();
    const state = await settled.finally(() => signal.removeEventListener('abort', stop));
    if (state.phase !== 'stopped') source.on('state', (later) => this.#endedBy(later));
    return state;
  }

  #endedBy(state: SourceState): void {
    const { current } = this;
    if (current && state.phase === 'stopped' && state.reason !== 'asked') this.#ended.fire(current);
  }

  /** Stops it, and resolves when what has arrived is kept. */
  async stop(): Promise<void> {
    await this.#source?.stop();
    this.#answers.clear();
  }

  /** The secret that the app verifies the source's events with; undefined when none is known. */
  async secret(): Promise<string | undefined> {
    const { current } = this;
    if (!current) return undefined;
    const id = current.kind === 'polling' ? sourceSecretIds.polling : sourceSecretIds.listen;
    return this.#parts.secrets.get(current.connection.id, id);
  }

  /** Tells Stripe, through the listen session, what a target answered to an event; the first answer counts. */
  answered(receiptId: number, { url, response }: Pick<Attempt, 'url' | 'response'>): void {
    if (!response) return;
    this.#answers.get(receiptId)?.({ url, ...response });
    this.#answers.delete(receiptId);
  }

  dispose(): void {
    this.#changed.dispose();
    this.#noted.dispose();
    this.#ended.dispose();
    this.#secretChanged.dispose();
  }

  async #create(kind: SourceKind, connection: Connection): Promise<EventSource> {
    const parts = this.#sourceParts(connection);
    switch (kind) {
      case 'listen':
        return new (await import('../../stripe/listenOrPoll.ts')).ListenOrPoll(parts);
      case 'polling':
        return new (await import('../../stripe/polling.ts')).PollingSource(parts);
      case 'cli': {
        const { CliSource } = await import('../../stripe/cliListen.ts');
        await this.#parts.receiver.start();
        return new CliSource({
          ...parts,
          connections: this.#parts.connections,
          program: readSetting('source.cliPath') || 'stripe',
          forwardTo: this.#parts.receiver.url ?? '',
        });
      }
    }
  }

  #sourceParts(connection: Connection): SourceParts {
    const { connections, secrets, receiver } = this.#parts;
    const payloads = readSetting('source.payloads');
    return {
      connection,
      connections,
      secrets,
      bookmarks: this.#bookmarks(connection),
      take: async (arrival) => {
        const { id } = await receiver.accept(arrival);
        return { answer: this.#answerTo(id) };
      },
      options: {
        kinds: payloads === 'both' ? ['snapshot', 'thin'] : [payloads],
        accounts: readSetting('source.accounts'),
        apiVersion: readSetting('source.apiVersion'),
      },
    };
  }

  /** Kept for the workspace, as is the journal that the events are in. */
  #bookmarks({ id }: Connection): Bookmarks {
    const { state, journal } = this.#parts;
    const key = `source.bookmarks.${id}`;
    const load = () => state.get<Readonly<Record<string, number>>>(key, {});
    return {
      load,
      save: (bookmarks) => void state.update(key, { ...load(), ...bookmarks }),
      isKept: async (eventId) =>
        (await (await journal.get()).latestOf(eventId))?.verdict.outcome === 'verified',
    };
  }

  #answerTo(receiptId: number): Promise<AppAnswer> {
    return new Promise((resolve) => {
      this.#answers.set(receiptId, resolve);
      const [oldest] = this.#answers.keys();
      if (this.#answers.size > awaitedAnswers && oldest !== undefined) this.#answers.delete(oldest);
    });
  }
}

/** Whether the first try is over, whatever came of it. */
function isSettled({ phase }: SourceState): boolean {
  return phase !== 'connecting' && phase !== 'expired';
}

function untilSettled(source: EventSource): Promise<SourceState> {
  return new Promise((resolve) => {
    const look = (state: SourceState) => {
      if (!isSettled(state)) return;
      source.off('state', look);
      resolve(state);
    };
    source.on('state', look);
  });
}
