import { EventEmitter } from 'node:events';
import type { Attempt } from '../delivery/attempt.ts';
import { SystemClock, type Clock } from '../delivery/clock.ts';
import type { SandboxDelivery, SandboxOptions, TriggerRequest, TriggerResult } from './options.ts';
import { startRun, type Run } from './run/run.ts';
import { EventMaker, type MadeEvent } from './delivery/maker.ts';
import { storedEventOf } from './delivery/rendering.ts';
import { isWebhook, payloadOf, wants } from './delivery/wants.ts';
import { SandboxError } from './sandboxError.ts';
import type { StoredEndpoint } from './state/endpoints.ts';
import { newId } from './state/ids.ts';
import { setAside } from './state/setAside.ts';
import { identityOf, type Identity } from './state/settings.ts';
import { Store } from './state/store.ts';
import { sentence } from '../sentence.ts';

/** What a sandbox tells of itself. */
export interface SandboxEvents {
  /** An attempt to deliver an event to an endpoint has ended. */
  delivered: [delivery: SandboxDelivery];
  /** The app has answered an event through a listen session. */
  answered: [eventId: string, attempt: Attempt];
  /** Endpoints or events are not what they were. */
  changed: [];
  /** Something failed that should not; the request was answered with 500. */
  fault: [error: unknown];
}

/** The embedded offline Stripe: its API, its deliveries, and the CLI's listen sessions, on a port of 127.0.0.1. */
export class Sandbox extends EventEmitter<SandboxEvents> {
  private readonly options: SandboxOptions;
  private readonly clock: Clock;
  private readonly maker: EventMaker;
  private readonly identity: Identity;
  private store: Store | undefined;
  private run: Run | undefined;
  private transition: Promise<unknown> = Promise.resolve();

  private constructor(options: SandboxOptions, store: Store) {
    super();
    this.options = options;
    this.clock = options.clock ?? new SystemClock();
    this.maker = new EventMaker(options, this.clock);
    this.store = store;
    this.identity = identityOf(store.settings, this.clock.now());
  }

  /** Opens the state, without listening yet. Rejects with SandboxError when the data file cannot be used. */
  static open(options: SandboxOptions): Promise<Sandbox> {
    return Promise.resolve().then(() => new Sandbox(options, new Store(options.dataFile)));
  }

  /** Opens the state; a damaged data file is moved out of the way, and its new path is given as `setAside`. */
  static async openOrStartAfresh(
    options: SandboxOptions & { readonly dataFile: string },
  ): Promise<{ readonly sandbox: Sandbox; readonly setAside?: string }> {
    try {
      return { sandbox: await Sandbox.open(options) };
    } catch (error) {
      if (!(error instanceof SandboxError) || error.problem !== 'data-file-damaged') throw error;
      const setAside = await Sandbox.setAside(options.dataFile);
      return { sandbox: await Sandbox.open(options), setAside };
    }
  }

  /** Moves a data file that `open` finds damaged out of the way and gives its new path, so that `open` starts afresh. */
  static setAside(dataFile: string): Promise<string> {
    return setAside(dataFile, Date.now());
  }

  /** Listens on a port of 127.0.0.1, or a free one, and resumes pending retries. Rejects with SandboxError. */
  start(port = 0): Promise<void> {
    return this.inTurn(async () => {
      this.run ??= await startRun({
        store: this.openStore(),
        identity: this.identity,
        clock: this.clock,
        options: this.options,
        maker: this.maker,
        port,
        onDelivered: (delivery) => this.emit('delivered', delivery),
        onAnswer: (eventId, attempt) => this.emit('answered', eventId, attempt),
        onChange: () => this.emit('changed'),
        onFault: (error) => this.emit('fault', error),
      });
    });
  }

  get running(): boolean {
    return this.run !== undefined;
  }

  /** e.g. `http://127.0.0.1:12111`. Throws SandboxError when it is not running. */
  get baseUrl(): string {
    return `http://127.0.0.1:${this.requireRun().port}`;
  }

  /** The one key it takes; the same for as long as the data file lives. */
  get testKey(): string {
    return this.identity.testKey;
  }

  /** `acct_…` */
  get accountId(): string {
    return this.identity.accountId;
  }

  /**
   * Makes an event happen: stored, sent to the endpoints chosen (or all that want it) and to listen sessions. A
   * snapshot event's thin counterpart (`v1.` and its type) happens too, when a thin destination is to get it.
   * Resolves after the first attempts. Rejects with SandboxError for an unknown type or endpoint, or an endpoint
   * among those chosen that is disabled, no webhook, or gets no events of this kind.
   */
  async trigger(request: TriggerRequest): Promise<TriggerResult> {
    const { store, publisher } = this.requireRun();
    const made = this.maker.make(request, store);
    const chosen = request.endpointIds?.map((id) => chosenEndpoint(store, id));
    const thin = this.thinCounterpart(made, store, chosen);
    const endpoints = chosen?.filter((each) => payloadOf(each) === made.kind);
    const { own, other } = store.transaction(() => ({
      own: publisher.publish(made.fields, made.kind, { endpoints }),
      other: thin && publisher.publish(thin.made.fields, thin.made.kind, { endpoints: thin.endpoints }),
    }));
    const event = parsed(own.body);
    request.onHappened?.([event, ...(other ? [parsed(other.body)] : [])].map(({ id }) => String(id)));
    const attempts = await Promise.all([own.firstAttempts, other?.firstAttempts ?? []]);
    return { event, body: own.body, deliveries: attempts.flat() };
  }

  /** All attempts to deliver an event, oldest first; the recipient is an endpoint's id, or `listen`. */
  attempts(eventId: string): readonly { readonly recipient: string; readonly attempt: Attempt }[] {
    return this.requireRun().store.deliveries.attemptsOf(eventId);
  }

  /** The secrets that its endpoints sign with now, of each endpoint the newest first. */
  signingSecrets(): readonly { readonly endpointId: string; readonly secret: string }[] {
    const { endpoints } = this.requireRun().store;
    const now = this.clock.now();
    return endpoints
      .all()
      .flatMap(({ id }) => endpoints.activeSecrets(id, now).map((secret) => ({ endpointId: id, secret })));
  }

  /**
   * Gives an endpoint a new signing secret, as the Dashboard's roll does; the ones before sign until
   * `expiresAtMs`. Returns the new one. Throws SandboxError for an unknown endpoint or one that is no webhook.
   */
  rollSecret(endpointId: string, expiresAtMs = this.clock.now()): string {
    const { store } = this.requireRun();
    webhookEndpoint(store, endpointId);
    const secret = newId.signingSecret();
    store.transaction(() => {
      store.endpoints.expireSecrets(endpointId, expiresAtMs);
      store.endpoints.addSecret(endpointId, secret);
    });
    this.emit('changed');
    return secret;
  }

  /** Forgets all endpoints, events, deliveries and listen sessions; the key and the port stay. */
  reset(): Promise<void> {
    return this.inTurn(async () => {
      await this.run?.suspend();
      this.openStore().clear();
      this.run?.resume();
      if (!this.run) this.closeStore();
      this.emit('changed');
    });
  }

  /** Stops listening and delivering, and resolves when all of it has ended. What is pending is kept for `start`. */
  stop(): Promise<void> {
    return this.inTurn(async () => {
      const { run } = this;
      this.run = undefined;
      await run?.close();
      this.closeStore();
    });
  }

  /** The thin counterpart of an event with those that are to get it, if any; chosen ones must be able to. */
  private thinCounterpart(
    { fields, kind }: MadeEvent,
    store: Store,
    chosen: readonly StoredEndpoint[] | undefined,
  ): { readonly made: MadeEvent; readonly endpoints: readonly StoredEndpoint[] } | undefined {
    const { type, account } = storedEventOf(fields, kind);
    const thin = this.maker.thinTypeFor(type);
    const wanting = (each: StoredEndpoint): boolean =>
      thin !== undefined && wants(each, { type: thin, kind: 'thin', account });
    const endpoints =
      chosen?.filter((each) => payloadOf(each) !== kind) ?? store.endpoints.all().filter(wanting);
    const [first] = endpoints;
    if (!first) return undefined;
    if (thin === undefined) throw mismatch(first.id, kind, type);
    return { made: this.maker.counterpart(fields, thin, store), endpoints };
  }

  /** Start, stop and reset never overlap. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.transition.then(work);
    this.transition = turn.catch(() => undefined);
    return turn;
  }

  private requireRun(): Run {
    if (!this.run)
      throw new SandboxError('not-running', sentence`The sandbox is not running: start it first.`);
    return this.run;
  }

  private openStore(): Store {
    this.store ??= new Store(this.options.dataFile);
    return this.store;
  }

  /** Lets go of the file, for another window; what is in memory alone lives as long as the object. */
  private closeStore(): void {
    if (this.options.dataFile === undefined) return;
    this.store?.close();
    this.store = undefined;
  }
}

function knownEndpoint(store: Store, id: string): StoredEndpoint {
  const endpoint = store.endpoints.get(id);
  if (!endpoint)
    throw new SandboxError(
      'unknown-endpoint',
      sentence`The sandbox has no endpoint ${id}: refresh the endpoints.`,
    );
  return endpoint;
}

function parsed(body: Uint8Array): Record<string, unknown> {
  return JSON.parse(Buffer.from(body).toString('utf8')) as Record<string, unknown>;
}

function webhookEndpoint(store: Store, id: string): StoredEndpoint {
  const endpoint = knownEndpoint(store, id);
  if (!isWebhook(endpoint))
    throw new SandboxError(
      'no-webhook',
      sentence`The endpoint ${id} leads to a cloud's event bus, which the sandbox cannot reach: choose a webhook.`,
    );
  return endpoint;
}

function chosenEndpoint(store: Store, id: string): StoredEndpoint {
  const endpoint = webhookEndpoint(store, id);
  if (endpoint.status === 'disabled')
    throw new SandboxError(
      'endpoint-disabled',
      sentence`The endpoint ${id} is disabled: resume it to send it events.`,
    );
  return endpoint;
}

function mismatch(id: string, kind: 'snapshot' | 'thin', type: string): SandboxError {
  const reason =
    kind === 'thin'
      ? sentence`The endpoint ${id} gets snapshot events, and ${type} is a thin one: choose a thin destination.`
      : sentence`The endpoint ${id} gets thin events, and there is none for ${type}: choose another endpoint or type.`;
  return new SandboxError('payload-mismatch', reason);
}
