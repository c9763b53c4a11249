import { Seed } from './build/seed.ts';
import type { PlannedEvent } from './scenarioPlan.ts';

/** How a scenario's events arrive: Stripe promises neither their order nor that each comes once. */
export type Arrival = 'in-order' | 'shuffled' | 'duplicates' | 'delayed';

/** An event on its way. */
export interface Delivery extends PlannedEvent {
  /** Whether the same event was sent before. */
  readonly duplicate: boolean;
}

/** The events in the order in which they arrive; the same seed gives the same order. */
export function arrange(
  events: readonly PlannedEvent[],
  arrival: Arrival,
  seed: number | string,
): readonly Delivery[] {
  const chance = new Seed(`arrival ${seed}`);
  const deliveries = events.map((event) => ({ ...event, duplicate: false }));
  switch (arrival) {
    case 'in-order':
      return deliveries;
    case 'shuffled':
      return sortedBy(deliveries, (index) => chance.number(`place ${index}`, 1_000_000));
    case 'delayed':
      // Every third or so is overtaken by up to three that happened after it.
      return sortedBy(deliveries, (index) =>
        chance.number(`late ${index}`, 3) === 0 ? index + 1.5 + chance.number(`by ${index}`, 3) : index,
      );
    case 'duplicates':
      // The second one comes when its sender has waited for an answer in vain: some events later.
      return sortedBy(
        [...deliveries, ...deliveries.map((delivery) => ({ ...delivery, duplicate: true }))],
        (index) =>
          index < events.length ? index : index - events.length + 0.5 + chance.number(`again ${index}`, 3),
      );
  }
}

function sortedBy(deliveries: readonly Delivery[], place: (index: number) => number): readonly Delivery[] {
  return deliveries
    .map((delivery, index) => ({ delivery, at: place(index) }))
    .sort((one, other) => one.at - other.at)
    .map(({ delivery }) => delivery);
}

export interface PlayOptions<Result> {
  /** Sends one event and waits for what becomes of it. A rejection ends the play. */
  readonly send: (delivery: Delivery, index: number) => Promise<Result>;
  /** Awaited before each event but the first: a pause, or a person's word. `false` ends the play. */
  readonly between?: (next: Delivery, index: number) => Promise<boolean>;
  readonly signal?: AbortSignal;
}

/** Sends the events one after the other and gives the results of those that were sent. */
export async function play<Result>(
  deliveries: readonly Delivery[],
  { send, between, signal }: PlayOptions<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const [index, delivery] of deliveries.entries()) {
    if (index > 0 && between && !(await between(delivery, index))) break;
    if (signal?.aborted) break;
    results.push(await send(delivery, index));
  }
  return results;
}

/** Waits so many milliseconds; `false` when it was called off meanwhile. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve(false);
    const stop = (): void => {
      clearTimeout(timer);
      resolve(false);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve(true);
    }, milliseconds);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
