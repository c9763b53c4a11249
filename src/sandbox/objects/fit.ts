import type { Field, Schema } from '../../stripe/catalogue.ts';
import { isRecord } from '../json/record.ts';
import { bareObject } from './bare.ts';
import { isNullable, optionsOf, type Shapes } from './shapes.ts';

type Json = Readonly<Record<string, unknown>>;

/** Fits nothing: the object has no place for the value. */
const misfit = Symbol('misfit');

/**
 * What parameters say about an object, as its fields hold it: those that the object has as well, in the object's own
 * form. An empty text unsets; hashes begin as the least they may be, or as they are in `before`.
 */
export function fitted(
  parameters: Json,
  fields: Readonly<Record<string, Field>>,
  { shapes, now, before }: { readonly shapes: Shapes; readonly now: number; readonly before?: Json },
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(parameters)) {
    const field = fields[name];
    if (!field || value === undefined || name === 'object' || name === 'metadata') continue;
    const fit = fitValue(value, field.schema, before?.[name], shapes, now);
    if (fit !== misfit) result[name] = fit;
  }
  return result;
}

function fitValue(value: unknown, schema: Schema, before: unknown, shapes: Shapes, now: number): unknown {
  if (value === '' || value === null) return isNullable(schema) ? null : misfit;
  for (const option of optionsOf(schema)) {
    const fit = fitOption(value, option, before, shapes, now);
    if (fit !== misfit) return fit;
  }
  return misfit;
}

function fitOption(value: unknown, schema: Schema, before: unknown, shapes: Shapes, now: number): unknown {
  switch (schema.kind) {
    case 'string':
      return typeof value === 'string' ? value : schema.format ? String(value) : misfit;
    case 'number':
    case 'boolean':
      return typeof value === schema.kind ? value : misfit;
    case 'enum':
      return schema.values.some((known) => known === value) || (schema.open && typeof value === 'string')
        ? value
        : misfit;
    case 'array':
      return Array.isArray(value) ? fitItems(value, schema.items, shapes, now) : misfit;
    case 'map':
      return isRecord(value) ? { ...value } : misfit;
    case 'object':
      return isRecord(value) ? { ...fitted(value, schema.fields, { shapes, now }) } : misfit;
    case 'ref': {
      const resolved = shapes.resolve(schema);
      if (resolved.kind !== 'object') return fitValue(value, resolved, before, shapes, now);
      // A whole API object is never made of a parameter: that is for the rules of its type.
      if (!isRecord(value) || 'object' in resolved.fields) return misfit;
      const known = isRecord(before) ? before : bareObject(schema.name, shapes, now);
      return { ...known, ...fitted(value, resolved.fields, { shapes, now, before: known }) };
    }
    default:
      return misfit;
  }
}

function fitItems(items: readonly unknown[], schema: Schema, shapes: Shapes, now: number): unknown {
  const fit = items.map((item) => fitValue(item, schema, undefined, shapes, now));
  return fit.includes(misfit) ? misfit : fit;
}
