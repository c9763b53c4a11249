import { newObjectId } from '../../payloads/objectId.ts';
import { apiErrors, type ApiError } from '../api/apiError.ts';
import type { ObjectFilter, ObjectStore, StoredObject, StripeObject } from '../state/objects.ts';
import type { Announcements } from './announcements.ts';
import { bareObject, completeObject } from './bare.ts';
import { previousAttributes } from './previous.ts';
import type { Shapes } from './shapes.ts';
import { withValues, type Values } from './values.ts';

/** What an event is made of when the turn is over. */
export interface Draft {
  readonly type: string;
  readonly object: StripeObject;
  readonly previous: Readonly<Record<string, unknown>> | undefined;
  readonly account: string | null;
}

interface TurnParts {
  readonly objects: ObjectStore;
  readonly shapes: Shapes;
  readonly announcements: Announcements;
  /** Seconds since the Unix epoch. */
  readonly now: number;
  /** The connected account that the request is for, or null. */
  readonly account: string | null;
  /** The sandbox's own account. */
  readonly ownAccount: string;
  readonly defaults: (type: string, turn: Turn) => Values;
}

interface Creation {
  readonly id?: string | undefined;
  readonly hidden?: Readonly<Record<string, unknown>>;
  /** Says nothing of it. */
  readonly quiet?: boolean;
}

/** All that one request causes: objects made and changed at once, events told of when it is over. */
export class Turn {
  readonly shapes: Shapes;
  readonly announcements: Announcements;
  readonly account: string | null;
  readonly ownAccount: string;
  readonly drafts: Draft[] = [];
  /** Seconds since the Unix epoch; a test clock's time while that is what counts. */
  now: number;
  private readonly parts: TurnParts;

  constructor(parts: TurnParts) {
    this.parts = parts;
    this.shapes = parts.shapes;
    this.announcements = parts.announcements;
    this.account = parts.account;
    this.ownAccount = parts.ownAccount;
    this.now = parts.now;
  }

  /** A new object: the least it may be, its type's defaults, then `values` by dotted path. Tells of its creation. */
  create(type: string, values: Values, { id, hidden = {}, quiet = false }: Creation = {}): StripeObject {
    const schema = this.shapes.schemaOf(type);
    const bare = { ...bareObject(schema, this.shapes, this.now), id: id ?? newObjectId(type) };
    const object = this.complete(withValues(bare, { ...this.parts.defaults(type, this), ...values }));
    if (this.find(type, object.id)) throw apiErrors.alreadyExists(type, object.id);
    this.parts.objects.delete(type, object.id);
    this.parts.objects.insert({ object, type, account: this.account, hidden });
    if (!quiet) this.tell('created', object);
    return object;
  }

  /** Changes an object, by dotted path, and tells of it when something is different. Gives what it is now. */
  change(
    { id, object }: StripeObject,
    values: Values,
    { hidden, quiet = false }: Omit<Creation, 'id'> = {},
  ): StripeObject {
    const stored = this.stored(String(object), id);
    const after = this.complete(withValues(stored.object, values));
    const kept = { ...stored, object: after, hidden: { ...stored.hidden, ...hidden } };
    this.parts.objects.update(kept);
    const previous = previousAttributes(stored.object, after);
    if (previous && !quiet) this.tell('updated', after, previous);
    return after;
  }

  /** Deletes an object and tells of it; `trace` is what can still be retrieved of it. */
  remove(object: StripeObject, { trace, quiet }: { trace?: StripeObject; quiet?: boolean } = {}): void {
    const type = String(object['object']);
    const stored = this.stored(type, object.id);
    if (trace) this.parts.objects.update({ ...stored, object: trace, deleted: true });
    else this.parts.objects.delete(type, object.id);
    if (!quiet) this.tell('deleted', object);
  }

  /** An event of this type about an object, as it is now. */
  emit(
    type: string,
    object: StripeObject,
    previous?: Readonly<Record<string, unknown>>,
    account: string | null = this.account,
  ): void {
    if (this.announcements.has(type)) this.drafts.push({ type, object, previous, account });
  }

  /** An object that is there. */
  find(type: string, id: unknown): StripeObject | undefined {
    const stored = typeof id === 'string' ? this.parts.objects.get(type, id) : undefined;
    return stored && !stored.deleted ? stored.object : undefined;
  }

  /** An object, or what remains of a deleted one; undefined for one of another account. */
  trace(type: string, id: string): StripeObject | undefined {
    const stored = this.parts.objects.get(type, id);
    return stored && stored.account === this.account ? stored.object : undefined;
  }

  /** An object that must be there; throws `resource_missing` about `param` otherwise. */
  need(type: string, id: unknown, param = 'id'): StripeObject {
    const object = this.find(type, id);
    if (!object) throw missing(type, id, param);
    return object;
  }

  /** What the sandbox alone knows of an object. */
  hidden({ id, object }: StripeObject): Readonly<Record<string, unknown>> {
    return this.parts.objects.get(String(object), id)?.hidden ?? {};
  }

  /** All objects of a type with these values at these paths, oldest first. */
  all(type: string, values: Readonly<Record<string, string | boolean | null>> = {}): readonly StripeObject[] {
    const filters = Object.entries(values).map(([path, value]) => ({ path, operator: '=' as const, value }));
    return this.select(type, filters);
  }

  select(type: string, filters: readonly ObjectFilter[]): readonly StripeObject[] {
    const { items } = this.parts.objects.page([type], this.account, filters, { limit: 100_000 });
    return items.map(({ object }) => object).reverse();
  }

  get objects(): ObjectStore {
    return this.parts.objects;
  }

  private complete(object: Readonly<Record<string, unknown>>): StripeObject {
    const schema = this.shapes.schemaOf(String(object['object']));
    completeObject(object, schema, this.shapes, this.now);
    return object as StripeObject;
  }

  private tell(
    happening: 'created' | 'updated' | 'deleted',
    object: StripeObject,
    previous?: Readonly<Record<string, unknown>>,
  ): void {
    for (const type of this.announcements.of(object, happening)) this.emit(type, object, previous);
  }

  private stored(type: string, id: string): StoredObject {
    const stored = this.parts.objects.get(type, id);
    if (!stored) throw missing(type, id, 'id');
    return stored;
  }
}

function missing(type: string, id: unknown, param: string): ApiError {
  const noun = type.split('.').at(-1) ?? type;
  return apiErrors.noSuch(noun, String(id), param, param === 'id' ? 404 : 400);
}
