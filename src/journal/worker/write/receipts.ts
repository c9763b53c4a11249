import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Receipt } from '../../../receiver/receipt.ts';
import { columns, encode, position, type ColumnValue } from '../../record/columns.ts';
import { encodeHeaders } from '../../record/headers.ts';
import type { AppendedBatch, AppendRequest } from '../protocol.ts';

/** Writes receipts; to be called within a transaction. */
export class Receipts {
  readonly #statements: ReturnType<typeof prepare>;

  constructor(database: DatabaseSync) {
    this.#statements = prepare(database);
  }

  /** Adds the receipts of a batch in their order. */
  addBatch({ values, bodies }: AppendRequest): Omit<AppendedBatch, 'attemptIds'> {
    const width = columns.length + 1;
    const duplicates: number[] = [];
    let firstId = 0;
    let offset = 0;
    let index = 0;
    for (let start = 0; start < values.length; start += width, index++) {
      const row = values.slice(start, start + columns.length);
      const size = row[position.size] as number;
      const headers = values[start + columns.length] as string;
      const { id, duplicate } = this.#add(row, null, headers, new Uint8Array(bodies, offset, size));
      if (duplicate) duplicates.push(index);
      if (index === 0) firstId = id;
      offset += size;
    }
    return { firstId, receipts: index, duplicates };
  }

  /** Adds a receipt that was received elsewhere; gives its id. */
  addImported(receipt: Receipt, importedAt: number): number {
    const row: ColumnValue[] = [];
    encode(receipt, row);
    return this.#add(row, importedAt, encodeHeaders(receipt.headers), receipt.body).id;
  }

  /** True when a receipt with an id up to `lastId` is this one. */
  has({ event, receivedAt, source, body }: Receipt, lastId: number): boolean {
    const { same } = this.#statements;
    return same.get(Math.round(receivedAt), lastId, event?.id ?? null, source, body.length) !== undefined;
  }

  #add(
    row: readonly ColumnValue[],
    importedAt: number | null,
    headers: string,
    body: Uint8Array,
  ): { readonly id: number; readonly duplicate: boolean } {
    const { receipt, content } = this.#statements;
    const duplicate = this.#isDuplicate(row);
    const id = Number(receipt.run(...row, duplicate ? 1 : 0, importedAt).lastInsertRowid);
    content.run(id, headers, body);
    return { id, duplicate };
  }

  #isDuplicate(row: readonly ColumnValue[]): boolean {
    const eventId = row[position.eventId];
    if (row[position.verified] !== 1 || typeof eventId !== 'string') return false;
    return this.#statements.seen.get(eventId) !== undefined;
  }
}

function prepare(
  database: DatabaseSync,
): Readonly<Record<'receipt' | 'content' | 'seen' | 'same', StatementSync>> {
  const placeholders = columns.map(() => '?').join(', ');
  return {
    receipt: database.prepare(
      `INSERT INTO receipt (${columns.join(', ')}, duplicate, imported_at) VALUES (${placeholders}, ?, ?)`,
    ),
    content: database.prepare('INSERT INTO content (receipt_id, headers, body) VALUES (?, ?, ?)'),
    seen: database.prepare('SELECT 1 FROM receipt WHERE event_id = ? AND verified = 1 LIMIT 1'),
    same: database.prepare(
      `SELECT 1 FROM lookup INDEXED BY lookup_received_at JOIN receipt USING (id)
       WHERE lookup.received_at = ? AND lookup.id <= ?
         AND receipt.event_id IS ? AND receipt.source = ? AND receipt.size = ? LIMIT 1`,
    ),
  };
}
