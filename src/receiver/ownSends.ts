import { causeOf, type EventCause } from './eventSummary.ts';
import type { EventRun, EventSource, EventSummary, Origin } from './receipt.ts';

/** How an event came to be sent by this extension itself. */
export type OwnSource = Extract<EventSource, 'trigger' | 'replay'>;

/** More than are ever under way; what never arrives must not be kept for good. */
const mostKept = 10_000;
const mostRuns = 100;

/** A run whose events are known by what caused them, since they get their ids from Stripe. */
interface CausingRun {
  readonly run: EventRun;
  readonly isCause: (cause: EventCause) => boolean;
}

/**
 * What this extension is about to send to its own receiver, so that the receipt can say where it came from. An arrival
 * is known by the signature or the event id that it was announced with, neither of which anybody else can know before:
 * there is no header that a stranger could set.
 */
export class OwnSends {
  readonly #signatures = new Map<string, Origin & { readonly source: OwnSource; count: number }>();
  readonly #triggered = new Map<string, EventRun | undefined>();
  readonly #causing: CausingRun[] = [];

  /** Announces one request by its whole `Stripe-Signature`. */
  signed(signature: string, source: OwnSource, run?: EventRun): void {
    const { count = 0 } = this.#signatures.get(signature) ?? {};
    this.#signatures.set(signature, { source, run, count: count + 1 });
    forgetOldest(this.#signatures);
  }

  /** Announces the events of a trigger, which may be sent to several endpoints and more than once. */
  triggered(eventIds: readonly string[], run?: EventRun): void {
    for (const id of eventIds) this.#triggered.set(id, run);
    forgetOldest(this.#triggered);
  }

  /** Announces a run that makes API calls; `isCause` tells whether one of them is what an event names as its cause. */
  causing(run: EventRun, isCause: (cause: EventCause) => boolean): void {
    this.#causing.push({ run, isCause });
    if (this.#causing.length > mostRuns) this.#causing.shift();
  }

  /** How this extension sent what has arrived; undefined when it did not. */
  originOf(signature: string | undefined, event: Pick<EventSummary, 'id'> | undefined): Origin | undefined {
    const sent = signature === undefined ? undefined : this.#signatures.get(signature);
    if (sent) {
      if (--sent.count === 0) this.#signatures.delete(signature ?? '');
      return { source: sent.source, run: sent.run };
    }
    if (!event || !this.#triggered.has(event.id)) return undefined;
    return { source: 'trigger', run: this.#triggered.get(event.id) };
  }

  /** The run whose API calls caused an event that Stripe or the sandbox sent. */
  runOf({ requestId }: Pick<EventSummary, 'requestId'>, body: Uint8Array): EventRun | undefined {
    if (this.#causing.length === 0 || requestId === undefined) return undefined;
    const cause = causeOf(body);
    return cause && this.#causing.find(({ isCause }) => isCause(cause))?.run;
  }
}

function forgetOldest(kept: {
  readonly size: number;
  keys(): Iterator<string>;
  delete(key: string): boolean;
}): void {
  while (kept.size > mostKept) kept.delete(kept.keys().next().value as string);
}
