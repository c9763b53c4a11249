import { receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import { setImmediate as turn } from 'node:timers/promises';
import type { Retention } from '../entry.ts';
import type { ReceiptFilter } from '../filter.ts';
import { DatabaseFile } from './databaseFile.ts';
import { JobRunner } from './jobs/jobRunner.ts';
import { PlacesLock } from './placesLock.ts';
import { Milestones } from './query/milestones.ts';
import { OverTime } from './query/overTime.ts';
import type { Gathering } from './query/parts.ts';
import type { AppendRequest, Questions, Reply, Request } from './protocol.ts';
import { sentenceOf } from './sentences.ts';
import type { Store } from './store.ts';

/** Batches that share a transaction at most, so that the first of them need not wait long. */
const GROUP = 16;

/** Milliseconds without an append after which what follows behind catches up and the log is moved to the file. */
const PAUSE = 250;

/** So many receipts behind, catching up no longer waits for a pause. */
const BACKLOG = 20_000;

/** How often to look at what other processes did, in milliseconds. */
const WATCH_INTERVAL = 500;

/** How often what is too old is deleted, in milliseconds. */
const RETENTION_INTERVAL = 3_600_000;

type Ask = Extract<Request, { kind: 'ask' }>;

/** Answers a port's requests from one database file. */
export class Service {
  readonly #port: MessagePort;
  readonly #file: DatabaseFile;
  readonly #jobs: JobRunner;
  readonly #placesLock: PlacesLock;
  /** What is being answered: closing waits for it. */
  readonly #answering = new Set<Promise<void>>();
  #pause: NodeJS.Timeout | undefined;
  #catchingUp = false;
  #sinceCatchUp = 0;
  #watch: NodeJS.Timeout | undefined;
  #retention: Retention = {};
  #retentionTimer: NodeJS.Timeout | undefined;
  #closing = false;

  /** Opens the file; a damaged one is set aside. Throws when it cannot be used. */
  constructor(file: string, port: MessagePort) {
    this.#port = port;
    this.#file = new DatabaseFile(file, (aside) => this.#reply({ kind: 'set-aside', file: aside }));
    this.#placesLock = new PlacesLock(file);
    this.#jobs = new JobRunner(this.#file, (message) => this.#reply(message));
  }

  /** The id of the newest receipt; 0 when there is none. */
  get lastId(): number {
    return this.#file.use((store) => store.lastId);
  }

  /** Takes requests until it is asked to close. */
  serve(): void {
    this.#port.on('message', (request: Request) => {
      for (let next: Request | undefined = request; next;) next = this.#take(next);
    });
    this.#schedulePause();
  }

  /** Does what is asked; gives a request that was taken off the port but not dealt with. */
  #take(request: Request): Request | undefined {
    switch (request.kind) {
      case 'append': {
        const { batches, next } = this.#group(request);
        this.#append(batches);
        return next;
      }
      case 'ask':
        this.#track(this.#ask(request));
        return undefined;
      case 'job':
        this.#track(this.#jobs.run(request));
        return undefined;
      case 'cancel':
        this.#jobs.cancel(request.number);
        return undefined;
      case 'retain':
        this.#retain(request.retention);
        return undefined;
      case 'watch':
        this.#watch ??= setInterval(() => this.#tellOthersChanges(), WATCH_INTERVAL);
        this.#tellOthersChanges();
        return undefined;
      case 'close':
        void this.#close();
        return undefined;
    }
  }

  /** Group commit: what arrived while the last transaction ran shares the next one. */
  #group(first: AppendRequest): { batches: readonly AppendRequest[]; next: Request | undefined } {
    const batches = [first];
    while (batches.length < GROUP) {
      const next = receiveMessageOnPort(this.#port)?.message as Request | undefined;
      if (next?.kind !== 'append') return { batches, next };
      batches.push(next);
    }
    return { batches, next: undefined };
  }

  #append(batches: readonly AppendRequest[]): void {
    try {
      const appended = this.#file.use((store) => store.append(batches));
      const buffers = batches.map(({ bodies }) => bodies);
      this.#port.postMessage({ kind: 'appended', batches: appended, buffers } satisfies Reply, buffers);
      this.#sinceCatchUp += appended.reduce((total, { receipts }) => total + receipts, 0);
      if (this.#sinceCatchUp > BACKLOG) void this.#catchUp();
      this.#schedulePause();
    } catch (error) {
      this.#reply({
        kind: 'not-appended',
        batches: batches.length,
        sentence: sentenceOf(error, this.#file.path),
      });
    }
  }

  #schedulePause(): void {
    this.#pause ??= setTimeout(() => {
      this.#pause = undefined;
      void this.#catchUp().then(() => this.#whenIdle());
    }, PAUSE);
    this.#pause.refresh();
  }

  /** Lets filters and full-text search follow, in small steps; ends early when more arrives, unless far behind. */
  async #catchUp(): Promise<void> {
    if (this.#catchingUp) return;
    this.#catchingUp = true;
    try {
      while (!this.#closing && this.#file.use((store) => store.followUp('text'))) {
        await turn();
        if (this.#pause && this.#file.use((store) => store.backlog) <= BACKLOG) break;
      }
      this.#sinceCatchUp = this.#file.use((store) => store.backlog);
    } catch (error) {
      this.#inBackground(error);
    } finally {
      this.#catchingUp = false;
    }
  }

  #whenIdle(): void {
    if (this.#closing || this.#pause) return;
    try {
      this.#file.use((store) => store.checkpoint());
      const { maxBytes } = this.#retention;
      if (maxBytes !== undefined && this.#file.use((store) => store.size) > maxBytes) this.#applyRetention();
    } catch (error) {
      this.#inBackground(error);
    }
  }

  async #ask(request: Ask): Promise<void> {
    const { number } = request;
    try {
      const { opened } = this.#file;
      let answer = await this.#answer(request);
      // What was damaged has been made anew, and is empty until it has caught up.
      if (this.#file.opened !== opened) answer = await this.#answer(request);
      this.#reply({ kind: 'answer', number, answer });
    } catch (error) {
      this.#reply({ kind: 'no-answer', number, sentence: sentenceOf(error, this.#file.path) });
    }
  }

  async #answer(request: Ask): Promise<Questions[keyof Questions]['answer']> {
    if (request.question === 'holdPlaces') return this.#placesLock.hold();
    const needed = neededBy(request);
    if (needed) while (this.#file.use((store) => store.followUp(needed))) await turn();
    if (request.question === 'overTime') {
      const { filter, span } = request.query;
      return (await this.#gathered(new OverTime(filter, span))).buckets;
    }
    if (request.question === 'milestones') {
      const { filter, step } = request.query;
      return (await this.#gathered(new Milestones(filter, step))).ids;
    }
    return this.#file.use((store) => answerTo(request, store));
  }

  async #gathered<T extends Gathering>(gathering: T): Promise<T> {
    while (this.#file.use((store) => store.gather(gathering))) await turn();
    return gathering;
  }

  #retain(retention: Retention): void {
    this.#retention = retention;
    clearInterval(this.#retentionTimer);
    this.#retentionTimer = setInterval(() => this.#applyRetention(), RETENTION_INTERVAL);
    this.#applyRetention();
  }

  #applyRetention(): void {
    this.#track(this.#jobs.retain(this.#retention).catch((error: unknown) => this.#inBackground(error)));
  }

  #tellOthersChanges(): void {
    try {
      const changes = this.#file.use((store) => store.othersChanges());
      if (!changes) return;
      if (changes.receiptIds.length > 0) this.#reply({ kind: 'changed', receiptIds: changes.receiptIds });
      if (changes.removed) this.#reply({ kind: 'removed' });
    } catch (error) {
      this.#inBackground(error);
    }
  }

  /** Nobody waits for this: it is tried again later, and whoever asks or appends next hears of what lasts. */
  #inBackground(error: unknown): void {
    this.#file.mend(error);
  }

  #track(answering: Promise<void>): void {
    this.#answering.add(answering);
    void answering.finally(() => this.#answering.delete(answering));
  }

  /** Ends jobs early, answers what was asked, and closes the file. */
  async #close(): Promise<void> {
    this.#closing = true;
    clearTimeout(this.#pause);
    clearInterval(this.#watch);
    clearInterval(this.#retentionTimer);
    this.#jobs.cancelAll();
    await Promise.all(this.#answering);
    this.#file.close();
    this.#placesLock.release();
    this.#reply({ kind: 'closed' });
    this.#port.close();
  }

  #reply(message: Reply): void {
    this.#port.postMessage(message);
  }
}

/** What must be up to date before a question is answered. */
function neededBy(request: Ask): 'lookup' | 'text' | undefined {
  const forFilter = (filter: ReceiptFilter) => (filter.text === undefined ? 'lookup' : 'text');
  switch (request.question) {
    case 'list':
      return hasCondition(request.query.filter) ? forFilter(request.query.filter) : undefined;
    case 'count':
      return forFilter(request.query);
    case 'milestones':
    case 'overTime':
      return forFilter(request.query.filter);
    case 'runs':
    case 'types':
      return 'lookup';
    default:
      return undefined;
  }
}

function hasCondition(filter: ReceiptFilter | undefined): filter is ReceiptFilter {
  return Object.values(filter ?? {}).some((condition) => condition !== undefined);
}

function answerTo(
  request: Exclude<Ask, { question: 'holdPlaces' | 'milestones' | 'overTime' }>,
  store: Store,
): Questions[keyof Questions]['answer'] {
  switch (request.question) {
    case 'list':
      return store.list(request.query);
    case 'count':
      return store.count(request.query);
    case 'runs':
      return store.runs(request.query);
    case 'types':
      return store.types();
    case 'attemptsOf':
      return store.attemptsOf(request.query);
    case 'get':
      return store.get(request.query);
    case 'latestOf':
      return store.latestOf(request.query);
    case 'placeOf':
      return store.placeOf(request.query);
    case 'keepPlaces':
      store.keepPlaces(request.query);
      return undefined;
    case 'forgetPlace':
      store.forgetPlace(request.query);
      return undefined;
  }
}
