import { setImmediate as turn } from 'node:timers/promises';
import type { Retention } from '../../entry.ts';
import type { DatabaseFile } from '../databaseFile.ts';
import type { Jobs, Reply, Request } from '../protocol.ts';
import { sentenceOf, sessionSentenceOf } from '../sentences.ts';
import { exportSession } from './exportSession.ts';
import { importSession } from './importSession.ts';
import type { IsCancelled, Job, Progress } from './job.ts';
import { clear, prune } from './prune.ts';

type JobOrder = Extract<Request, { kind: 'job' }>;

/** Progress is told this often at most, in milliseconds. */
const PROGRESS_INTERVAL = 100;

/** Runs long work step by step, so that receipts are appended and questions answered in between. */
export class JobRunner {
  readonly #file: DatabaseFile;
  readonly #reply: (message: Reply) => void;
  readonly #running = new Set<number | string>();
  readonly #cancelled = new Set<number | string>();

  constructor(file: DatabaseFile, reply: (message: Reply) => void) {
    this.#file = file;
    this.#reply = reply;
  }

  /** Does what is asked and answers. */
  async run(order: JobOrder): Promise<void> {
    const { number } = order;
    let told = 0;
    try {
      const answer = await this.#mending(order, (progress) => {
        if (performance.now() - told < PROGRESS_INTERVAL) return;
        told = performance.now();
        this.#reply({ kind: 'progress', number, progress });
      });
      this.#reply({ kind: 'answer', number, answer });
    } catch (error) {
      this.#reply({ kind: 'no-answer', number, sentence: this.#sentenceOf(error, order) });
    }
  }

  /** Deletes what is not to be kept, unless that is being done already. */
  async retain(retention: Retention): Promise<void> {
    const key = 'retention';
    if (this.#running.has(key)) return;
    const job = this.#file.use((store) => prune(store, retention, () => this.#cancelled.has(key)));
    await this.#steps(key, this.#deleting(job), () => undefined);
  }

  /** Lets a job end before its next step. */
  cancel(number: number): void {
    if (this.#running.has(number)) this.#cancelled.add(number);
  }

  /** Lets all jobs end before their next step. */
  cancelAll(): void {
    for (const key of this.#running) this.#cancelled.add(key);
  }

  #start(order: JobOrder): Job<Jobs[keyof Jobs]['answer']> {
    const isCancelled: IsCancelled = () => this.#cancelled.has(order.number);
    return this.#file.use((store): Job<Jobs[keyof Jobs]['answer']> => {
      switch (order.job) {
        case 'prune':
          return this.#deleting(prune(store, order.query, isCancelled));
        case 'clear':
          return this.#deleting(clear(store, isCancelled));
        case 'exportTo':
          return exportSession(store, order.query.file, order.query.filter, isCancelled);
        case 'importFrom':
          return importSession(store, order.query, isCancelled, (receiptIds) =>
            this.#reply({ kind: 'changed', receiptIds }),
          );
      }
    });
  }

  /** Runs a job; when it comes upon damage, once more on what takes the damaged one's place. */
  async #mending(order: JobOrder, tell: (progress: Progress) => void) {
    try {
      return await this.#steps(order.number, this.#start(order), tell);
    } catch (error) {
      if (!this.#file.mend(error)) throw error;
      return this.#steps(order.number, this.#start(order), tell);
    }
  }

  async #steps<T>(key: number | string, job: Job<T>, tell: (progress: Progress) => void): Promise<T> {
    this.#running.add(key);
    try {
      for (;;) {
        const step = job.next();
        if (step.done) return step.value;
        tell(step.value);
        await turn();
      }
    } finally {
      this.#running.delete(key);
      this.#cancelled.delete(key);
    }
  }

  #sentenceOf(error: unknown, order: JobOrder): string {
    const isOfDatabase = error instanceof Error && 'errcode' in error;
    if (!isOfDatabase && order.job === 'exportTo') return sessionSentenceOf(error, order.query.file);
    if (!isOfDatabase && order.job === 'importFrom') return sessionSentenceOf(error, order.query);
    return sentenceOf(error, this.#file.path);
  }

  /** Tells that receipts are gone, when some are. */
  *#deleting(job: Job<number>): Job<number> {
    const removed = yield* job;
    if (removed > 0) this.#reply({ kind: 'removed' });
    return removed;
  }
}
