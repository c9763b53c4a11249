import type { Field, Schema, SchemaCatalogue } from '../../stripe/catalogue.ts';
import { documentedValues } from '../rules/documentedValues.ts';
import { fieldsOf, optionsOf } from './schemaParts.ts';

type Json = Readonly<Record<string, unknown>>;

/** What people change most often, tried in this order. */
const likely = [
  'email',
  'cancel_at_period_end',
  'nickname',
  'name',
  'description',
  'active',
  'status',
  'metadata',
];
/** What an update never changes. */
const fixed = new Set(['id', 'object', 'created', 'livemode', 'type', 'currency']);

/**
 * The `previous_attributes` of an update event: one attribute of the object with a value that it may have had
 * before and that differs from the present one.
 */
export function previousAttributes(object: Json, schema: string, schemas: SchemaCatalogue): Json {
  const change = changed(object, schema, schemas);
  return change ? { [change.name]: change.before } : {};
}

function changed(
  object: Json,
  schema: string,
  schemas: SchemaCatalogue,
): { name: string; before: unknown } | undefined {
  const fields = fieldsOf(schema, schemas);
  for (const name of new Set([...likely, ...Object.keys(fields)])) {
    const field = fields[name];
    if (!field || fixed.has(name) || !Object.hasOwn(object, name)) continue;
    const before = earlier(object[name], field, name, schemas);
    if (before !== undefined) return { name, before };
  }
  return undefined;
}

/** Another value of the same type; undefined when the schema leaves no choice. */
function earlier(
  value: unknown,
  { schema, description }: Field,
  name: string,
  schemas: SchemaCatalogue,
): unknown {
  if (name === 'metadata') return { plan: 'trial' };
  const documented = documentedValues(description).find((one) => one !== value);
  if (name === 'status' && typeof value === 'string' && documented !== undefined) return documented;
  const answers = optionsOf(schema).map((option) => other(value, option, name, schemas));
  return answers.find((answer) => answer !== undefined);
}

function other(value: unknown, schema: Schema, name: string, schemas: SchemaCatalogue): unknown {
  switch (schema.kind) {
    case 'boolean':
      return value !== true;
    case 'number':
      return typeof value === 'number' ? (value > 100 ? value - 100 : value + 1) : undefined;
    case 'enum':
      return schema.values.find((candidate) => candidate !== value);
    case 'string':
      return earlierText(value, name);
    case 'list':
      return holdsItems(value) ? { ...value, data: [] } : undefined;
    case 'ref':
      return earlierObject(value, schema.name, schemas);
    default:
      return undefined;
  }
}

function earlierText(value: unknown, name: string): string | undefined {
  if (name === 'email') return 'former.address@example.com';
  if (value === null) return likely.includes(name) ? `Former ${name}` : undefined;
  return typeof value === 'string' ? `${value}-before` : undefined;
}

/** The whole object as it was, with one attribute that differed. */
function earlierObject(value: unknown, schema: string, schemas: SchemaCatalogue): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const change = changed(value as Json, schema, schemas);
  return change && { ...value, [change.name]: change.before };
}

function holdsItems(value: unknown): value is { readonly data: readonly unknown[] } {
  return Array.isArray((value as { readonly data?: unknown } | null)?.data);
}
