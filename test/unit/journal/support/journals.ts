import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NewAttempt } from '../../../../src/journal/entry.ts';
import { Journal } from '../../../../src/journal/journal.ts';
import type { Receipt } from '../../../../src/receiver/receipt.ts';

/** The journal's thread, run from its source. */
export const worker = new URL('../../../../src/journal/worker/main.ts', import.meta.url);

const opened = new Set<Journal>();
const folders = new Set<string>();

/** A path for a journal in a folder of its own. */
export async function newFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'journal-'));
  folders.add(folder);
  return join(folder, 'events.sqlite');
}

/** Opens a journal that `cleanUp` closes. */
export async function open(file: string): Promise<Journal> {
  const journal = await Journal.open(file, worker);
  opened.add(journal);
  return journal;
}

/** Closes what was opened and deletes what was made. */
export async function cleanUp(): Promise<void> {
  await Promise.all([...opened].map((journal) => journal.close()));
  opened.clear();
  await Promise.all([...folders].map((folder) => rm(folder, { recursive: true })));
  folders.clear();
}

/** A verified receipt of an event. */
export function receipt(eventId: string, changes: Partial<Receipt> = {}): Receipt {
  return {
    receivedAt: 1_800_000_000_000,
    source: 'sandbox',
    path: '/webhook?version=2',
    headers: [['Content-Type', 'application/json']],
    body: Buffer.from(`{"id":"${eventId}"}`),
    verdict: {
      outcome: 'verified',
      secret: { connectionId: 'sandbox', endpointId: 'we_1' },
      timestamp: 1_800_000_000,
    },
    event: {
      id: eventId,
      type: 'invoice.paid',
      kind: 'snapshot',
      created: 1_800_000_000,
      livemode: false,
      apiVersion: '2026-10-28.endive',
      objectId: 'in_1',
      objectType: 'invoice',
      account: undefined,
      requestId: 'req_1',
    },
    ...changes,
  };
}

/** A receipt whose signature did not fit. */
export function rejected(eventId: string, changes: Partial<Receipt> = {}): Receipt {
  return receipt(eventId, {
    verdict: {
      outcome: 'rejected',
      cause: 'no-match',
      explanation: 'It does not fit.',
      remedy: 'Do fit it.',
    },
    ...changes,
  });
}

/** An attempt that got an answer. */
export function attempt(
  target: string,
  { status = 200, ...changes }: Partial<NewAttempt> & { readonly status?: number } = {},
): NewAttempt {
  return {
    target,
    startedAt: 1_800_000_000_100,
    url: 'http://127.0.0.1:3000/webhook',
    milliseconds: 12.5,
    response: { status, headers: [['Content-Type', 'text/plain']], body: new Uint8Array(Buffer.from('ok')) },
    error: undefined,
    ...changes,
  };
}
