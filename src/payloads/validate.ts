import type { EventCatalogue, EventType, Schema, SchemaCatalogue } from '../stripe/catalogue.ts';
import { fieldsOf } from './build/schemaParts.ts';
import { checkFields, checkValue, type Check } from './check/checkValue.ts';
import { UnknownEventTypeError } from './unknownEventTypeError.ts';
import { sentence } from '../sentence.ts';

/** One way in which a payload is not what the SDK declares. */
export interface Problem {
  /** Dotted, e.g. `data.object.lines.data.0.amount`; empty for the payload itself. */
  readonly path: string;
  /** A sentence that names the field. */
  readonly message: string;
}

export interface ValidateOptions {
  /**
   * Also report fields that are not declared and values that an open enum does not list. Stripe may send both,
   * so a received event is checked without; what the extension builds or the user types is checked with.
   */
  readonly strict?: boolean;
}

/** Checks an event payload against the declared types: envelope, object, and previous attributes. */
export function validate(
  payload: unknown,
  catalogue: EventCatalogue,
  schemas: SchemaCatalogue,
  options: ValidateOptions = {},
): readonly Problem[] {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload))
    return [{ path: '', message: sentence`The payload is not a JSON object.` }];
  const event = payload as Readonly<Record<string, unknown>>;
  const name = typeof event['type'] === 'string' ? event['type'] : '';
  const type = catalogue.eventTypes.find((candidate) => candidate.type === name);
  if (!type) {
    const { message } = new UnknownEventTypeError(
      name,
      catalogue.eventTypes.map((known) => known.type),
    );
    return [{ path: 'type', message }];
  }
  const check: Check = { schemas, strict: options.strict ?? false, problems: [] };
  if (type.kind === 'snapshot') snapshot(event, type, check);
  else thin(event, type, check);
  return check.problems;
}

function snapshot(event: Readonly<Record<string, unknown>>, type: EventType, check: Check): void {
  const envelope = fieldsOf('EventBase', check.schemas);
  const object = union(type.schemas);
  const data: Schema = {
    kind: 'object',
    fields: {
      object: { schema: object, required: true },
      previous_attributes: { schema: { kind: 'unknown' }, required: false },
    },
  };
  checkFields(event, { ...envelope, data: { schema: data, required: true } }, '', check);
  const previous = (event['data'] as { readonly previous_attributes?: unknown } | undefined)
    ?.previous_attributes;
  if (previous !== undefined) previousAttributes(previous, type.schemas, check);
}

/** Any of the object's attributes, and of objects inside any of theirs: none of them is required. */
function previousAttributes(previous: unknown, schemas: readonly string[], check: Check): void {
  const all = schemas.map((name) => Object.entries(fieldsOf(name, check.schemas)));
  const fields = Object.fromEntries(all.flat());
  checkValue(previous, { kind: 'object', fields }, 'data.previous_attributes', { ...check, partial: true });
}

function thin(event: Readonly<Record<string, unknown>>, type: EventType, check: Check): void {
  const related = type.relatedObject;
  const parts = related?.singleton ? ['type', 'url'] : ['id', 'type', 'url'];
  const fields = Object.fromEntries(
    parts.map((name) => [name, { schema: { kind: 'string' as const }, required: true }]),
  );
  const envelope = {
    ...fieldsOf('V2.Core.EventBase', check.schemas),
    ...(related && { related_object: { schema: { kind: 'object' as const, fields }, required: true } }),
    ...(type.schemas.length > 0 && { data: { schema: union(type.schemas), required: false } }),
  };
  checkFields(event, envelope, '', check);
}

function union(names: readonly string[]): Schema {
  return { kind: 'union', options: names.map((name) => ({ kind: 'ref', name })) };
}
