import { setTimeout as sleep } from 'node:timers/promises';
import type { Attempt } from './attempt.ts';
import { SystemClock } from './clock.ts';
import type { Deliverable, Routable } from './deliverable.ts';
import type { TargetAttempt } from './dispatcher.ts';
import { deliveriesOf, passed, shuffled, type Fault, type Faults } from './faults.ts';
import { Lane, type Job, type Outcome } from './queue/lane.ts';
import type { Sender } from './sender.ts';
import type { SignatureMode, Target } from './target.ts';

/** What is sent once more, to whom, and how. */
export interface ReplayPlan {
  /** In the order in which they are sent; those of one object are sent one after the other. */
  readonly receipts: readonly Pick<Routable, 'receiptId' | 'objectId'>[];
  readonly targets: readonly Target[];
  /** In place of each target's own way. */
  readonly signature?: SignatureMode | undefined;
  readonly faults: Faults;
}

/** What a replay works with. */
export interface ReplayParts {
  /** The content of a receipt; undefined when it is gone. */
  readonly load: (receiptId: number) => Promise<Deliverable | undefined>;
  readonly record: (receiptId: number, attempt: TargetAttempt) => Promise<void>;
  readonly sender: Sender;
  readonly random?: () => number;
  /** Deliveries to one target at the same time; default 8. */
  readonly concurrency?: number;
}

/** What came of a replay, counted in deliveries. */
export interface ReplaySummary {
  readonly planned: number;
  readonly sent: number;
  /** Events and duplicates that the app took. */
  readonly delivered: number;
  /** Events and duplicates that it did not take. */
  readonly failed: number;
  /** Forgeries that it refused, as it should. */
  readonly refused: number;
  /** Forgeries that it accepted, or could not be offered. */
  readonly accepted: number;
  /** Receipts that are no longer in the journal. */
  readonly missing: number;
  /** The first attempt that did not go as it should. */
  readonly firstFailure: Attempt | undefined;
}

interface Sending extends Job {
  readonly receiptId: number;
  readonly objectId: string | undefined;
  readonly fault: Fault | undefined;
}

/**
 * Sends receipts once more. `onProgress` is called after each delivery; an aborted signal cuts off those under way and
 * starts no more. Never rejects for a delivery that failed.
 */
export async function replay(
  plan: ReplayPlan,
  parts: ReplayParts,
  onProgress: (summary: ReplaySummary) => void = () => undefined,
  signal: AbortSignal = new AbortController().signal,
): Promise<ReplaySummary> {
  const sendings = sendingsOf(plan, parts.random);
  let summary = nothingYet(sendings.length * plan.targets.length);
  const count = (change: Partial<ReplaySummary>) => {
    summary = { ...summary, ...change };
    onProgress(summary);
  };
  await Promise.all(
    plan.targets.map((target) => {
      const run = async (sending: Sending): Promise<Outcome> => {
        if (!signal.aborted) await pause(plan.faults.delayMs, parts.random, signal);
        if (signal.aborted) return 'settled';
        const content = await parts.load(sending.receiptId).catch(() => undefined);
        if (!content) {
          count({ missing: summary.missing + 1 });
          return 'settled';
        }
        const { fault } = sending;
        const attempt = await parts.sender.send(target, content, {
          fault,
          signature: plan.signature,
          signal,
        });
        if (signal.aborted) return 'settled';
        const dead = !fault && !passed(attempt, fault);
        // A journal that cannot take the attempt does not make the delivery undone.
        await parts.record(sending.receiptId, { ...attempt, target: target.id, dead }).catch(() => undefined);
        count(counted(summary, attempt, fault));
        return 'settled';
      };
      return runAll(sendings, plan.faults.shuffle ?? false, parts.concurrency ?? 8, run);
    }),
  );
  return summary;
}

function sendingsOf(
  { receipts, faults }: ReplayPlan,
  random: (() => number) | undefined,
): readonly Sending[] {
  const sendings = receipts.flatMap(({ receiptId, objectId }) =>
    deliveriesOf(faults).map((fault) => ({ receiptId, objectId, fault })),
  );
  return faults.shuffle ? shuffled(sendings, random) : sendings;
}

function runAll(
  sendings: readonly Sending[],
  unordered: boolean,
  concurrency: number,
  run: (sending: Sending) => Promise<Outcome>,
): Promise<void> {
  const lane = new Lane<Sending>({
    clock: new SystemClock(),
    concurrency,
    keyOf: ({ objectId, receiptId }) => (unordered ? undefined : (objectId ?? `#${receiptId}`)),
    run,
  });
  // The lane keeps its jobs by identity, and each target has a lane of its own.
  for (const sending of sendings) lane.add({ ...sending });
  return lane.drained();
}

async function pause(
  longestMs: number | undefined,
  random: (() => number) | undefined,
  signal: AbortSignal,
): Promise<void> {
  if (!longestMs) return;
  await sleep((random ?? Math.random)() * longestMs, undefined, { signal }).catch(() => undefined);
}

function counted(summary: ReplaySummary, attempt: Attempt, fault: Fault | undefined): Partial<ReplaySummary> {
  const fine = passed(attempt, fault);
  const forged = fault === 'badSignature' || fault === 'staleTimestamp';
  const kind = forged ? (fine ? 'refused' : 'accepted') : fine ? 'delivered' : 'failed';
  const firstFailure = summary.firstFailure ?? (fine ? undefined : attempt);
  // What was dropped on purpose is neither delivered nor failed.
  if (fault === 'drop') return { sent: summary.sent + 1 };
  return { sent: summary.sent + 1, [kind]: summary[kind] + 1, firstFailure };
}

function nothingYet(planned: number): ReplaySummary {
  return {
    planned,
    sent: 0,
    delivered: 0,
    failed: 0,
    refused: 0,
    accepted: 0,
    missing: 0,
    firstFailure: undefined,
  };
}
