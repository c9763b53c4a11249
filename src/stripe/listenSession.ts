import { EventSource, type SourceParts } from './eventSource.ts';
import { reasonOf } from './stripeError.ts';
import { systemClocks, type Clocks } from './sources/clocks.ts';
import { ackFrame, eventIn, readFrame, responseFrame, type EventFrame } from './sources/frames.ts';
import { Gaps } from './sources/gaps.ts';
import { isWanted } from './sources/isWanted.ts';
import { idle, stateOf, step, type Action, type Input, type Machine } from './sources/machine.ts';
import { SeenEvents } from './sources/seenEvents.ts';
import { createSession, type Session } from './sources/session.ts';
import { ListenSocket } from './sources/socket.ts';
import { Sleeps } from './sources/sleeps.ts';
import { Takes } from './sources/takes.ts';
import { defaultTimings, retryDelay, type SourceTimings } from './sources/timings.ts';
import { sentence } from '../sentence.ts';

/**
 * Speaks the Stripe CLI's listen session: Stripe sends the account's events over a socket that this machine opens, and
 * learns what the app answered. What does not arrive that way (the network was gone, the machine slept, a frame got
 * lost) is read from Stripe's API, so that every event arrives. Stops as `refused` when Stripe does not give a session.
 */
export class ListenSource extends EventSource {
  override readonly kind = 'listen';
  readonly #parts: SourceParts;
  readonly #timings: SourceTimings;
  readonly #clocks: Clocks;
  readonly #gaps: Gaps;
  readonly #seen = new SeenEvents();
  readonly #sleeps = new Sleeps();
  readonly #takes: Takes;
  readonly #closing = new Set<Promise<unknown>>();
  #machine: Machine = idle;
  #session: Session | undefined;
  #socket: ListenSocket | undefined;
  #openedAt = 0;
  #retryAt = 0;
  #redial: NodeJS.Timeout | undefined;
  #sweep: NodeJS.Timeout | undefined;

  constructor(parts: SourceParts) {
    super();
    this.#parts = parts;
    this.#timings = { ...defaultTimings, ...parts.timings };
    this.#clocks = parts.clocks ?? systemClocks;
    this.#takes = new Takes(parts.take);
    this.#gaps = new Gaps({
      ...parts,
      take: this.#takes.take,
      seen: this.#seen,
      secret: () => Promise.resolve(this.#session?.secret ?? ''),
      settle: () => this.#sleeps.sleep(this.#timings.settle),
      now: () => this.#clocks.wall(),
      note: (sentence) => this.emit('note', sentence),
    });
  }

  override start(): void {
    this.#happened({ type: 'start' });
  }

  override async stop(): Promise<void> {
    this.#happened({ type: 'stop' });
    await Promise.all([this.#takes.end(), ...this.#closing]);
  }

  #happened(input: Input): void {
    const { machine, actions } = step(this.#machine, input);
    const changed = machine !== this.#machine;
    this.#machine = machine;
    for (const action of actions) this.#do(action);
    if (changed) this.become(stateOf(machine, this.#retryAt));
  }

  #do(action: Action): void {
    switch (action) {
      case 'create':
        return void this.#create();
      case 'dial':
        return this.#dial();
      case 'hang-up':
        return this.#hangUp();
      case 'wait':
        return void this.#wait();
      case 'fill':
        return void this.#fill(sentence`while there was no connection`);
      case 'end':
        return this.#sleeps.end();
    }
  }

  async #create(): Promise<void> {
    const { connection, connections, options, deviceName } = this.#parts;
    try {
      // First of all, so that no event gets lost between now and the open socket.
      await this.#readable(() => this.#gaps.baseline());
      const client = await connections.client(connection);
      const session = await createSession(client, options.kinds, deviceName);
      if (this.#machine.phase === 'stopped') return;
      this.#session = session;
      await this.keepListenSecret(session.secret, this.#parts);
      this.#happened({ type: 'created' });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#happened({ type: 'create-failed', how: howToTake(error), reason });
    }
  }

  #dial(): void {
    if (!this.#session) return;
    this.#socket = new ListenSocket(
      this.#session,
      {
        opened: () => this.#opened(),
        message: (text) => void this.#receive(text),
        closed: (reason) => this.#lost({ type: 'closed', reason, stable: this.#wasStable() }),
        failed: (reason) => this.#lost({ type: 'dial-failed', reason }),
        unknownSession: () => this.#lost({ type: 'unknown-id' }),
        woke: (away) => this.#lost({ type: 'woke', reason: wokeAfter(away) }),
      },
      this.#timings,
      this.#clocks,
    );
  }

  #opened(): void {
    this.#openedAt = this.#clocks.monotonic();
    const redialAfter = this.#session?.redialAfter ?? 0;
    this.#redial = setTimeout(
      () => this.#happened({ type: 'redial-due' }),
      Math.min(redialAfter, 2 ** 31 - 1),
    );
    this.#sweep = setInterval(() => void this.#fill(sentence`over the open connection`), this.#timings.sweep);
    this.#happened({ type: 'opened' });
  }

  #lost(input: Input): void {
    this.#forgetSocket();
    if (input.type === 'woke') this.emit('note', input.reason);
    this.#happened(input);
  }

  #hangUp(): void {
    const closing = this.#socket?.close();
    this.#forgetSocket();
    if (!closing) return;
    this.#closing.add(closing);
    void closing.then(() => this.#closing.delete(closing));
  }

  #forgetSocket(): void {
    this.#socket = undefined;
    clearTimeout(this.#redial);
    clearInterval(this.#sweep);
  }

  #wasStable(): boolean {
    return this.#clocks.monotonic() - this.#openedAt >= this.#timings.stable;
  }

  async #wait(): Promise<void> {
    const delay = retryDelay(this.#timings, this.#machine.failures);
    this.#retryAt = this.#clocks.wall() + delay;
    if (await this.#sleeps.sleep(delay)) this.#happened({ type: 'timer' });
  }

  async #fill(when: string): Promise<void> {
    await this.#readable(async () => {
      const taken = await this.#gaps.fill();
      if (taken > 0)
        this.emit(
          'note',
          sentence`${taken} events did not arrive ${when}; they were read from Stripe's API.`,
        );
    });
  }

  /** Without the API events still arrive by the socket: that a look failed is said, and it is repeated later. */
  async #readable(look: () => Promise<void>): Promise<void> {
    try {
      await look();
    } catch (error) {
      this.#note(error);
    }
  }

  #note(error: unknown): void {
    if (this.#machine.phase !== 'stopped')
      this.emit('note', error instanceof Error ? error.message : String(error));
  }

  async #receive(text: string): Promise<void> {
    const frame = readFrame(text);
    const event = frame && eventIn(frame.payload);
    if (!frame || !event || !this.#isWanted(frame, event.account)) return;
    // An answer goes the way the event came: another socket's conversations are not this one's.
    const socket = this.#socket;
    this.#seen.add(event.id);
    try {
      const { answer } = await this.#takes.take({
        source: 'listen',
        body: Buffer.from(frame.payload),
        headers: frame.headers,
      });
      socket?.send(ackFrame(frame, event.id));
      if (event.account !== undefined) this.#gaps.follow(event.account, frame.kind, frame.payload);
      const answered = await answer;
      if (answered) socket?.send(responseFrame(frame, event.id, answered));
    } catch (error) {
      // It is not kept: the next look for missed events finds it again.
      this.#seen.delete(event.id);
      this.#note(error);
    }
  }

  #isWanted({ kind, apiVersion }: EventFrame, account: string | undefined): boolean {
    const { options } = this.#parts;
    if (!options.kinds.includes(kind) || !isWanted(account, options)) return false;
    return kind === 'thin' || (apiVersion === null) === (options.apiVersion === 'default');
  }
}

/** What to make of a session that was not given. */
function howToTake(error: unknown): 'refused' | 'failed' | 'passing' {
  switch (reasonOf(error)) {
    case 'offline':
    case 'timeout':
    case 'server':
      return 'passing';
    case 'permission':
    case 'invalid-request':
    case 'not-found':
    // Too many sessions at once are refused with 429.
    // falls through
    case 'rate-limit':
      return 'refused';
    default:
      return 'failed';
  }
}

function wokeAfter(milliseconds: number): string {
  return sentence`This computer was asleep or busy for ${Math.round(milliseconds / 1000)} s`;
}
