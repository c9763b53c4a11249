import type { Field, Schema, SchemaCatalogue } from '../../stripe/catalogue.ts';

export function without(options: readonly Schema[], kind: Schema['kind']): readonly Schema[] {
  return options.filter((option) => option.kind !== kind);
}

/** The options of a union, or the schema itself. */
export function optionsOf(schema: Schema): readonly Schema[] {
  return schema.kind === 'union' ? schema.options : [schema];
}

/** The fields of a named object schema; none when it is something else. */
export function fieldsOf(
  name: string | undefined,
  schemas: SchemaCatalogue,
): Readonly<Record<string, Field>> {
  const schema = name === undefined ? undefined : schemas[name];
  return schema?.kind === 'object' ? schema.fields : {};
}

/** The name of the object schema that a field holds, whether it may be null or not. */
export function nameOf(field: Field | undefined): string | undefined {
  const named = field && optionsOf(field.schema).find((option) => option.kind === 'ref');
  return named?.kind === 'ref' ? named.name : undefined;
}

/** The `object` value of a named schema's objects, e.g. `checkout.session`. */
export function objectTypeOf(name: string, schemas: SchemaCatalogue): string | undefined {
  const object = fieldsOf(name, schemas)['object']?.schema;
  return object?.kind === 'enum' ? String(object.values[0]) : undefined;
}
