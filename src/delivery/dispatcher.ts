import { EventEmitter } from 'node:events';
import { succeeded, type Attempt } from './attempt.ts';
import type { Clock } from './clock.ts';
import { routableOf, type Deliverable, type Routable } from './deliverable.ts';
import { deliveriesOf, type Fault } from './faults.ts';
import type { PendingDelivery, PendingStore, TargetPlace } from './pending.ts';
import { Lane, type Job, type Outcome } from './queue/lane.ts';
import { retryDelay, retrySchedules } from './retrySchedule.ts';
import type { Sender } from './sender.ts';
import { wants, type Target } from './target.ts';

/** An attempt as it is recorded. */
export interface TargetAttempt extends Attempt {
  /** The target's id. */
  readonly target: string;
  /** True when it failed and nothing more will be tried by itself. */
  readonly dead: boolean;
}

/** What came of one delivery. */
export interface Delivered {
  readonly receiptId: number;
  /** The event's type. */
  readonly type: string;
  readonly target: Target;
  readonly attempt: TargetAttempt;
  /** When it is tried again, in milliseconds since the Unix epoch. */
  readonly retryAt: number | undefined;
  readonly fault: Fault | undefined;
}

/** What a dispatcher works with. */
export interface DispatcherParts {
  readonly targets: () => readonly Target[];
  /** The content of a receipt; undefined when it is gone. */
  readonly load: (receiptId: number) => Promise<Deliverable | undefined>;
  readonly record: (receiptId: number, attempt: TargetAttempt) => Promise<void>;
  readonly sender: Sender;
  readonly pending: PendingStore;
  readonly clock: Clock;
  readonly random?: () => number;
  /** Deliveries to one target at the same time; default 8. */
  readonly concurrency?: number;
}

interface Delivery extends Job {
  readonly routed: Routable;
  readonly fault: Fault | undefined;
  /** Not to be held up by, nor to hold up, others of the same object. */
  readonly unordered: boolean;
  attempts: number;
  /** No retries by itself: a person asked for this one. */
  manual: boolean;
  /** What came of the last run; undefined when it was cut short or there was nothing to deliver. */
  result?: Delivered | undefined;
  onAttempt?: ((delivered: Delivered | undefined) => void) | undefined;
}

// How long a shuffled event is held back at most, unless the target's delay is longer.
const shuffleMs = 2_000;

/**
 * Routes committed receipts to the targets that want them and sees to it that they get there: in order per object where
 * that is wanted, a bounded number at a time, with retries that survive a restart. `delivered` tells of every attempt,
 * `fault` of what could not be recorded.
 */
export class Dispatcher extends EventEmitter<{ delivered: [Delivered]; changed: []; fault: [unknown] }> {
  readonly #parts: DispatcherParts;
  readonly #lanes = new Map<string, Lane<Delivery>>();
  readonly #stopping = new AbortController();
  /** Attempts that a person asked for, which are in no lane. */
  readonly #asked = new Set<Promise<unknown>>();
  /** Every receipt up to this one has been dispatched; undefined until what was left is taken up. */
  #told: number | undefined;

  constructor(parts: DispatcherParts) {
    super();
    this.#parts = parts;
  }

  /** Takes up what an earlier run left, and what came until a receipt that it did not see. */
  async resume(until: number): Promise<void> {
    for (const target of this.#parts.targets()) {
      if (this.#stopping.signal.aborted) return;
      const { waiting, missed } = await this.#parts.pending.takeUp(target.id, { since: target.since, until });
      for (const { attempts, dueAt, fault, ...routed } of waiting as readonly PendingDelivery[])
        this.#add(target, { routed, fault, attempts, dueAt, unordered: false, manual: false });
      for await (const receipt of missed) {
        const routed = routableOf(receipt);
        if (!target.paused && wants(target, routed)) this.#queue(target, routed);
      }
    }
    if (this.#stopping.signal.aborted) return;
    this.#told = until;
    this.#changed();
  }

  /**
   * Sends a receipt to every target that wants it and is not paused; undefined: none is to get it. `told` says that
   * every receipt up to this one has been dispatched; `answeredBy` is the target that got it already, because its answer
   * was passed through.
   */
  dispatch(routed: Routable | undefined, told: number, answeredBy?: string): void {
    if (this.#stopping.signal.aborted) return;
    this.#told = told;
    const wanting = routed
      ? this.#parts.targets().filter((target) => !target.paused && wants(target, routed))
      : [];
    for (const target of wanting) if (routed && target.id !== answeredBy) this.#queue(target, routed);
    if (wanting.length > 0) this.#changed();
    else this.#keep();
  }

  /**
   * Delivers a receipt at once to the target whose answer is to be passed through to the sender, who sees to retries.
   * Undefined when no target wants to answer it.
   */
  async answer(routed: Routable, content: Deliverable): Promise<Delivered | undefined> {
    const target = this.#parts.targets().find(({ answers, paused }) => answers && !paused);
    if (!target || !wants(target, routed)) return undefined;
    const attempt = await this.#parts.sender.send(target, content, { signal: this.#stopping.signal });
    const delivered = await this.#recorded(target, routed, attempt, undefined, undefined);
    this.emit('delivered', delivered);
    return delivered;
  }

  /** What a target still waits for: its next try, or its turn. */
  pendingOf(targetId: string): readonly PendingDelivery[] {
    return (this.#lanes.get(targetId)?.jobs ?? []).map((job) => pendingOf(targetId, job));
  }

  /**
   * Delivers a receipt to a target now: brings forward the retry that waits, or makes one more attempt of a dead one.
   * Undefined when the receipt or the target is gone, or the dispatcher is stopped meanwhile.
   */
  retryNow(targetId: string, routed: Routable): Promise<Delivered | undefined> {
    const target = this.#parts.targets().find(({ id }) => id === targetId);
    if (!target || this.#stopping.signal.aborted) return Promise.resolve(undefined);
    const lane = this.#laneOf(target);
    const isIt = (job: Delivery) => job.routed.receiptId === routed.receiptId && !job.fault;
    const known = lane.jobs.find(isIt);
    return new Promise((resolve) => {
      const before = known?.onAttempt;
      const onAttempt = (delivered: Delivered | undefined) => {
        before?.(delivered);
        resolve(delivered);
      };
      if (known) {
        known.onAttempt = onAttempt;
        lane.hurry(known);
      } else {
        // What a person asks for waits neither for a paused target nor for others of its object.
        const job = { routed, fault: undefined, attempts: 0, unordered: true, manual: true, onAttempt };
        this.#track(this.#run(targetId, job).then(() => this.#ran(job)));
      }
    });
  }

  /** Follows a change of the targets: holds what is paused, goes on with what is resumed, drops what is removed. */
  targetsChanged(): void {
    const targets = new Map(this.#parts.targets().map((target) => [target.id, target]));
    for (const [id, lane] of this.#lanes) {
      const target = targets.get(id);
      if (!target) {
        for (const job of lane.jobs) job.onAttempt?.(undefined);
        void lane.clear();
        this.#lanes.delete(id);
        void this.#parts.pending.forget(id);
      } else if (target.paused) lane.hold();
      else lane.release();
    }
    this.#changed();
  }

  /** Cuts off what is under way, which is taken up by the next `resume`, and resolves when it is kept. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const places = this.#places();
    for (const lane of this.#lanes.values()) for (const job of lane.jobs) job.onAttempt?.(undefined);
    await Promise.all([...[...this.#lanes.values()].map((lane) => lane.clear()), ...this.#asked]);
    if (this.#told !== undefined) await this.#parts.pending.close(places);
  }

  #track(work: Promise<unknown>): void {
    this.#asked.add(work);
    void work.finally(() => this.#asked.delete(work));
  }

  #queue(target: Target, routed: Routable): void {
    const { clock, random = Math.random } = this.#parts;
    const { faults } = target;
    const longest = Math.max(faults.delayMs ?? 0, faults.shuffle ? shuffleMs : 0);
    for (const fault of deliveriesOf(faults)) {
      const dueAt = longest > 0 ? clock.now() + Math.floor(random() * longest) : undefined;
      const unordered = faults.shuffle ?? false;
      this.#add(target, { routed, fault, unordered, dueAt, attempts: 0, manual: false });
    }
  }

  #add(target: Target, delivery: Delivery): void {
    this.#laneOf(target).add(delivery);
  }

  #laneOf(target: Target): Lane<Delivery> {
    const known = this.#lanes.get(target.id);
    if (known) return known;
    const lane = new Lane<Delivery>({
      clock: this.#parts.clock,
      concurrency: this.#parts.concurrency ?? 8,
      keyOf: (job) => this.#keyOf(target.id, job),
      run: (job) => this.#run(target.id, job),
      ran: (job) => this.#ran(job),
    });
    if (target.paused) lane.hold();
    this.#lanes.set(target.id, lane);
    return lane;
  }

  #keyOf(targetId: string, { routed, unordered, fault }: Delivery): string | undefined {
    const target = this.#parts.targets().find(({ id }) => id === targetId);
    if (!target || unordered) return undefined;
    if (target.ordered) return routed.objectId;
    // A forgery comes before its event and a duplicate after it, also where order does not matter otherwise.
    return fault || deliveriesOf(target.faults).length > 1 ? `#${routed.receiptId}` : undefined;
  }

  async #run(targetId: string, job: Delivery): Promise<Outcome> {
    const target = this.#parts.targets().find(({ id }) => id === targetId);
    job.result = undefined;
    const content = await this.#parts.load(job.routed.receiptId).catch(() => undefined);
    if (!target || !content) return 'settled';
    const { signal } = this.#stopping;
    const attempt = await this.#parts.sender.send(target, content, { fault: job.fault, signal });
    if (signal.aborted) return 'kept';
    job.attempts++;
    const retryAt = this.#retryAt(target, job, attempt);
    job.result = await this.#recorded(target, job.routed, attempt, retryAt, job.fault);
    return retryAt === undefined ? 'settled' : { retryAt };
  }

  #ran(job: Delivery): void {
    const { result, onAttempt } = job;
    job.onAttempt = undefined;
    if (result) this.emit('delivered', result);
    onAttempt?.(result);
    this.#changed();
  }

  #retryAt({ retries }: Target, { attempts, manual, fault }: Delivery, attempt: Attempt): number | undefined {
    if (!retries || manual || fault || succeeded(attempt)) return undefined;
    const delay = retryDelay(retrySchedules[retries.schedule], attempts);
    return delay === undefined ? undefined : this.#parts.clock.now() + delay / retries.speed;
  }

  async #recorded(
    target: Target,
    { receiptId, type }: Routable,
    attempt: Attempt,
    retryAt: number | undefined,
    fault: Fault | undefined,
  ): Promise<Delivered> {
    const dead = !fault && !succeeded(attempt) && retryAt === undefined;
    const recorded = { ...attempt, target: target.id, dead };
    try {
      await this.#parts.record(receiptId, recorded);
    } catch (error) {
      this.emit('fault', error);
    }
    return { receiptId, type, target, attempt: recorded, retryAt, fault };
  }

  #changed(): void {
    this.#keep();
    this.emit('changed');
  }

  #keep(): void {
    // Until everything is taken up, what was kept before holds.
    if (this.#told !== undefined) this.#parts.pending.changed(() => this.#places());
  }

  #places(): readonly TargetPlace[] {
    return this.#parts.targets().map(({ id }) => {
      const waiting = this.pendingOf(id);
      return { consumer: id, upTo: this.#told ?? 0, waiting, idle: waiting.length === 0 };
    });
  }
}

function pendingOf(targetId: string, { routed, attempts, dueAt, fault }: Delivery): PendingDelivery {
  return { ...routed, targetId, attempts, dueAt, fault };
}
