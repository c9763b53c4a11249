import type { Field, Schema, SchemaCatalogue } from '../../stripe/catalogue.ts';

/** What the catalogue says about the objects that calls give. */
export class Shapes {
  private readonly schemas: SchemaCatalogue;
  private readonly byType = new Map<string, string>();

  constructor(schemas: SchemaCatalogue) {
    this.schemas = schemas;
    for (const name of Object.keys(schemas)) {
      const type = this.ownType(name);
      if (type !== undefined && !this.isDeletedForm(name) && !this.byType.has(type))
        this.byType.set(type, name);
    }
  }

  /** The fields of a named object; none when it is something else. */
  fields(name: string): Readonly<Record<string, Field>> {
    const schema = this.schemas[name];
    return schema?.kind === 'object' ? schema.fields : {};
  }

  /** The schema of an object type, e.g. `PaymentIntent` of `payment_intent`. */
  schemaOf(type: string): string {
    return this.byType.get(type) ?? type;
  }

  /** The `object` values that objects of a schema may have; several for `CustomerSource` and the like. */
  typesOf(name: string): readonly string[] {
    const schema = this.schemas[name];
    if (schema?.kind === 'union') return schema.options.flatMap((option) => this.typesIn(option));
    const type = this.ownType(name);
    return type === undefined ? [] : [type];
  }

  /** Whether it is what remains of a deleted object. */
  isDeletedForm(name: string): boolean {
    return this.fields(name)['deleted']?.required === true;
  }

  /** The types of the objects whose id a field may hold; none when it is no reference. */
  references(schema: Schema): readonly string[] {
    const options = schema.kind === 'union' ? schema.options : [];
    if (!options.some(({ kind }) => kind === 'string')) return [];
    return [...new Set(options.flatMap((option) => this.typesIn(option)))];
  }

  resolve(schema: Schema): Schema {
    return schema.kind === 'ref' ? (this.schemas[schema.name] ?? { kind: 'unknown' }) : schema;
  }

  private typesIn(schema: Schema): readonly string[] {
    return schema.kind === 'ref' ? this.typesOf(schema.name) : [];
  }

  private ownType(name: string): string | undefined {
    const object = this.fields(name)['object']?.schema;
    return object?.kind === 'enum' && object.values.length > 0 ? String(object.values[0]) : undefined;
  }
}

/** The options of a union, or the schema itself. */
export function optionsOf(schema: Schema): readonly Schema[] {
  return schema.kind === 'union' ? schema.options : [schema];
}

export function isNullable(schema: Schema): boolean {
  return optionsOf(schema).some(({ kind }) => kind === 'null' || kind === 'unknown');
}
