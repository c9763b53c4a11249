import type { EventCatalogue, EventType, Field, Schema, SchemaCatalogue } from '../stripe/catalogue.ts';
import { fieldsOf, optionsOf } from './build/schemaParts.ts';
import { sentence } from '../sentence.ts';

/** What an editor tells about a field of an event. */
export interface FieldHelp {
  readonly name: string;
  /** Markdown, from Stripe's declarations. */
  readonly description: string;
  /** As a person reads it, e.g. `string | null`, `list of InvoiceLineItem`. */
  readonly type: string;
  /** The values it may have, where they are declared. */
  readonly values: readonly (string | number | boolean)[];
  /** Whether it holds fields of its own, or items. */
  readonly holds: 'fields' | 'items' | 'value';
  readonly isDeprecated: boolean;
}

/** Explains the fields of events of one type, from the declarations. */
export class EventFields {
  private readonly schemas: SchemaCatalogue;
  private readonly root: Readonly<Record<string, Field>>;

  /** `undefined` types give the fields of every event, without those of an object. */
  constructor(type: EventType | undefined, schemas: SchemaCatalogue) {
    this.schemas = schemas;
    this.root = rootOf(type, schemas);
  }

  /** The fields that may stand at a path, e.g. of `['data', 'object']`; none where there can be none. */
  at(path: readonly string[]): readonly FieldHelp[] {
    return Object.entries(this.fieldsAt(path)).map(([name, field]) => this.help(name, field));
  }

  /** What the field at a path is; undefined for one that is not declared. */
  field(path: readonly string[]): FieldHelp | undefined {
    const name = path.at(-1);
    const field = name === undefined ? undefined : this.fieldsAt(path.slice(0, -1))[name];
    return field && name !== undefined ? this.help(name, field) : undefined;
  }

  private fieldsAt(path: readonly string[]): Readonly<Record<string, Field>> {
    let fields = this.root;
    let items: readonly Schema[] = [];
    for (const key of path) {
      const schemas = /^\d+$/.test(key) ? items : fields[key] ? [fields[key].schema] : [];
      const options = schemas.flatMap((schema) => this.options(schema));
      fields = Object.assign({}, ...options.map((option) => this.inside(option))) as typeof fields;
      items = options.flatMap((option) => (option.kind === 'array' ? [option.items] : []));
    }
    return fields;
  }

  private inside(schema: Schema): Readonly<Record<string, Field>> {
    if (schema.kind === 'object') return schema.fields;
    return schema.kind === 'list' ? listFields(schema.items) : {};
  }

  /** The alternatives of a schema, with what they are named after. */
  private options(schema: Schema): readonly Schema[] {
    return optionsOf(schema).flatMap((option) => {
      const named = option.kind === 'ref' ? this.schemas[option.name] : undefined;
      return named ? this.options(named) : [option];
    });
  }

  private help(name: string, { schema, description, deprecated }: Field): FieldHelp {
    const options = this.options(schema);
    const kinds = new Set(options.map(({ kind }) => kind));
    const holds = kinds.has('array') ? 'items' : kinds.has('object') || kinds.has('list') || kinds.has('map');
    return {
      name,
      description: description ?? '',
      type: typeText(schema),
      values: options.flatMap((option) =>
        option.kind === 'enum' ? option.values : option.kind === 'boolean' ? [true, false] : [],
      ),
      holds: holds === 'items' ? 'items' : holds && !kinds.has('string') ? 'fields' : 'value',
      isDeprecated: deprecated ?? false,
    };
  }
}

/** The event type of a catalogue by its name. */
export function eventTypeNamed(catalogue: EventCatalogue, name: string): EventType | undefined {
  return catalogue.eventTypes.find(({ type }) => type === name);
}

function rootOf(type: EventType | undefined, schemas: SchemaCatalogue): Readonly<Record<string, Field>> {
  if (type?.kind === 'thin') return fieldsOf('V2.Core.EventBase', schemas);
  const object: Schema = {
    kind: 'union',
    options: (type?.schemas ?? []).map((name) => ({ kind: 'ref', name })),
  };
  const attributes: Schema = object;
  const data: Schema = {
    kind: 'object',
    fields: {
      object: { schema: object, required: true, description: sentence`The object that the event is about.` },
      previous_attributes: {
        schema: attributes,
        required: false,
        description: sentence`What was different before, of an event whose type ends in \`.updated\`.`,
      },
    },
  };
  return { ...fieldsOf('EventBase', schemas), data: { schema: data, required: true } };
}

function listFields(items: Schema): Readonly<Record<string, Field>> {
  return {
    data: { schema: { kind: 'array', items }, required: true, description: sentence`The items of the list.` },
    has_more: {
      schema: { kind: 'boolean' },
      required: true,
      description: sentence`Whether there are more of them.`,
    },
    url: { schema: { kind: 'string' }, required: true, description: sentence`Where the list is retrieved.` },
  };
}

function typeText(schema: Schema): string {
  switch (schema.kind) {
    case 'ref':
      return schema.name;
    case 'array':
      return sentence`array of ${typeText(schema.items)}`;
    case 'list':
      return sentence`list of ${typeText(schema.items)}`;
    case 'map':
      return sentence`map of ${typeText(schema.values)}`;
    case 'union':
      return [...new Set(schema.options.map(typeText))].join(' | ');
    case 'enum':
      return schema.values.length > 0
        ? schema.values.map((value) => JSON.stringify(value)).join(' | ')
        : 'string';
    default:
      return schema.kind === 'object' ? 'object' : schema.kind;
  }
}
