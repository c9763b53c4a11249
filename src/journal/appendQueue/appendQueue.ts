import type { Receipt } from '../../receiver/receipt.ts';
import type { Appended, JournalError, NewAttempt } from '../entry.ts';
import { encode, type ColumnValue } from '../record/columns.ts';
import { encodeHeaders } from '../record/headers.ts';
import type { AppendedBatch, AppendRequest } from '../worker/protocol.ts';

interface Waiter<T> {
  readonly resolve: (answer: T) => void;
  readonly reject: (error: JournalError) => void;
}

interface ReceiptEntry {
  readonly receipt: Receipt;
  readonly waiter: Waiter<Appended>;
}

interface AttemptEntry {
  readonly receiptId: number;
  readonly attempt: NewAttempt;
  readonly waiter: Waiter<boolean>;
}

type Entry = ReceiptEntry | AttemptEntry;

/** So many receipts and attempts are sent without waiting for more: the thread then commits them while this one reads on. */
const BATCH_ENTRIES = 16;

/** Bodies on their way to the thread, in bytes, over which further entries wait here and share larger batches. */
const UNDER_WAY_BYTES = 8 * 1024 * 1024;

/**
 * Buffers of one size go back and forth between the threads. Thrown away after use they would pile up, tens of
 * megabytes high, before the thread's garbage collector notices.
 */
const BUFFER_BYTES = 64 * 1024;
const SPARE_BUFFERS = 8;

/** A batch that was sent and not yet answered. */
interface SentBatch {
  readonly receipts: readonly ReceiptEntry['waiter'][];
  readonly attempts: readonly AttemptEntry['waiter'][];
  readonly bytes: number;
}

/**
 * Collects receipts and attempts into batches, each one message and one part of a transaction. A batch is sent at the end of a
 * turn of the event loop, so that requests read in one turn share it, or as soon as it is large enough.
 */
export class AppendQueue {
  readonly #send: (batch: AppendRequest) => void;
  readonly #queued: Entry[] = [];
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
    return new Promise((resolve, reject) => this.#queue({ receipt, waiter: { resolve, reject } }));
  }

  /** Resolves when the attempt's batch is durable: false when the receipt is gone. */
  addAttempt(receiptId: number, attempt: NewAttempt): Promise<boolean> {
    return new Promise((resolve, reject) => this.#queue({ receiptId, attempt, waiter: { resolve, reject } }));
  }

  #queue(entry: Entry): void {
    this.#queued.push(entry);
    if (this.#queued.length >= BATCH_ENTRIES) this.#flush();
    else this.#schedule();
  }

  /** The oldest batch that was sent is durable. */
  committed({ firstId, duplicates, attemptIds }: AppendedBatch): void {
    this.#settle(({ receipts, attempts }) => {
      receipts.forEach(({ resolve }, index) =>
        resolve({ id: firstId + index, duplicate: duplicates.includes(index) }),
      );
      attempts.forEach(({ resolve }, index) => resolve(attemptIds[index] !== undefined));
    });
  }

  /** Nothing of the oldest batch that was sent is in the file. */
  failed(error: JournalError): void {
    this.#settle((batch) => rejectAll(batch, error));
  }

  #settle(answer: (batch: SentBatch) => void): void {
    const batch = this.#sent.shift();
    if (!batch) return;
    this.#bytesUnderWay -= batch.bytes;
    answer(batch);
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
    const sent = this.#sent.splice(0);
    const queued = this.#queued.splice(0);
    for (const batch of sent) rejectAll(batch, error);
    for (const { waiter } of queued) waiter.reject(error);
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
    const receipts = entries.filter((entry) => 'receipt' in entry);
    const attempts = entries.filter((entry) => 'attempt' in entry);
    const bytes = entries.reduce((total, entry) => total + sizeOf(entry), 0);
    this.#sent.push({
      receipts: receipts.map(({ waiter }) => waiter),
      attempts: attempts.map(({ waiter }) => waiter),
      bytes,
    });
    this.#bytesUnderWay += bytes;
    this.#send({
      kind: 'append',
      ...this.#laidOut(receipts),
      attempts: attempts.map(({ receiptId, attempt }) => ({ receiptId, attempt })),
    });
    if (this.#queued.length > 0) this.#schedule();
  }

  #laidOut(entries: readonly ReceiptEntry[]): Pick<AppendRequest, 'values' | 'bodies'> {
    const buffer = this.#bufferFor(entries.reduce((total, entry) => total + sizeOf(entry), 0));
    const bodies = new Uint8Array(buffer);
    const values: ColumnValue[] = [];
    let offset = 0;
    for (const { receipt } of entries) {
      encode(receipt, values);
      values.push(encodeHeaders(receipt.headers));
      bodies.set(receipt.body, offset);
      offset += receipt.body.length;
    }
    return { values, bodies: buffer };
  }

  #bufferFor(bytes: number): ArrayBuffer {
    if (bytes === 0 || bytes > BUFFER_BYTES) return new ArrayBuffer(bytes);
    return this.#spare.pop() ?? new ArrayBuffer(BUFFER_BYTES);
  }

  /** What fits into the space under way, and at least one entry. */
  #takeBatch(): Entry[] {
    let bytes = this.#bytesUnderWay;
    const over = this.#queued.findIndex(
      (entry, index) => (bytes += sizeOf(entry)) > UNDER_WAY_BYTES && index > 0,
    );
    return over < 0 ? this.#queued.splice(0) : this.#queued.splice(0, over);
  }
}

/** Of its body, in bytes. */
function sizeOf(entry: Entry): number {
  return 'receipt' in entry ? entry.receipt.body.length : (entry.attempt.response?.body.length ?? 0);
}

function rejectAll({ receipts, attempts }: SentBatch, error: JournalError): void {
  for (const { reject } of [...receipts, ...attempts]) reject(error);
}
