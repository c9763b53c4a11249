import { randomBytes } from 'node:crypto';
import { EventSource, type SourceParts } from './eventSource.ts';
import { reasonOf } from './stripeError.ts';
import { sourceSecretIds } from './sourceSecrets.ts';
import { systemClocks, type Clocks } from './sources/clocks.ts';
import { Gaps } from './sources/gaps.ts';
import { SeenEvents } from './sources/seenEvents.ts';
import { Sleeps } from './sources/sleeps.ts';
import { Takes } from './sources/takes.ts';
import { defaultTimings, retryDelay, type SourceTimings } from './sources/timings.ts';

/**
 * Asks Stripe's API for new events every few seconds. It works with every key that may read events, but events come
 * later, without Stripe's signature and not in Stripe's bytes, and those of connected accounts do not come at all.
 */
export class PollingSource extends EventSource {
  override readonly kind = 'polling';
  readonly #parts: SourceParts;
  readonly #timings: SourceTimings;
  readonly #clocks: Clocks;
  readonly #gaps: Gaps;
  readonly #sleeps = new Sleeps();
  readonly #takes: Takes;
  #started = false;
  #failures = 0;

  constructor(parts: SourceParts) {
    super();
    this.#parts = parts;
    this.#timings = { ...defaultTimings, ...parts.timings };
    this.#clocks = parts.clocks ?? systemClocks;
    this.#takes = new Takes(parts.take);
    this.#gaps = new Gaps({
      ...parts,
      take: this.#takes.take,
      seen: new SeenEvents(),
      secret: () => this.#secret(),
      settle: () => Promise.resolve(true),
      now: () => this.#clocks.wall(),
      note: (sentence) => this.emit('note', sentence),
    });
  }

  override start(): void {
    if (!this.#started) void this.#run();
    this.#started = true;
  }

  override async stop(): Promise<void> {
    this.become({ phase: 'stopped', reason: 'asked' });
    this.#sleeps.end();
    await this.#takes.end();
  }

  async #run(): Promise<void> {
    while (this.state.phase !== 'stopped') {
      const pause = await this.#poll();
      if (!(await this.#sleeps.sleep(pause))) return;
    }
  }

  /** Asks once, and gives how long to wait before the next time. */
  async #poll(): Promise<number> {
    try {
      // Known before the first event, so that the app can be given it.
      if (this.state.phase === 'connecting') await this.#secret();
      await this.#gaps.baseline();
      await this.#gaps.fill();
      this.#failures = 0;
      if (this.state.phase !== 'live') this.become({ phase: 'live' });
      return this.#timings.poll;
    } catch (error) {
      return this.#failed(error instanceof Error ? error.message : String(error), error);
    }
  }

  #failed(sentence: string, error: unknown): number {
    if (!isPassing(error)) {
      this.become({ phase: 'stopped', reason: 'failed', sentence });
      this.#sleeps.end();
      return 0;
    }
    const pause = Math.max(this.#timings.poll, retryDelay(this.#timings, ++this.#failures));
    this.become({ phase: 'reconnecting', reason: sentence, retryAt: this.#clocks.wall() + pause });
    return pause;
  }

  /** One per connection, made when it is first needed and kept, since the app under development has to know it. */
  async #secret(): Promise<string> {
    const { secrets, connection } = this.#parts;
    const known = await secrets.get(connection.id, sourceSecretIds.polling);
    if (known !== undefined) return known;
    const made = `whsec_${randomBytes(16).toString('hex')}`;
    await secrets.set(connection.id, sourceSecretIds.polling, made);
    return made;
  }
}

function isPassing(error: unknown): boolean {
  return ['offline', 'timeout', 'server', 'rate-limit', 'journal'].includes(reasonOf(error));
}
