import { EventEmitter } from 'node:events';
import type { Connection } from './connection.ts';
import type { Connections } from './connections.ts';
import type { SigningSecrets } from './signingSecrets.ts';
import type { Clocks } from './sources/clocks.ts';
import { sourceSecretIds } from './sourceSecrets.ts';
import type { SourceTimings } from './sources/timings.ts';

/** How an account's events get to this machine without a public address. */
export type SourceKind = 'listen' | 'polling' | 'cli';

/** An event that a source has got hold of. */
export interface Arrival {
  /**
   * `listen`: the text of the socket's frame, as Stripe signed it. `polling`: read from `GET /v1/events` or
   * `/v2/core/events`, which give events inside a list: written as JSON with two spaces, in the manner of Stripe's
   * webhooks, but not Stripe's bytes, and signed on this machine.
   */
  readonly source: 'listen' | 'polling';
  readonly body: Uint8Array;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** What the app under development answered to an event. */
export interface AppAnswer {
  readonly url: string;
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

/**
 * Takes an arrival: resolves when it is durable, and rejects when it could not be kept, so that it is asked for again.
 * `answer` settles when a target has answered; undefined when there is none.
 */
export type Take = (
  arrival: Arrival,
) => Promise<{ readonly answer?: Promise<AppAnswer | undefined> | undefined }>;

/** Which events a source brings. */
export interface SourceOptions {
  readonly kinds: readonly ('snapshot' | 'thin')[];
  /** Events of the account itself, of the accounts connected to it, or of both. */
  readonly accounts: 'own' | 'connected' | 'both';
  /** Snapshot events in the account's default API version or in the latest. */
  readonly apiVersion: 'default' | 'latest';
}

/** What a source is really doing, not what it is meant to do. */
export type SourceState =
  | { readonly phase: 'connecting' }
  /** Events arrive as they happen (`listen`), or the last request for them was answered (`polling`). */
  | { readonly phase: 'live' }
  /** `retryAt` in ms since the Unix epoch; undefined while it is being tried. */
  | { readonly phase: 'reconnecting'; readonly reason: string; readonly retryAt?: number }
  /** Stripe has forgotten the session; a new one is being made. */
  | { readonly phase: 'expired' }
  /** Another program holds the connection, and only that knows its state. */
  | { readonly phase: 'delegated' }
  | { readonly phase: 'stopped'; readonly reason: StopReason; readonly sentence?: string };

/** Why a source does not go on. */
export type StopReason =
  /** By `stop`. */
  | 'asked'
  /** Stripe does not give this key a listen session, or the socket cannot be reached: poll instead. */
  | 'refused'
  /** It cannot go on by itself: the key is not valid, the program is missing, … */
  | 'failed';

/** What is left of one run of a source for the next, so that what happened in between is not missed. */
export interface Bookmarks {
  /**
   * Up to when the events of each list were dealt with, in seconds since the Unix epoch: by kind (`snapshot`), and by
   * kind and connected account (`snapshot acct_1`).
   */
  load(): Readonly<Record<string, number>>;
  save(bookmarks: Readonly<Record<string, number>>): void;
  /** Whether an event came already, one way or the other. */
  isKept(eventId: string): Promise<boolean>;
}

/** What a source works with. */
export interface SourceParts {
  readonly connection: Connection;
  readonly connections: Pick<Connections, 'client'>;
  readonly secrets: SigningSecrets;
  readonly take: Take;
  readonly options: SourceOptions;
  /** Without them, only what happens from the start on counts. */
  readonly bookmarks?: Bookmarks;
  readonly timings?: Partial<SourceTimings>;
  readonly clocks?: Clocks;
  /** Names this machine to Stripe, which keeps one signing secret per device; the host's name when not given. */
  readonly deviceName?: string;
}

interface SourceEvents {
  state: [state: SourceState];
  /** Something worth a line in the log, as a sentence. */
  note: [sentence: string];
  /** The signing secret is another one than before: an app that knows the old one must be told. */
  secretChanged: [];
}

/** Where events come from: started once, and stopped for good. */
export abstract class EventSource extends EventEmitter<SourceEvents> {
  #state: SourceState = { phase: 'connecting' };

  /** How events come now; polling when a listen session was refused. */
  abstract readonly kind: SourceKind;

  get state(): SourceState {
    return this.#state;
  }

  /** Begins; what becomes of it is told by `state`. */
  abstract start(): void;

  /** Ends it, and resolves when nothing is left: what had arrived is taken by then. */
  abstract stop(): Promise<void>;

  /** A stopped source stays so. */
  protected become(state: SourceState): void {
    if (this.#state.phase === 'stopped') return;
    this.#state = state;
    this.emit('state', state);
  }

  /** Keeps the secret that Stripe gave for listening; tells of it when an app may know another one. */
  protected async keepListenSecret(
    secret: string,
    { connection, secrets }: Pick<SourceParts, 'connection' | 'secrets'>,
  ): Promise<void> {
    const known = await secrets.get(connection.id, sourceSecretIds.listen);
    if (known === secret) return;
    await secrets.set(connection.id, sourceSecretIds.listen, secret);
    if (known !== undefined) this.emit('secretChanged');
  }
}
