import type { Schema, SchemaCatalogue } from '../../../stripe/catalogue.ts';
import { isRecord } from '../../json/record.ts';
import { ApiError, apiErrors } from '../apiError.ts';
import { entriesOf, listOf } from '../form.ts';
import { metadata, type Given } from '../parameters.ts';

/** What a call was given, as its declaration has it: numbers as numbers, lists as lists. */
export type Read = Readonly<Record<string, unknown>>;

/** Reads parameters by their declarations; throws ApiError for one that is missing, unknown or of another kind. */
export class ParameterReader {
  private readonly schemas: SchemaCatalogue;

  constructor(schemas: SchemaCatalogue) {
    this.schemas = schemas;
  }

  /**
   * `undeclared` are parameters that older API versions take, by path without indices (`phases.iterations`); they are
   * read as they come, and what they may stand for is not missed.
   */
  read(name: string | undefined, given: Given, undeclared: readonly string[] = []): Read {
    const schema = name === undefined ? undefined : this.schemas[name];
    const object = schema?.kind === 'object' ? schema : { kind: 'object' as const, fields: { expand } };
    return this.object(given, object, '', undeclared);
  }

  private object(
    given: Given,
    schema: Schema & { readonly kind: 'object' },
    prefix: string,
    undeclared: readonly string[],
  ): Read {
    const path = (name: string): string => (prefix === '' ? name : `${prefix}[${name}]`);
    const values: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(given)) {
      if (Object.hasOwn(schema.fields, name)) continue;
      if (!undeclared.includes(plainPath(path(name)))) throw apiErrors.unknown(path(name));
      values[name] = plain(value);
    }
    const standsIn = Object.keys(values).length > 0;
    for (const [name, field] of Object.entries(schema.fields)) {
      const value = given[name];
      if (value === '' && field.required) throw apiErrors.empty(path(name));
      if (value !== undefined) values[name] = this.named(name, value, field.schema, path(name), undeclared);
      else if (field.required && !standsIn) throw apiErrors.missing(path(name));
    }
    return values;
  }

  private named(
    name: string,
    value: unknown,
    schema: Schema,
    path: string,
    undeclared: readonly string[],
  ): unknown {
    return name === 'metadata' ? metadata(value, path) : this.value(value, schema, path, undeclared);
  }

  private value(value: unknown, schema: Schema, path: string, undeclared: readonly string[]): unknown {
    switch (schema.kind) {
      case 'ref':
        return this.value(value, this.schemas[schema.name] ?? { kind: 'unknown' }, path, undeclared);
      case 'union':
        return this.union(value, schema.options, path, undeclared);
      case 'object': {
        const entries = entriesOf(value);
        if (!entries) throw apiErrors.invalid(path, 'Invalid hash');
        return this.object(Object.fromEntries(entries), schema, path, undeclared);
      }
      case 'map': {
        const entries = entriesOf(value);
        if (!entries) throw apiErrors.invalid(path, 'Invalid hash');
        return Object.fromEntries(
          entries.map(([key, each]) => [key, this.value(each, schema.values, `${path}[${key}]`, undeclared)]),
        );
      }
      case 'array':
      case 'list': {
        const items = listOf(value);
        if (!items) throw apiErrors.invalid(path, 'Invalid array');
        return items.map((item, index) => this.value(item, schema.items, `${path}[${index}]`, undeclared));
      }
      case 'unknown':
        return plain(value);
      default:
        return scalar(value, schema, path);
    }
  }

  /** The first option that takes the value; the last one's complaint when none does. */
  private union(
    value: unknown,
    options: readonly Schema[],
    path: string,
    undeclared: readonly string[],
  ): unknown {
    let complaint: ApiError | undefined;
    // A text could be meant by what is more exact, too.
    const ranked = [...options].sort((a, b) => rank(a) - rank(b));
    for (const option of ranked.filter((candidate) => candidate.kind !== 'null'))
      try {
        return this.value(value, option, path, undeclared);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        // Of a hash, what is wrong within it says more than that it is no text.
        if (isContainer(value) === isContainerKind(this.resolved(option))) complaint ??= error;
      }
    throw complaint ?? apiErrors.invalid(path, `Invalid value for ${path}`);
  }

  private resolved(schema: Schema): Schema {
    return schema.kind === 'ref' ? (this.schemas[schema.name] ?? schema) : schema;
  }
}

const expand = {
  schema: { kind: 'array' as const, items: { kind: 'string' as const } },
  required: false,
};

function rank({ kind }: Schema): number {
  return kind === 'string' ? 2 : kind === 'number' ? 1 : 0;
}

function isContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function isContainerKind({ kind }: Schema): boolean {
  return kind === 'object' || kind === 'array' || kind === 'map';
}

function scalar(value: unknown, schema: Schema, path: string): unknown {
  if (typeof value !== 'string')
    throw apiErrors.invalid(path, `Invalid ${schema.kind}: ${JSON.stringify(value)}`);
  if (schema.kind === 'enum') {
    const known = schema.values.find((candidate) => String(candidate) === value);
    if (known !== undefined) return known;
    if (schema.open && value !== '') return value;
    const allowed = schema.values.map(String).filter((candidate) => candidate !== '');
    throw value === ''
      ? apiErrors.empty(path)
      : apiErrors.invalid(path, `Invalid ${path}: must be one of ${allowed.join(', ')}`);
  }
  if (value === '' && schema.kind !== 'string') throw apiErrors.empty(path);
  if (schema.kind === 'number') {
    if (!/^-?\d+(\.\d+)?$/.test(value))
      throw apiErrors.invalid(path, `Invalid integer: ${value}`, 'parameter_invalid_integer');
    return Number(value);
  }
  if (schema.kind === 'boolean') {
    if (value !== 'true' && value !== 'false') throw apiErrors.invalid(path, `Invalid boolean: ${value}`);
    return value === 'true';
  }
  return value;
}

/** `phases[0][iterations]` as `phases.iterations`. */
function plainPath(path: string): string {
  return path
    .split(/[[\]]+/)
    .filter((part) => part !== '' && !/^\d+$/.test(part))
    .join('.');
}

function plainEntry([name, value]: readonly [string, unknown]): readonly [string, unknown] {
  return [name, plain(value)];
}

/** Forms hold lists as hashes with digits for keys. */
function plain(value: unknown): unknown {
  const items = isRecord(value) && Object.keys(value).length > 0 ? listOf(value) : undefined;
  if (items) return items.map(plain);
  if (Array.isArray(value)) return value.map(plain);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(plainEntry));
}
