/** A dispatcher with everything real around it but the journal, which is a map here. */
import { ReadableStream } from 'node:stream/web';
import { ManualClock } from '../../../../src/delivery/clock.ts';
import type { Deliverable, Routable } from '../../../../src/delivery/deliverable.ts';
import { Dispatcher, type Delivered, type TargetAttempt } from '../../../../src/delivery/dispatcher.ts';
import type { PendingStore } from '../../../../src/delivery/pending.ts';
import { Sender, type TargetSecrets } from '../../../../src/delivery/sender.ts';
import { defaultTarget, type Target } from '../../../../src/delivery/target.ts';

export const endpointSecret = 'whsec_of_the_endpoint';
export const signer = { connectionId: 'sandbox', endpointId: 'we_1' };

/** An event's body as Stripe sends it. */
export function bodyOf(id: string, objectId = 'in_1', type = 'invoice.paid'): Buffer {
  return Buffer.from(
    JSON.stringify({ id, object: 'event', type, data: { object: { id: objectId, object: 'invoice' } } }),
  );
}

export function content(body: Uint8Array, headers: Deliverable['headers'] = []): Deliverable {
  return { body, headers, signer };
}

export function target(url: string, options: Partial<Target> = {}): Target {
  return { ...defaultTarget(options.id ?? 't_1', url), ...options };
}

export function sender(clock: ManualClock, secrets: Readonly<Record<string, TargetSecrets>> = {}): Sender {
  return new Sender({
    clock,
    secretsOf: ({ id }) => Promise.resolve(secrets[id] ?? { headers: {} }),
    signingSecrets: ({ endpointId }) => Promise.resolve(endpointId === 'we_1' ? [endpointSecret] : []),
  });
}

/** Nothing survives in it. */
export class NoPending implements PendingStore {
  takeUp: PendingStore['takeUp'] = () => Promise.resolve({ waiting: [], missed: ReadableStream.from([]) });
  changed = (): void => undefined;
  forget = (): Promise<void> => Promise.resolve();
  close = (): Promise<void> => Promise.resolve();
}

export interface Dispatching {
  readonly clock: ManualClock;
  readonly dispatcher: Dispatcher;
  readonly recorded: { readonly receiptId: number; readonly attempt: TargetAttempt }[];
  readonly contents: Map<number, Deliverable>;
  targets: readonly Target[];
  /** Puts an event into the journal and dispatches it. */
  readonly receive: (routed: Partial<Routable> & { readonly receiptId: number }) => Routable;
  /** The next so many deliveries that are told of. */
  readonly delivered: (count: number) => Promise<readonly Delivered[]>;
}

export interface DispatchingOptions {
  readonly pending?: PendingStore;
  readonly clock?: ManualClock;
  readonly contents?: Map<number, Deliverable>;
  readonly concurrency?: number;
  readonly random?: () => number;
}

const running = new Set<Dispatcher>();

export async function stopDispatchers(): Promise<void> {
  await Promise.all([...running].map((dispatcher) => dispatcher.stop()));
  running.clear();
}

export function dispatching(targets: readonly Target[], options: DispatchingOptions = {}): Dispatching {
  const clock = options.clock ?? new ManualClock();
  const contents = options.contents ?? new Map<number, Deliverable>();
  const recorded: Dispatching['recorded'] = [];
  const dispatcher = new Dispatcher({
    targets: () => result.targets,
    load: (receiptId) => Promise.resolve(contents.get(receiptId)),
    record: (receiptId, attempt) => {
      recorded.push({ receiptId, attempt });
      return Promise.resolve();
    },
    sender: sender(clock),
    pending: options.pending ?? new NoPending(),
    clock,
    ...(options.concurrency !== undefined && { concurrency: options.concurrency }),
    ...(options.random && { random: options.random }),
  });
  running.add(dispatcher);
  const told: Delivered[] = [];
  const waiting = new Set<() => void>();
  dispatcher.on('delivered', (one) => {
    told.push(one);
    for (const wake of waiting) wake();
  });
  const result: Dispatching = {
    clock,
    dispatcher,
    recorded,
    contents,
    targets,
    receive(given) {
      const routed = { type: 'invoice.paid', objectId: 'in_1', account: undefined, ...given };
      if (!contents.has(given.receiptId))
        contents.set(
          given.receiptId,
          content(bodyOf(`evt_${given.receiptId}`, routed.objectId, routed.type)),
        );
      dispatcher.dispatch(routed, given.receiptId);
      return routed;
    },
    async delivered(count) {
      while (told.length < count) await new Promise<void>((resolve) => waiting.add(resolve));
      return told.splice(0, count);
    },
  };
  return result;
}
