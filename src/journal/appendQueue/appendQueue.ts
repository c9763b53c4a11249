import type { Receipt } from '../../receiver/receipt.ts';
import type { Appended, JournalError } from '../entry.ts';
import { encode, type ColumnValue } from '../record/columns.ts';
import { encodeHeaders } from '../record/headers.ts';
import type { AppendRequest } from '../worker/protocol.ts';

interface Waiter {
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: JournalError) => void;
}

interface Entry {
  readonly receipt: Receipt;
  readonly waiter: Waiter;
}

/** A batch holds at most so many bytes of bodies (and at least one receipt), to bound the thread's memory. */
const BATCH_BYTES = 4 * 1024 * 1024;

/**
 * Group commit: collects receipts while a batch is being committed, and sends them as the next one. So there is one
 * transaction and one message for all that arrived meanwhile, however many that is.
 */
export class AppendQueue {
  readonly #send: (batch: AppendRequest) => void;
  #queued: Entry[] = [];
  #committing: readonly Waiter[] = [];
  #scheduled = false;
  #onDrained: (() => void) | undefined;

  constructor(send: (batch: AppendRequest) => void) {
    this.#send = send;
  }

  /** Resolves when the receipt's batch is durable. */
  add(receipt: Receipt): Promise<Appended> {
    return new Promise((resolve, reject) => {
      this.#queued.push({ receipt, waiter: { resolve, reject } });
      this.#schedule();
    });
  }

  /** The batch that was sent is durable. */
  committed(firstId: number, duplicates: readonly number[]): void {
    const waiters = this.#committing;
    this.#committing = [];
    waiters.forEach(({ resolve }, index) =>
      resolve({ id: firstId + index, duplicate: duplicates.includes(index) }),
    );
    this.#next();
  }

  /** Nothing of the batch that was sent is in the file. */
  failed(error: JournalError): void {
    const waiters = this.#committing;
    this.#committing = [];
    for (const { reject } of waiters) reject(error);
    this.#next();
  }

  /** No batch will ever be committed again. */
  end(error: JournalError): void {
    const waiters = [...this.#committing, ...this.#queued.map(({ waiter }) => waiter)];
    this.#committing = [];
    this.#queued = [];
    for (const { reject } of waiters) reject(error);
    this.#onDrained?.();
  }

  /** Resolves when nothing is queued or being committed. */
  drained(): Promise<void> {
    if (this.#idle()) return Promise.resolve();
    return new Promise((resolve) => (this.#onDrained = resolve));
  }

  #idle(): boolean {
    return this.#queued.length === 0 && this.#committing.length === 0;
  }

  #next(): void {
    if (this.#queued.length > 0) this.#schedule();
    else this.#onDrained?.();
  }

  /** Sends at the end of this turn of the event loop, so that all requests read in it share a batch. */
  #schedule(): void {
    if (this.#scheduled || this.#committing.length > 0) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      if (this.#queued.length > 0) this.#flush();
    });
  }

  #flush(): void {
    const entries = this.#takeBatch();
    const bodies = new Uint8Array(entries.reduce((total, { receipt }) => total + receipt.body.length, 0));
    const values: ColumnValue[] = [];
    let offset = 0;
    for (const { receipt } of entries) {
      encode(receipt, values);
      values.push(encodeHeaders(receipt.headers));
      bodies.set(receipt.body, offset);
      offset += receipt.body.length;
    }
    this.#committing = entries.map(({ waiter }) => waiter);
    this.#send({ kind: 'append', values, bodies });
  }

  #takeBatch(): Entry[] {
    let bytes = 0;
    const over = this.#queued.findIndex(
      ({ receipt }, index) => (bytes += receipt.body.length) > BATCH_BYTES && index > 0,
    );
    return over < 0 ? this.#queued.splice(0) : this.#queued.splice(0, over);
  }
}
