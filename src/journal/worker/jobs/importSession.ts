import { statSync } from 'node:fs';
import type { BadLineReport, Imported } from '../../entry.ts';
import { BadLine, decodeEntry, type SessionEntry } from '../../session/line.ts';
import type { Store } from '../store.ts';
import type { IsCancelled, Job } from './job.ts';
import { linesOf } from './lines.ts';
import { sentence } from '../../../sentence.ts';

/** Receipts, and bytes of their lines, that are added in one transaction at most. */
const STEP_RECEIPTS = 50;
const STEP_BYTES = 1024 * 1024;

/** So many bad lines are told of one by one. */
const REPORTED = 100;

/**
 * Adds the receipts of a file to the journal, in its order. Those that are there already are left out, so that a
 * file can be imported again. A bad line is told of, and the others are imported. Throws what the file system throws.
 */
export function* importSession(
  store: Store,
  file: string,
  isCancelled: IsCancelled,
  onAdded: (receiptIds: readonly number[]) => void,
): Job<Imported> {
  const bytes = statSync(file).size;
  const lastBefore = store.lastId;
  while (store.followUp('lookup')) yield { done: 0, total: bytes };
  const bad: BadLineReport[] = [];
  let [imported, known, badLines] = [0, 0, 0];
  const report = (line: number, reason: string) => {
    badLines++;
    if (bad.length < REPORTED) bad.push({ line, reason });
  };
  let entries: SessionEntry[] = [];
  let stepBegan = 0;
  const flush = () => {
    const added = store.addImported(entries, lastBefore);
    if (added.length > 0) onAdded(added);
    imported += added.length;
    known += entries.length - added.length;
    entries = [];
  };
  for (const { number, text, end } of linesOf(file)) {
    if (isCancelled()) break;
    const entry = read(text, (reason) => report(number, reason));
    if (entry) entries.push(entry);
    if (entries.length < STEP_RECEIPTS && end - stepBegan < STEP_BYTES) continue;
    flush();
    stepBegan = end;
    yield { done: end, total: bytes };
  }
  flush();
  return { imported, known, badLines, bad, cancelled: isCancelled() };
}

function read(text: string | undefined, report: (reason: string) => void): SessionEntry | undefined {
  if (text === undefined) report(sentence`It is too long.`);
  if (text === undefined || text.trim() === '') return undefined;
  try {
    return decodeEntry(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (!(error instanceof BadLine)) throw error;
    report(error.message);
    return undefined;
  }
}
