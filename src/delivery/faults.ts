import type { Attempt } from './attempt.ts';
import { succeeded } from './attempt.ts';
import { sentence } from '../sentence.ts';

/** What is done wrong on purpose, to see whether a handler can take it. */
export interface Faults {
  /** Every event is delivered twice, as Stripe does now and then. */
  readonly duplicate?: boolean;
  /** Every delivery waits a random time up to this. */
  readonly delayMs?: number;
  /** Deliveries are made in a random order. */
  readonly shuffle?: boolean;
  /** Before the event comes a forgery of it, signed with a wrong secret, which is to be refused. */
  readonly badSignature?: boolean;
  /** Before the event comes one with an old time, signed rightly, which is to be refused. */
  readonly staleTimestamp?: boolean;
  /** The connection is dropped before the answer is read, then the event is delivered again. */
  readonly drop?: boolean;
}

/** What is wrong with one delivery. */
export type Fault = 'badSignature' | 'staleTimestamp' | 'drop' | 'duplicate';

/** How old a stale timestamp is, in seconds: more than any SDK's tolerance of 300. */
export const staleSeconds = 600;

/** The deliveries that one event becomes, in order; `undefined` is the one without a fault. */
export function deliveriesOf(faults: Faults): readonly (Fault | undefined)[] {
  return [
    ...(faults.badSignature ? (['badSignature'] as const) : []),
    ...(faults.staleTimestamp ? (['staleTimestamp'] as const) : []),
    ...(faults.drop ? (['drop'] as const) : []),
    undefined,
    ...(faults.duplicate ? (['duplicate'] as const) : []),
  ];
}

/** True when nothing is done wrong. */
export function isFaultless(faults: Faults): boolean {
  return deliveriesOf(faults).length === 1 && !faults.shuffle && !faults.delayMs;
}

/** Whether the app did what it should: take an event and its duplicate, refuse a forgery. A drop tells nothing. */
export function passed(attempt: Attempt, fault: Fault | undefined): boolean {
  switch (fault) {
    case 'badSignature':
    case 'staleTimestamp':
      return attempt.response !== undefined && !succeeded(attempt);
    case 'drop':
      return true;
    case 'duplicate':
    case undefined:
      return succeeded(attempt);
  }
}

/** The attempt with a sentence that says what was wrong with it on purpose; without a fault it stays as it is. */
export function explainFault(attempt: Attempt, fault: Fault | undefined): Attempt {
  const error = fault && faultSentence(attempt, fault);
  return error === undefined ? attempt : { ...attempt, error };
}

function faultSentence(attempt: Attempt, fault: Fault): string | undefined {
  // Where nobody answers, that is what there is to say.
  if (!attempt.response) return undefined;
  const fine = passed(attempt, fault);
  switch (fault) {
    case 'badSignature':
      return fine
        ? sentence`It was signed with a wrong secret on purpose and refused, as it should be.`
        : sentence`It was signed with a wrong secret on purpose, and the app accepted it: check that signatures are verified.`;
    case 'staleTimestamp':
      return fine
        ? sentence`Its signature was made ${staleSeconds / 60} minutes old on purpose and refused, as it should be.`
        : sentence`Its signature was made ${staleSeconds / 60} minutes old on purpose, and the app accepted it: check the tolerance.`;
    case 'drop':
      return undefined;
    case 'duplicate':
      return fine
        ? undefined
        : sentence`It was delivered a second time on purpose, and the app failed: make the handler idempotent.`;
  }
}

/** A copy in random order. */
export function shuffled<T>(items: readonly T[], random: () => number = Math.random): T[] {
  const result = [...items];
  for (let index = result.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [result[index], result[other]] = [result[other] as T, result[index] as T];
  }
  return result;
}
