import type { Clock } from '../../delivery/clock.ts';
import type { Draft } from '../objects/turn.ts';
import type { SandboxOptions, TriggerRequest } from '../options.ts';
import { SandboxError } from '../sandboxError.ts';
import type { StoredEvent } from '../state/events.ts';
import type { Store } from '../state/store.ts';
import { completed } from './rendering.ts';
import { thinCounterpart } from './thinCounterpart.ts';
import { sentence } from '../../sentence.ts';

type Fields = Readonly<Record<string, unknown>>;

/** An event that has not happened yet. */
export interface MadeEvent {
  readonly fields: Fields;
  readonly kind: StoredEvent['kind'];
}

/** Makes the events that are triggered, with the builder that the sandbox was given, if any. */
export class EventMaker {
  private readonly options: SandboxOptions;
  private readonly clock: Clock;

  constructor(options: SandboxOptions, clock: Clock) {
    this.options = options;
    this.clock = clock;
  }

  /** Throws SandboxError for an unknown type. */
  make(request: TriggerRequest, store: Store): MadeEvent {
    const { type, overrides } = request;
    const kind = this.kindOf(type);
    if (!kind)
      throw new SandboxError(
        'unknown-event-type',
        sentence`${type} is not an event type: choose one of the catalogue.`,
      );
    const built =
      request.event ??
      this.build(type, kind, overrides) ??
      (kind === 'thin' ? { ...overrides } : { data: { object: { ...overrides } } });
    return { fields: this.complete({ ...built }, type, kind, store), kind };
  }

  /** The snapshot event about what a request did to an object. */
  about({ type, object, previous, account }: Draft, request: Fields, store: Store): MadeEvent {
    const fields = {
      ...(account !== null && { account }),
      data: { object, ...(previous && { previous_attributes: previous }) },
      request,
    };
    return { fields: this.complete(fields, type, 'snapshot', store), kind: 'snapshot' };
  }

  /** The type of the thin event about the same change, if Stripe has one. */
  thinTypeFor(type: string): string | undefined {
    const thin = `v1.${type}`;
    return this.kindOf(thin) === 'thin' ? thin : undefined;
  }

  /** The thin event about the same change as a snapshot event. */
  counterpart(snapshot: Fields, thinType: string, store: Store): MadeEvent {
    const built = thinCounterpart(snapshot, this.build(thinType, 'thin', undefined));
    return { fields: this.complete(built, thinType, 'thin', store), kind: 'thin' };
  }

  /** The event that a ping sends. Source: https://docs.stripe.com/api/v2/core/event-destinations/event-types */
  ping(destinationId: string, request: Fields, store: Store): MadeEvent {
    const type = 'v2.core.event_destination.ping';
    const related = {
      id: destinationId,
      type: 'v2.core.event_destination',
      url: `/v2/core/event_destinations/${destinationId}`,
    };
    const fields = { reason: { type: 'request', request }, related_object: related };
    return { fields: this.complete(fields, type, 'thin', store), kind: 'thin' };
  }

  private build(
    type: string,
    kind: StoredEvent['kind'],
    overrides: Record<string, unknown> | undefined,
  ): object | undefined {
    const { buildEvent, catalogue } = this.options;
    return buildEvent?.(type, {
      created: this.nowSeconds(),
      apiVersion: catalogue.apiVersion,
      ...(overrides && { overrides }),
      ...(kind === 'thin' && { withData: true }),
    });
  }

  private complete(fields: Fields, type: string, kind: StoredEvent['kind'], store: Store): Fields {
    const isTaken = (id: string): boolean => store.events.get(id) !== undefined;
    return completed(fields, type, kind, this.nowSeconds(), isTaken);
  }

  private kindOf(type: string): StoredEvent['kind'] | undefined {
    return this.options.catalogue.eventTypes.find((candidate) => candidate.type === type)?.kind;
  }

  private nowSeconds(): number {
    return Math.floor(this.clock.now() / 1000);
  }
}
