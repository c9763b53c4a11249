import type { Clock } from '../../delivery/clock.ts';
import { deliver } from '../../delivery/deliver.ts';
import type { Attempt } from '../../delivery/attempt.ts';
import { retryDelay, retrySchedules } from '../../delivery/retrySchedule.ts';
import type { SandboxDelivery } from '../options.ts';
import type { StoredDelivery } from '../state/deliveries.ts';
import type { StoredEndpoint } from '../state/endpoints.ts';
import type { Store } from '../state/store.ts';
import { webhookHeaders } from '../../delivery/webhookHeaders.ts';

const timeoutMs = 30_000;
/** Retries made at the same time; first attempts are not held back. */
const parallelRetries = 16;

interface CourierParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly onDelivered: (delivery: SandboxDelivery) => void;
}

/** Takes events to endpoints and retries as Stripe does. What it has not finished is in the store. */
export class Courier {
  private readonly parts: CourierParts;
  private pausing = new AbortController();
  private readonly running = new Set<Promise<unknown>>();
  private cancelTimer: (() => void) | undefined;

  constructor(parts: CourierParts) {
    this.parts = parts;
  }

  /** Takes up what an earlier run, or a pause, left. */
  resume(): void {
    this.pausing = new AbortController();
    this.parts.store.deliveries.recover(this.parts.clock.now());
    this.arm();
  }

  /** Makes the first attempts; resolves with those that were made. */
  async send(deliveries: readonly StoredDelivery[]): Promise<readonly SandboxDelivery[]> {
    const made = await this.track(Promise.all(deliveries.map((delivery) => this.attempt(delivery))));
    this.arm();
    return made.filter((delivery) => delivery !== undefined);
  }

  /** Cuts off what is under way, which stays due, and resolves when it has ended. */
  async pause(): Promise<void> {
    this.pausing.abort();
    this.cancelTimer?.();
    await Promise.allSettled(this.running);
  }

  private async track<T>(work: Promise<T>): Promise<T> {
    this.running.add(work);
    try {
      return await work;
    } finally {
      this.running.delete(work);
    }
  }

  /** One timer, for whatever falls due first. */
  private arm(): void {
    this.cancelTimer?.();
    this.cancelTimer = undefined;
    if (this.pausing.signal.aborted) return;
    const due = this.parts.store.deliveries.nextDue();
    if (due === undefined) return;
    this.cancelTimer = this.parts.clock.schedule(due, () => this.track(this.retryDue()));
  }

  private async retryDue(): Promise<void> {
    const { store, clock } = this.parts;
    const worker = async (): Promise<void> => {
      while (!this.pausing.signal.aborted) {
        const [delivery] = store.deliveries.takeDue(clock.now(), 1);
        if (!delivery) return;
        await this.attempt(delivery);
      }
    };
    await Promise.all(Array.from({ length: parallelRetries }, worker));
    this.arm();
  }

  private async attempt(delivery: StoredDelivery): Promise<SandboxDelivery | undefined> {
    const { store, clock } = this.parts;
    const endpoint = store.endpoints.get(delivery.endpointId);
    const body = store.events.rendering(delivery.eventId, delivery.apiVersion);
    if (!endpoint || !body) {
      store.deliveries.settle(delivery.seq, delivery.attempts, 'cancelled');
      return undefined;
    }
    if (endpoint.status === 'disabled') {
      store.deliveries.settle(delivery.seq, delivery.attempts, 'dropped');
      return undefined;
    }
    const { signal } = this.pausing;
    const secrets = store.endpoints.activeSecrets(endpoint.id, clock.now());
    const attempt = await deliver({
      url: endpoint.url,
      body,
      headers: webhookHeaders(body, secrets, clock.now()),
      timeoutMs,
      signal,
    });
    return signal.aborted ? undefined : this.record(delivery, endpoint, body, attempt);
  }

  private record(
    delivery: StoredDelivery,
    endpoint: StoredEndpoint,
    body: Uint8Array,
    attempt: Attempt,
  ): SandboxDelivery {
    const { store, clock, onDelivered } = this.parts;
    const attempts = delivery.attempts + 1;
    const status = attempt.response?.status ?? 0;
    const succeeded = status >= 200 && status < 300;
    const delay = succeeded || delivery.manual ? undefined : retryDelay(retrySchedules.sandbox, attempts);
    const nextAttemptAt = delay === undefined ? undefined : clock.now() + delay;
    store.transaction(() => {
      store.deliveries.recordAttempt(delivery.eventId, endpoint.id, attempt);
      if (nextAttemptAt !== undefined) store.deliveries.postpone(delivery.seq, attempts, nextAttemptAt);
      else store.deliveries.settle(delivery.seq, attempts, succeeded ? 'succeeded' : 'failed');
    });
    const event = store.events.get(delivery.eventId);
    const result = {
      eventId: delivery.eventId,
      eventType: event?.type ?? '',
      endpointId: endpoint.id,
      body,
      attempt,
      nextAttemptAt,
    };
    onDelivered(result);
    return result;
  }
}
