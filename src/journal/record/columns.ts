import type { EventRun, EventSource, EventSummary, Receipt, RunKind } from '../../receiver/receipt.ts';
import type { Rejected, Verdict } from '../../receiver/verdict.ts';
import type { DeliverySummary, JournalledReceipt } from '../entry.ts';

/** What a column can hold. */
export type ColumnValue = string | number | null;

/** The columns of the table `receipt` that a receipt fills in itself, in the order of `encode`. */
export const columns = [
  'received_at',
  'source',
  'path',
  'verified',
  'connection_id',
  'endpoint_id',
  'signed_at',
  'rejection',
  'event_id',
  'event_type',
  'event_kind',
  'event_created',
  'livemode',
  'api_version',
  'object_id',
  'object_type',
  'account',
  'request_id',
  'run_id',
  'run_kind',
  'run_name',
  'run_step',
  'run_steps',
  'size',
] as const;

/** Where the columns that the append itself looks at stand. */
export const position = {
  verified: columns.indexOf('verified'),
  eventId: columns.indexOf('event_id'),
  size: columns.indexOf('size'),
} as const;

/** A row as SQLite gives it. */
export type ReceiptRow = Readonly<Record<(typeof columns)[number], ColumnValue>> & {
  readonly id: number;
  readonly duplicate: number;
  readonly delivery: number;
  readonly imported_at: number | null;
};

/** What the column `delivery` holds. */
export const deliveryState = { none: 0, delivered: 1, failed: 2, dead: 3 } as const;

/** Adds a receipt's columns to `values`. */
export function encode(receipt: Receipt, values: ColumnValue[]): void {
  const { verdict, event, run } = receipt;
  values.push(Math.round(receipt.receivedAt), receipt.source, receipt.path);
  if (verdict.outcome === 'verified')
    values.push(1, verdict.secret.connectionId, verdict.secret.endpointId, verdict.timestamp, null);
  else
    values.push(
      0,
      verdict.secret?.connectionId ?? null,
      verdict.secret?.endpointId ?? null,
      null,
      JSON.stringify({ ...verdict, outcome: undefined, secret: undefined }),
    );
  if (event)
    values.push(
      event.id,
      event.type,
      event.kind,
      event.created,
      event.livemode ? 1 : 0,
      event.apiVersion ?? null,
      event.objectId ?? null,
      event.objectType ?? null,
      event.account ?? null,
      event.requestId ?? null,
    );
  else values.push(null, null, null, null, null, null, null, null, null, null);
  if (run) values.push(run.id, run.kind, run.name, run.step ?? null, run.steps ?? null);
  else values.push(null, null, null, null, null);
  values.push(receipt.body.length);
}

/** The receipt of a row. */
export function decode(row: ReceiptRow, delivery: DeliverySummary | undefined): JournalledReceipt {
  const run = runOf(row);
  return {
    id: row.id,
    duplicate: row.duplicate === 1,
    size: row.size as number,
    importedAt: row.imported_at ?? undefined,
    receivedAt: row.received_at as number,
    source: row.source as EventSource,
    path: row.path as string,
    verdict: verdictOf(row),
    event: eventOf(row),
    ...(run && { run }),
    delivery,
  };
}

function verdictOf(row: ReceiptRow): Verdict {
  const secret =
    row.endpoint_id === null
      ? undefined
      : { connectionId: row.connection_id as string, endpointId: row.endpoint_id as string };
  if (row.verified === 1 && secret)
    return { outcome: 'verified', secret, timestamp: row.signed_at as number };
  const rejection = JSON.parse(row.rejection as string) as Omit<Rejected, 'outcome' | 'secret'>;
  return { outcome: 'rejected', ...rejection, ...(secret && { secret }) };
}

function runOf(row: ReceiptRow): EventRun | undefined {
  if (row.run_id === null) return undefined;
  return {
    id: row.run_id as string,
    kind: row.run_kind as RunKind,
    name: row.run_name as string,
    ...(row.run_step !== null && { step: row.run_step as number }),
    ...(row.run_steps !== null && { steps: row.run_steps as number }),
  };
}

function eventOf(row: ReceiptRow): EventSummary | undefined {
  if (row.event_id === null) return undefined;
  return {
    id: row.event_id as string,
    type: row.event_type as string,
    kind: row.event_kind as EventSummary['kind'],
    created: row.event_created as number,
    livemode: row.livemode === 1,
    apiVersion: (row.api_version as string | null) ?? undefined,
    objectId: (row.object_id as string | null) ?? undefined,
    objectType: (row.object_type as string | null) ?? undefined,
    account: (row.account as string | null) ?? undefined,
    requestId: (row.request_id as string | null) ?? undefined,
  };
}
