import { randomUUID } from 'node:crypto';
import type { EventCatalogue, EventType, SchemaCatalogue } from '../stripe/catalogue.ts';
import { ObjectBuilder } from './build/objectBuilder.ts';
import { factsOf } from './build/facts.ts';
import { applyOverrides, holdersOf, withoutPaths } from './build/overrides.ts';
import { previousAttributes } from './build/previousAttributes.ts';
import { fieldsOf, nameOf, objectTypeOf } from './build/schemaParts.ts';
import { thinEvent } from './build/thinEvent.ts';
import { World, type Facts } from './build/world.ts';
import type { SnapshotPayload, StripeEventPayload } from './eventPayload.ts';
import { beginning, outcome } from './rules/outcomes.ts';
import { preferredSchema } from './rules/preferredSchema.ts';
import { objectRules } from './rules/objects.ts';
import { filled, ruleTree, type Rule } from './rules/rule.ts';
import { eventRules } from './rules/states.ts';
import { UnknownEventTypeError } from './unknownEventTypeError.ts';

export interface PayloadOptions {
  /** The same seed and `created` give the same bytes; events of one seed share their ids. Random when absent. */
  readonly seed?: number | string;
  /** When the event happened, in seconds since the epoch; now when absent. */
  readonly created?: number;
  /** The version that the event claims to be rendered in; the SDK's when absent. Does not change the shape. */
  readonly apiVersion?: string;
  /** The connected account that the event comes from. */
  readonly account?: string;
  /**
   * Own values, merged into `data.object` (of a thin event: into the event itself). Keys may be dotted paths;
   * `undefined` removes a field.
   */
  readonly overrides?: Readonly<Record<string, unknown>>;
  /** What is known of the objects beforehand: amount, currency, ids, ages. What overrides say wins. */
  readonly facts?: Facts;
  /**
   * An object to start from, whole or in part, e.g. one fetched from Stripe. What the event says about its object's
   * state wins over it, and overrides win over both. Snapshot events only.
   */
  readonly base?: Readonly<Record<string, unknown>>;
  /**
   * Own values, merged into the event itself; its `created` is when the event happened. What stands in `data.object`
   * goes with `overrides`.
   */
  readonly event?: Readonly<Record<string, unknown>>;
  /** Tells events of one type and time apart, so that each has its own id. */
  readonly occurrence?: string;
  /** What was different before, of an `*.updated` event; made up when absent. */
  readonly previousAttributes?: Readonly<Record<string, unknown>>;
  /** How many endpoints have not acknowledged the event; 1 when absent. Snapshot events only. */
  readonly pendingWebhooks?: number;
  /** The API request that caused the event; `null` for one that Stripe caused itself. */
  readonly requestId?: string | null;
  /** Thin events only: include `data`, as `GET /v2/core/events/{id}` does and a delivery does not. */
  readonly withData?: boolean;
}

/** Builds a realistic event of any type from the declared types and the state rules. */
export class PayloadBuilder {
  private readonly catalogue: EventCatalogue;
  private readonly schemas: SchemaCatalogue;
  private readonly types: ReadonlyMap<string, EventType>;

  constructor(catalogue: EventCatalogue, schemas: SchemaCatalogue) {
    this.catalogue = catalogue;
    this.schemas = schemas;
    this.types = new Map(catalogue.eventTypes.map((event) => [event.type, event]));
  }

  /** An event of the type; throws an `UnknownEventTypeError` when Stripe has none such. */
  build(type: string, options: PayloadOptions = {}): StripeEventPayload {
    const eventType = this.types.get(type);
    if (!eventType) throw new UnknownEventTypeError(type, [...this.types.keys()]);
    const world = new World(
      options.seed ?? randomUUID(),
      givenTime(options) ?? Math.floor(Date.now() / 1000),
      factsOf(this.objectType(eventType), options),
    );
    const payload =
      eventType.kind === 'thin'
        ? this.thin(eventType, world, options)
        : this.snapshot(eventType, world, options);
    if (options.event) applyOverrides(payload as unknown as Record<string, unknown>, options.event);
    return payload;
  }

  /** The `object` value of what an event of the type is about, e.g. `checkout.session`. */
  objectTypeOf(type: string): string | undefined {
    const eventType = this.types.get(type);
    return eventType && this.objectType(eventType);
  }

  /** The fields of its object that an event of the type decides, as dotted paths without indexes. */
  decidedBy(type: string): readonly string[] {
    const eventType = this.types.get(type);
    if (eventType?.kind !== 'snapshot') return [];
    return Object.keys(this.state(type, preferredSchema(type, eventType.schemas)));
  }

  private snapshot({ type, schemas }: EventType, world: World, options: PayloadOptions): SnapshotPayload {
    const schema = preferredSchema(type, schemas);
    const object = this.object(type, schema, world, options);
    const previous = type.endsWith('.updated')
      ? (options.previousAttributes ?? previousAttributes(object, schema, this.schemas))
      : undefined;
    const which = `${type} ${world.now}${options.occurrence ?? ''}`;
    const requestId = options.requestId === undefined ? world.id('request', which) : options.requestId;
    return {
      id: world.id('event', which),
      object: 'event',
      ...(options.account !== undefined && { account: options.account }),
      api_version: options.apiVersion ?? this.catalogue.apiVersion,
      created: world.now,
      data: { object, ...(previous && { previous_attributes: previous }) },
      livemode: false,
      pending_webhooks: options.pendingWebhooks ?? 1,
      request: {
        id: requestId,
        idempotency_key: requestId === null ? null : world.seed.uuid(`idempotency key ${which}`),
      },
      type,
    };
  }

  private object(
    type: string,
    schema: string,
    world: World,
    { base, overrides }: PayloadOptions,
  ): Record<string, unknown> {
    const fields = fieldsOf(schema, this.schemas);
    const objectType = objectTypeOf(schema, this.schemas) ?? '';
    const state = this.state(type, schema);
    // An object keeps its age, whatever happens to it.
    const decided = Object.keys(state).filter((path) => path !== 'created');
    const kept = withoutPaths(base ?? {}, decided);
    const holders = holdersOf({ ...kept, ...overrides }).map((path) => [path, filled] as const);
    const rules = ruleTree(
      beginning(type, fields),
      objectRules[objectType] ?? {},
      state,
      Object.fromEntries(holders),
    );
    return new ObjectBuilder(this.schemas, world).build(schema, rules, (object) => {
      applyOverrides(object, kept);
      if (overrides) applyOverrides(object, overrides);
    });
  }

  /** What the name of an event says about its object. */
  private state(type: string, schema: string): Rule {
    const fields = fieldsOf(schema, this.schemas);
    const transitions = fieldsOf(nameOf(fields['status_transitions']), this.schemas);
    const objectType = objectTypeOf(schema, this.schemas) ?? '';
    return { ...outcome(type, fields, transitions, objectType), ...eventRules[type] };
  }

  /** The `object` value of what an event is about. */
  private objectType({ type, kind, schemas, relatedObject }: EventType): string | undefined {
    return kind === 'thin' ? relatedObject?.type : objectTypeOf(preferredSchema(type, schemas), this.schemas);
  }

  private thin(type: EventType, world: World, options: PayloadOptions): StripeEventPayload {
    const payload = thinEvent(type, world, this.schemas, {
      account: options.account,
      requestId:
        options.requestId === undefined
          ? world.id('request', `${type.type} ${world.now}`)
          : options.requestId,
      withData: options.withData ?? false,
      hasSnapshot: this.types.has(type.type.replace(/^v1\./, '')) && type.type.startsWith('v1.'),
    });
    if (options.overrides) applyOverrides(payload as unknown as Record<string, unknown>, options.overrides);
    return payload;
  }
}

function givenTime({ event, created }: PayloadOptions): number | undefined {
  const time = event?.['created'];
  if (typeof time === 'number') return time;
  const parsed = typeof time === 'string' ? Date.parse(time) / 1000 : NaN;
  return Number.isNaN(parsed) ? created : Math.floor(parsed);
}
