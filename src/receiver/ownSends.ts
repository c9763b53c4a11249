import type { EventSource, EventSummary } from './receipt.ts';

/** How an event came to be sent by this extension itself. */
export type OwnSource = Extract<EventSource, 'trigger' | 'replay'>;

/** More than are ever under way; what never arrives must not be kept for good. */
const mostKept = 10_000;

/**
 * What this extension is about to send to its own receiver, so that the receipt can say where it came from. An arrival
 * is known by the signature or the event id that it was announced with, neither of which anybody else can know before:
 * there is no header that a stranger could set.
 */
export class OwnSends {
  readonly #signatures = new Map<string, { readonly source: OwnSource; count: number }>();
  readonly #triggered = new Set<string>();

  /** Announces one request by its whole `Stripe-Signature`. */
  signed(signature: string, source: OwnSource): void {
    const { count = 0 } = this.#signatures.get(signature) ?? {};
    this.#signatures.set(signature, { source, count: count + 1 });
    forgetOldest(this.#signatures);
  }

  /** Announces the events of a trigger, which may be sent to several endpoints and more than once. */
  triggered(eventIds: readonly string[]): void {
    for (const id of eventIds) this.#triggered.add(id);
    forgetOldest(this.#triggered);
  }

  /** How this extension sent what has arrived; undefined when it did not. */
  sourceOf(
    signature: string | undefined,
    event: Pick<EventSummary, 'id'> | undefined,
  ): OwnSource | undefined {
    const sent = signature === undefined ? undefined : this.#signatures.get(signature);
    if (sent) {
      if (--sent.count === 0) this.#signatures.delete(signature ?? '');
      return sent.source;
    }
    return event && this.#triggered.has(event.id) ? 'trigger' : undefined;
  }
}

function forgetOldest(kept: {
  readonly size: number;
  keys(): Iterator<string>;
  delete(key: string): boolean;
}): void {
  while (kept.size > mostKept) kept.delete(kept.keys().next().value as string);
}
