import { randomUUID } from 'node:crypto';
import type { EventRun, RunKind } from './receipt.ts';

/** The part of a run that its events have in common. */
export type Run = Pick<EventRun, 'id' | 'kind' | 'name'>;

const digits = 8;

/** A run that begins now. `word` is what its id starts with; it is made fit for that. */
export function beginRun(kind: RunKind, name = '', word: string = kind): Run {
  const start = word
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return { id: `${start || kind}-${randomUUID().slice(0, digits)}`, kind, name };
}

/** The id of a run without what tells it from other runs of the same. */
export function wordOf(runId: string): string {
  return runId.slice(0, -digits - 1);
}
