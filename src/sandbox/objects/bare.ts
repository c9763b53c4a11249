import type { Field, Schema } from '../../stripe/catalogue.ts';
import { isNullable, optionsOf, type Shapes } from './shapes.ts';

type Json = Record<string, unknown>;

/** Deeper than any declared object nests without going through an expandable field. */
const deepest = 12;

/**
 * The least that the declarations allow an object to be: what may be null is null, what must be there is empty. A
 * created object begins as this.
 */
export function bareObject(name: string, shapes: Shapes, nowSeconds: number, depth = 0): Json {
  if (depth > deepest) throw new Error(`The schema ${name} nests too deep to build.`);
  const object: Json = {};
  for (const [field, { schema, required }] of Object.entries(shapes.fields(name)))
    if (required) object[field] = bareValue(field, schema, shapes, nowSeconds, depth + 1);
  return object;
}

function bareValue(
  field: string,
  schema: Schema,
  shapes: Shapes,
  nowSeconds: number,
  depth: number,
): unknown {
  if (isNullable(schema)) return null;
  const [first = schema] = optionsOf(schema);
  switch (first.kind) {
    case 'string':
      return first.format ? '0' : field === 'currency' ? 'usd' : '';
    case 'number':
      return /^(created|updated|date|start|end|.*_(start|end|at|date))$/.test(field) ? nowSeconds : 0;
    case 'boolean':
      return false;
    case 'enum':
      return first.values[0] ?? '';
    case 'array':
      return [];
    case 'list':
      return emptyList('');
    case 'ref': {
      const resolved = shapes.resolve(first);
      return resolved.kind === 'object'
        ? bareObject(first.name, shapes, nowSeconds, depth)
        : bareValue(field, resolved, shapes, nowSeconds, depth + 1);
    }
    default:
      return {};
  }
}

/** Fills in, at every depth, what an object must have by its declaration and has not; changes it in place. */
export function completeObject(object: Json, name: string, shapes: Shapes, nowSeconds: number): void {
  completeFields(object, shapes.fields(name), shapes, nowSeconds);
}

function completeFields(
  object: Json,
  fields: Readonly<Record<string, Field>>,
  shapes: Shapes,
  nowSeconds: number,
): void {
  for (const [field, { schema, required }] of Object.entries(fields)) {
    const value = object[field];
    if (value === undefined && required) object[field] = bareValue(field, schema, shapes, nowSeconds, 1);
    else completeValue(value, schema, shapes, nowSeconds);
  }
}

function completeValue(value: unknown, schema: Schema, shapes: Shapes, nowSeconds: number): void {
  if (typeof value !== 'object' || value === null) return;
  for (const option of optionsOf(schema)) {
    const resolved = shapes.resolve(option);
    if (Array.isArray(value) && resolved.kind === 'array')
      for (const item of value) completeValue(item, resolved.items, shapes, nowSeconds);
    // API objects within it were complete when they were made.
    if (resolved.kind === 'object' && !Array.isArray(value) && !('object' in resolved.fields))
      completeFields(value as Json, resolved.fields, shapes, nowSeconds);
  }
}

/** A list object as a part of another object. */
export function emptyList(url: string): Json {
  return { object: 'list', data: [], has_more: false, url };
}
