import { EventEmitter } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Receipt } from '../receiver/receipt.ts';
import { AppendQueue } from './appendQueue/appendQueue.ts';
import {
  JournalError,
  type Appended,
  type Bucket,
  type Exported,
  type FullReceipt,
  type Imported,
  type JournalledAttempt,
  type JournalledReceipt,
  type KeptPlace,
  type ListQuery,
  type NewAttempt,
  type Place,
  type Retention,
  type TimeSpan,
} from './entry.ts';
import type { ReceiptFilter } from './filter.ts';
import type { Progress } from './worker/jobs/job.ts';
import type { AppendedBatch, Jobs, Questions, Reply, Request, WorkerData } from './worker/protocol.ts';
import { sentence, spoken } from '../sentence.ts';

export type { Appended, FullReceipt, JournalledReceipt, ListQuery } from './entry.ts';

/** A receipt that was journalled or whose attempts have changed. */
export interface Change {
  readonly receiptId: number;
}

interface JournalEvents {
  changed: [Change];
  removed: [];
  setAside: [file: string];
  failed: [JournalError];
  closed: [];
  newListener: [event: string | symbol];
}

/** How long work is watched and ended early. */
export interface JobOptions {
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

interface Waiter {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: JournalError) => void;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/**
 * The durable store of receipts: one SQLite file, written by a thread of its own. Several processes may have the
 * same file open. `changed` is emitted when a receipt or an attempt is committed and `removed` when receipts are
 * deleted, by this or another process; `setAside` when the file turns out to be damaged; `failed` when the thread dies,
 * after which every call is rejected; `closed` when it has ended, one way or the other.
 */
export class Journal extends EventEmitter<JournalEvents> {
  readonly #worker: Worker;
  readonly #queue: AppendQueue;
  readonly #waiters = new Map<number, Waiter>();
  #asked = 0;
  #setAside: string | undefined;
  #lastId = 0;
  #ended: JournalError | undefined;
  #closed: Promise<void> | undefined;

  /**
   * Opens the file, making it and its folder when missing. A damaged one is renamed and a new one begun; see
   * `setAside`. `worker` is the script of the thread. Throws `JournalError` when the file cannot be used at all.
   */
  static async open(file: string, worker: URL): Promise<Journal> {
    const journal = new Journal(file, worker);
    await journal.#opened;
    return journal;
  }

  readonly #opened: Promise<void>;

  private constructor(file: string, worker: URL) {
    super();
    this.#worker = new Worker(worker, {
      name: 'journal',
      workerData: { file, translations: spoken() } satisfies WorkerData,
      // node:sqlite warns on every start that it is new.
      execArgv: ['--disable-warning=ExperimentalWarning'],
      // Receipts pass through; without a limit the young generation alone grows to 48 MiB.
      resourceLimits: { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 256 },
    });
    // Other processes are watched only for somebody.
    this.on('newListener', (event) => {
      if (event === 'changed' || event === 'removed') this.#send({ kind: 'watch' });
    });
    this.#queue = new AppendQueue((batch) => this.#worker.postMessage(batch, [batch.bodies]));
    this.#opened = new Promise((resolve, reject) => {
      this.#worker.on('message', (reply: Reply) => {
        if (reply.kind === 'opened') {
          this.#lastId = reply.lastId;
          resolve();
        } else if (reply.kind === 'failed-to-open') reject(new JournalError(reply.sentence));
        else this.#onReply(reply);
      });
      this.#worker.on('error', (error) => this.#end(sentence`failed: ${error.message}`));
      this.#worker.on('exit', () => {
        this.#end(sentence`ended`);
        this.emit('closed');
        reject(new JournalError(sentence`The event journal’s thread ended before the file was open.`));
      });
    });
  }

  /** The id of the newest receipt that was there when it was opened; 0 when there was none. */
  get lastIdAtOpening(): number {
    return this.#lastId;
  }

  /** The new name of a damaged file that was moved out of the way, if there was one. */
  get setAside(): string | undefined {
    return this.#setAside;
  }

  /** Resolves when the receipt is in the file and survives the death of this process. Throws `JournalError`. */
  append(receipt: Receipt): Promise<Appended> {
    if (this.#ended) return Promise.reject(this.#ended);
    return this.#queue.add(receipt);
  }

  /** A page of the receipts that the filter wants, newest first, without headers and bodies. */
  list(query: ListQuery): Promise<readonly JournalledReceipt[]> {
    return this.#ask('list', query);
  }

  /** How many receipts the filter wants. */
  count(filter: ReceiptFilter): Promise<number> {
    return this.#ask('count', filter);
  }

  /**
   * The ids of the receipts the filter wants at places 0, `step`, 2 · `step` and so on, counted from the oldest. With
   * them a list of any length can be entered anywhere, and what arrives later moves none of them.
   */
  milestones(filter: ReceiptFilter, step: number): Promise<readonly number[]> {
    return this.#ask('milestones', { filter, step });
  }

  /** What arrived in each part of a span of time, what became of it, and how long attempts took. */
  overTime(filter: ReceiptFilter, span: TimeSpan): Promise<readonly Bucket[]> {
    return this.#ask('overTime', { filter, span });
  }

  /** The ids of the runs that caused events last, the latest first, so many at most. */
  runs(limit: number): Promise<readonly string[]> {
    return this.#ask('runs', limit);
  }

  /** The event types of the receipts that there are, in alphabetical order. */
  types(): Promise<readonly string[]> {
    return this.#ask('types', undefined);
  }

  /** Resolves when the attempt is in the file; one of a receipt that is gone is dropped. Throws `JournalError`. */
  async recordAttempt(receiptId: number, attempt: NewAttempt): Promise<void> {
    if (this.#ended) throw this.#ended;
    if (await this.#queue.addAttempt(receiptId, attempt)) this.emit('changed', { receiptId });
  }

  /** The attempts to deliver a receipt, in the order they were recorded. */
  attemptsOf(receiptId: number): Promise<readonly JournalledAttempt[]> {
    return this.#ask('attemptsOf', receiptId);
  }

  /** Deletes the oldest receipts beyond what is to be kept, in small steps; gives their number. */
  prune(retention: Retention): Promise<number> {
    return this.#run('prune', retention);
  }

  /** Keeps no more than this from now on: at once, every hour, and whenever the file grows over its size. */
  retain(retention: Retention): void {
    if (!this.#ended) this.#send({ kind: 'retain', retention });
  }

  /** Deletes every receipt that there is now; gives their number. */
  async clear(options?: JobOptions): Promise<number> {
    const deleted = await this.#run('clear', undefined, options);
    if (deleted > 0) this.emit('removed');
    return deleted;
  }

  /**
   * Writes the receipts that the filter wants to a file, oldest first, one a line of JSON, without secrets and
   * credentials. The file appears when it is whole. Throws `JournalError`.
   */
  exportTo(file: string, filter: ReceiptFilter, options?: JobOptions): Promise<Exported> {
    return this.#run('exportTo', { file, filter }, options);
  }

  /** Adds the receipts of an exported file, except those that are here already. Throws `JournalError`. */
  importFrom(file: string, options?: JobOptions): Promise<Imported> {
    return this.#run('importFrom', file, options);
  }

  /** One receipt with headers and body; undefined when there is none. */
  get(id: number): Promise<FullReceipt | undefined> {
    return this.#ask('get', id);
  }

  /** The newest verified receipt of an event, or else its newest one; undefined when there is none. */
  latestOf(eventId: string): Promise<FullReceipt | undefined> {
    return this.#ask('latestOf', eventId);
  }

  /** True when it is this journal that keeps places, of all that share the file: the first that asked, until it closes. */
  holdPlaces(): Promise<boolean> {
    return this.#ask('holdPlaces', undefined);
  }

  /** How far a consumer has come; undefined when that was never kept. */
  placeOf(consumer: string): Promise<KeptPlace | undefined> {
    return this.#ask('placeOf', consumer);
  }

  /** Resolves when all of these are in the file. Throws `JournalError`, and then none of them is. */
  keepPlaces(places: readonly Place[]): Promise<void> {
    return this.#ask('keepPlaces', places);
  }

  forgetPlace(consumer: string): Promise<void> {
    return this.#ask('forgetPlace', consumer);
  }

  /** Commits what was appended, answers what was asked, and closes the file. */
  close(): Promise<void> {
    return (this.#closed ??= this.#shutDown());
  }

  async #shutDown(): Promise<void> {
    if (this.#ended) return;
    this.#ended = new JournalError(sentence`The event journal is closed.`);
    await this.#queue.drained();
    const exited = new Promise((resolve) => this.#worker.once('exit', resolve));
    this.#send({ kind: 'close' });
    await exited;
  }

  #ask<Q extends keyof Questions>(
    question: Q,
    query: Questions[Q]['query'],
  ): Promise<Questions[Q]['answer']> {
    return this.#answer((number) => ({ kind: 'ask', number, question, query }) as Request);
  }

  async #run<J extends keyof Jobs>(
    job: J,
    query: Jobs[J]['query'],
    { onProgress, signal }: JobOptions = {},
  ): Promise<Jobs[J]['answer']> {
    let number = 0;
    const cancel = () => this.#send({ kind: 'cancel', number });
    const answer = this.#answer<Jobs[J]['answer']>((given) => {
      number = given;
      return { kind: 'job', number, job, query } as Request;
    }, onProgress);
    if (signal?.aborted) cancel();
    signal?.addEventListener('abort', cancel);
    try {
      return await answer;
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  #answer<T>(request: (number: number) => Request, onProgress?: Waiter['onProgress']): Promise<T> {
    if (this.#ended) return Promise.reject(this.#ended);
    const number = ++this.#asked;
    return new Promise((resolve, reject) => {
      this.#waiters.set(number, { resolve, reject, onProgress });
      this.#send(request(number));
    });
  }

  #send(request: Request): void {
    this.#worker.postMessage(request);
  }

  #onReply(reply: Reply): void {
    switch (reply.kind) {
      case 'appended':
        this.#queue.reuse(reply.buffers);
        for (const batch of reply.batches) this.#onCommitted(batch);
        break;
      case 'not-appended':
        for (let batch = 0; batch < reply.batches; batch++)
          this.#queue.failed(new JournalError(reply.sentence));
        break;
      case 'answer':
        this.#waiter(reply.number)?.resolve(reply.answer as never);
        break;
      case 'no-answer':
        this.#waiter(reply.number)?.reject(new JournalError(reply.sentence));
        break;
      case 'progress':
        this.#waiters.get(reply.number)?.onProgress?.(reply.progress);
        break;
      case 'changed':
        for (const receiptId of reply.receiptIds) this.emit('changed', { receiptId });
        break;
      case 'removed':
        this.emit('removed');
        break;
      case 'set-aside':
        this.#setAside = reply.file;
        this.emit('setAside', reply.file);
        break;
      case 'closed':
      case 'opened':
      case 'failed-to-open':
    }
  }

  #onCommitted(batch: AppendedBatch): void {
    this.#queue.committed(batch);
    for (let index = 0; index < batch.receipts; index++)
      this.emit('changed', { receiptId: batch.firstId + index });
  }

  #waiter(number: number): Waiter | undefined {
    const waiter = this.#waiters.get(number);
    this.#waiters.delete(number);
    return waiter;
  }

  /** The thread is gone: whoever waits for it must hear of it. */
  #end(how: string): void {
    const error = new JournalError(
      sentence`The event journal’s thread ${how}; reload the window to start it again.`,
    );
    const expected = this.#ended !== undefined;
    this.#ended ??= error;
    this.#queue.end(error);
    for (const { reject } of this.#waiters.values()) reject(error);
    this.#waiters.clear();
    if (!expected) this.emit('failed', error);
  }
}
