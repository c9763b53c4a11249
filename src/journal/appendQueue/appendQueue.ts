import type { Receipt } from '../../receiver/receipt.ts';
import type { Appended, JournalError } from '../entry.ts';
import { encode, type ColumnValue } from '../record/columns.ts';
import { encodeHeaders } from '../record/headers.ts';
import type { AppendedBatch, AppendRequest } from '../worker/protocol.ts';

interface Waiter {
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: JournalError) => void;
}

interface Entry {
  readonly receipt: Receipt;
  readonly waiter: Waiter;
}

/** So many receipts are sent without waiting for more: the thread then commits them while this one reads on. */
const BATCH_RECEIPTS = 16;

/** Bodies on their way to the thread, in bytes, over which further receipts wait here and share larger batches. */
const UNDER_WAY_BYTES = 8 * 1024 * 1024;

/**
 * Buffers of one size go back and forth between the threads. Thrown away after use they would pile up, tens of
 * megabytes high, before the thread's garbage collector notices.
 */
const BUFFER_BYTES = 64 * 1024;
const SPARE_BUFFERS = 8;

/** A batch that was sent and not yet answered. */
interface SentBatch {
  readonly waiters: readonly Waiter[];
  readonly bytes: number;
}

/**
 * Collects receipts into batches, each one message and one part of a transaction. A batch is sent at the end of a
 * turn of the event loop, so that requests read in one turn share it, or as soon as it is large enough.
 */
export class AppendQueue {
  readonly #send: (batch: AppendRequest) => void;
  #queued: Entry[] = [];
  /** In the order sent, which is the order in which the thread answers. */
  readonly #sent: SentBatch[] = [];
  readonly #spare: ArrayBuffer[] = [];
  #bytesUnderWay = 0;
  #scheduled = false;
  #onDrained: (() => void) | undefined;

  constructor(send: (batch: AppendRequest) => void) {
    this.#send = send;
  }

  /** Resolves when the receipt's batch is durable. */
  add(receipt: Receipt): Promise<Appended> {
    return new Promise((resolve, reject) => {
      this.#queued.push({ receipt, waiter: { resolve, reject } });
      if (this.#queued.length >= BATCH_RECEIPTS) this.#flush();
      else this.#schedule();
    });
  }

  /** The oldest batch that was sent is durable. */
  committed({ firstId, duplicates }: AppendedBatch): void {
    this.#settle(({ resolve }, index) =>
      resolve({ id: firstId + index, duplicate: duplicates.includes(index) }),
    );
  }

  /** Nothing of the oldest batch that was sent is in the file. */
  failed(error: JournalError): void {
    this.#settle(({ reject }) => reject(error));
  }

  #settle(each: (waiter: Waiter, index: number) => void): void {
    const batch = this.#sent.shift();
    if (!batch) return;
    this.#bytesUnderWay -= batch.bytes;
    batch.waiters.forEach(each);
    if (this.#queued.length > 0) this.#schedule();
    else if (this.#sent.length === 0) this.#onDrained?.();
  }

  /** Takes back the buffers of committed batches. */
  reuse(buffers: readonly ArrayBuffer[]): void {
    for (const buffer of buffers) {
      if (buffer.byteLength === BUFFER_BYTES && this.#spare.length < SPARE_BUFFERS) this.#spare.push(buffer);
    }
  }

  /** No batch will ever be committed again. */
  end(error: JournalError): void {
    const waiters = [
      ...this.#sent.flatMap((batch) => batch.waiters),
      ...this.#queued.map(({ waiter }) => waiter),
    ];
    this.#sent.length = 0;
    this.#queued = [];
    for (const { reject } of waiters) reject(error);
    this.#onDrained?.();
  }

  /** Resolves when nothing is queued or being committed. */
  drained(): Promise<void> {
    if (this.#queued.length === 0 && this.#sent.length === 0) return Promise.resolve();
    return new Promise((resolve) => (this.#onDrained = resolve));
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#flush();
    });
  }

  #flush(): void {
    if (this.#queued.length === 0 || this.#bytesUnderWay > UNDER_WAY_BYTES) return;
    const entries = this.#takeBatch();
    const bytes = entries.reduce((total, { receipt }) => total + receipt.body.length, 0);
    const buffer = this.#bufferFor(bytes);
    const bodies = new Uint8Array(buffer);
    const values: ColumnValue[] = [];
    let offset = 0;
    for (const { receipt } of entries) {
      encode(receipt, values);
      values.push(encodeHeaders(receipt.headers));
      bodies.set(receipt.body, offset);
      offset += receipt.body.length;
    }
    this.#sent.push({ waiters: entries.map(({ waiter }) => waiter), bytes });
    this.#bytesUnderWay += bytes;
    this.#send({ kind: 'append', values, bodies: buffer });
    if (this.#queued.length > 0) this.#schedule();
  }

  #bufferFor(bytes: number): ArrayBuffer {
    if (bytes > BUFFER_BYTES) return new ArrayBuffer(bytes);
    return this.#spare.pop() ?? new ArrayBuffer(BUFFER_BYTES);
  }

  /** What fits into the space under way, and at least one receipt. */
  #takeBatch(): Entry[] {
    let bytes = this.#bytesUnderWay;
    const over = this.#queued.findIndex(
      ({ receipt }, index) => (bytes += receipt.body.length) > UNDER_WAY_BYTES && index > 0,
    );
    return over < 0 ? this.#queued.splice(0) : this.#queued.splice(0, over);
  }
}
