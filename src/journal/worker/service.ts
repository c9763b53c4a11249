import { receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import { isBusy, isDamage, openDatabase, setAside } from './database.ts';
import type { AppendRequest, Questions, Reply, Request } from './protocol.ts';
import { NewerSchema } from './schema.ts';
import { Store } from './store.ts';

/** Batches that share a transaction at most, so that the first of them need not wait long. */
const GROUP = 16;

/** Milliseconds without an append after which the write-ahead log is moved to the file. */
const PAUSE = 250;

/** Answers a port's requests from one database file, in order. */
export class Service {
  readonly #file: string;
  readonly #port: MessagePort;
  #store: Store;
  #pause: NodeJS.Timeout | undefined;

  /** Opens the file; a damaged one is set aside. Throws when it cannot be used. */
  constructor(file: string, port: MessagePort) {
    this.#file = file;
    this.#port = port;
    this.#store = this.#open();
  }

  /** Takes requests until it is asked to close. */
  serve(): void {
    this.#port.on('message', (request: Request) => {
      for (let next: Request | undefined = request; next;) next = this.#take(next);
    });
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
        this.#ask(request);
        return undefined;
      case 'close':
        this.#close();
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
      const appended = this.#commit(batches);
      const buffers = batches.map(({ bodies }) => bodies);
      this.#port.postMessage({ kind: 'appended', batches: appended, buffers } satisfies Reply, buffers);
      this.#pause ??= setTimeout(() => this.#onPause(), PAUSE);
      this.#pause.refresh();
    } catch (error) {
      this.#reply({ kind: 'not-appended', batches: batches.length, sentence: sentenceOf(error, this.#file) });
    }
  }

  #commit(batches: readonly AppendRequest[]): ReturnType<Store['append']> {
    try {
      return this.#store.append(batches);
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.#store.close();
      this.#store = this.#startAnew();
      return this.#store.append(batches);
    }
  }

  #onPause(): void {
    this.#pause = undefined;
    this.#store.checkpoint();
  }

  #ask(request: Extract<Request, { kind: 'ask' }>): void {
    const { number } = request;
    try {
      this.#reply({ kind: 'answer', number, answer: this.#answer(request) });
    } catch (error) {
      this.#reply({ kind: 'no-answer', number, sentence: sentenceOf(error, this.#file) });
    }
  }

  #answer(request: Extract<Request, { kind: 'ask' }>): Questions[keyof Questions]['answer'] {
    switch (request.question) {
      case 'list':
        return this.#store.list(request.query);
      case 'count':
        return this.#store.count(request.query);
      case 'overTime':
        return this.#store.overTime(request.query.filter, request.query.span);
      case 'recordAttempt':
        return this.#store.recordAttempt(request.query.receiptId, request.query.attempt);
      case 'attemptsOf':
        return this.#store.attemptsOf(request.query);
      case 'get':
        return this.#store.get(request.query);
      case 'latestOf':
        return this.#store.latestOf(request.query);
    }
  }

  #open(): Store {
    try {
      return new Store(openDatabase(this.#file));
    } catch (error) {
      if (!isDamage(error)) throw error;
      return this.#startAnew();
    }
  }

  #startAnew(): Store {
    const aside = setAside(this.#file);
    const store = new Store(openDatabase(this.#file));
    this.#reply({ kind: 'set-aside', file: aside });
    return store;
  }

  #close(): void {
    clearTimeout(this.#pause);
    this.#store.close();
    this.#reply({ kind: 'closed' });
    this.#port.close();
  }

  #reply(message: Reply): void {
    this.#port.postMessage(message);
  }
}

/** What a person is told when the file cannot be used. */
export function sentenceOf(error: unknown, file: string): string {
  if (error instanceof NewerSchema)
    return `The event journal ${file} was written by a newer version of this extension; update the extension.`;
  if (isBusy(error))
    return `The event journal ${file} is locked by another program; close that program and try again.`;
  return `The event journal ${file} could not be used (${error instanceof Error ? error.message : String(error)}); make sure that the disk has space and the file may be written.`;
}
