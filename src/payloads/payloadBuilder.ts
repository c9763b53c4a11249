import { randomUUID } from 'node:crypto';
import type { EventCatalogue, EventType, SchemaCatalogue } from '../stripe/catalogue.ts';
import { ObjectBuilder } from './build/objectBuilder.ts';
import { factsOf } from './build/facts.ts';
import { applyOverrides, withoutPaths } from './build/overrides.ts';
import { previousAttributes } from './build/previousAttributes.ts';
import { fieldsOf, nameOf, objectTypeOf } from './build/schemaParts.ts';
import { thinEvent } from './build/thinEvent.ts';
import { World, type Facts } from './build/world.ts';
import type { SnapshotPayload, StripeEventPayload } from './eventPayload.ts';
import { beginning, outcome } from './rules/outcomes.ts';
import { preferredSchema } from './rules/preferredSchema.ts';
import { objectRules } from './rules/objects.ts';
import { ruleTree, type Rule } from './rules/rule.ts';
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
      options.created ?? Math.floor(Date.now() / 1000),
      factsOf(this.objectType(eventType), options),
    );
    return eventType.kind === 'thin'
      ? this.thin(eventType, world, options)
      : this.snapshot(eventType, world, options);
  }

  private snapshot({ type, schemas }: EventType, world: World, options: PayloadOptions): SnapshotPayload {
    const schema = preferredSchema(type, schemas);
    const object = this.object(type, schema, world, options);
    const previous = type.endsWith('.updated')
      ? (options.previousAttributes ?? previousAttributes(object, schema, this.schemas))
      : undefined;
    const requestId =
      options.requestId === undefined ? world.id('request', `${type} ${world.now}`) : options.requestId;
    return {
      id: world.id('event', `${type} ${world.now}`),
      object: 'event',
      ...(options.account !== undefined && { account: options.account }),
      api_version: options.apiVersion ?? this.catalogue.apiVersion,
      created: world.now,
      data: { object, ...(previous && { previous_attributes: previous }) },
      livemode: false,
      pending_webhooks: options.pendingWebhooks ?? 1,
      request: {
        id: requestId,
        idempotency_key: requestId === null ? null : world.seed.uuid(`idempotency key ${type} ${world.now}`),
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
    const transitions = fieldsOf(nameOf(fields['status_transitions']), this.schemas);
    const state: Rule = { ...outcome(type, fields, transitions, objectType), ...eventRules[type] };
    const rules = ruleTree(beginning(type, fields), objectRules[objectType] ?? {}, state);
    return new ObjectBuilder(this.schemas, world).build(schema, rules, (object) => {
      // An object keeps its age, whatever happens to it.
      const decided = Object.keys(state).filter((path) => path !== 'created');
      if (base) applyOverrides(object, withoutPaths(base, decided));
      if (overrides) applyOverrides(object, overrides);
    });
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
