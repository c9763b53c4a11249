import type { Field, Schema, SchemaCatalogue } from '../../stripe/catalogue.ts';
import { documentedValues } from '../rules/documentedValues.ts';
import { preferred, usuallyPresent } from '../rules/present.ts';
import { filled, type RuleNode, type RuleValue } from '../rules/rule.ts';
import { booleanFor, numberFor, textFor, type Place } from '../rules/values.ts';
import { without } from './schemaParts.ts';
import { settle } from './settle.ts';
import type { World } from './world.ts';

type Fields = Readonly<Record<string, Field>>;
type Json = Record<string, unknown>;

interface At extends Place {
  readonly depth: number;
  readonly rule: RuleNode | undefined;
}

/** Deeper than any declared object nests without going through an expandable field. */
const maxDepth = 12;

/** Builds objects from schemas: required fields, those that a rule names, and the one that `type` points to. */
export class ObjectBuilder {
  private readonly schemas: SchemaCatalogue;
  private readonly world: World;

  constructor(schemas: SchemaCatalogue, world: World) {
    this.schemas = schemas;
    this.world = world;
  }

  /**
   * An object of the named schema, in the state that the rules give it. `adjust` changes it before the values that
   * depend on others are computed, so that they follow the change.
   */
  build(name: string, rules: RuleNode, adjust?: (object: Json) => void): Json {
    const at = {
      world: this.world,
      name: '',
      owner: name,
      object: '',
      description: '',
      depth: 0,
      rule: rules,
    };
    const object = this.value({ kind: 'ref', name }, at) as Json;
    adjust?.(object);
    settle(object, this.world);
    return object;
  }

  private value(schema: Schema, at: At): unknown {
    switch (schema.kind) {
      case 'null':
      case 'unknown':
        return null;
      case 'boolean':
        return booleanFor(at);
      case 'number':
        return numberFor(at);
      case 'string':
        return this.text(schema, at);
      case 'enum':
        return schema.values.length > 0 ? preferred(schema.values) : textFor(at);
      case 'map':
        return {};
      case 'array':
        return at.rule ? [this.value(schema.items, at)] : [];
      case 'list':
        return this.list(schema.items, at);
      case 'union':
        return this.union(schema.options, at);
      case 'ref':
        return this.named(schema.name, at);
      case 'object':
        return this.object(schema.fields, at);
    }
  }

  private text(schema: Schema & { readonly kind: 'string' }, at: At): string {
    if (schema.format) return String(numberFor(at));
    if (at.name === 'id')
      return at.object === '' ? this.world.seed.text(`id ${at.owner}`, 24) : this.world.id(at.object);
    return textFor(at);
  }

  private union(options: readonly Schema[], at: At): unknown {
    const wanted = at.rule !== undefined || usuallyPresent.has(at.name);
    if (!wanted && options.some(({ kind }) => kind === 'null')) return null;
    const [first = { kind: 'null' as const }, ...rest] = without(options, 'null');
    const named = rest.find((option) => option.kind === 'ref');
    // A text or an object is an expandable field: an id, unless it is expanded.
    if (first.kind === 'string' && named?.kind === 'ref')
      return this.world.id(this.typeOf(named.name) ?? at.name);
    return this.value(first, at);
  }

  private named(name: string, at: At): unknown {
    if (at.depth > maxDepth) throw new Error(`The schema ${name} nests too deep to build.`);
    const schema = this.schemas[name] ?? { kind: 'unknown' };
    return this.value(schema, { ...at, owner: name, object: this.typeOf(name) ?? at.object });
  }

  private object(fields: Fields, at: At): Json {
    const object: Json = {};
    const chosen = chosenType(fields, at.rule);
    for (const [name, field] of Object.entries(fields)) {
      const rule =
        at.rule?.children.get(name) ?? (name === chosen ? { value: filled, children: new Map() } : undefined);
      if (!field.required && !rule && !usuallyPresent.has(name)) continue;
      const place = { ...at, name, description: field.description ?? '', depth: at.depth + 1, rule };
      // A computed value stands as its function until everything that it may depend on is there.
      if (rule?.value !== undefined && rule.value !== filled) object[name] = ownCopy(rule.value);
      else if (name === 'type' && chosen) object[name] = chosen;
      else object[name] = this.value(field.schema, place);
    }
    return object;
  }

  private list(items: Schema, at: At): Json {
    const rule = at.rule?.children.get('data');
    const isFilled = at.depth <= 1 || rule !== undefined;
    const given = rule?.value === filled ? undefined : rule?.value;
    const data = given ?? (isFilled ? [this.value(items, { ...at, depth: at.depth + 1, rule })] : []);
    const path = `/v1/${at.object.replaceAll('.', '/')}s/${this.world.id(at.object)}/${at.name}`;
    return { object: 'list', data, has_more: false, url: path };
  }

  /** The `object` value of a schema's objects. */
  private typeOf(name: string): string | undefined {
    const schema = this.schemas[name];
    if (schema?.kind === 'union') {
      const option = schema.options.find(({ kind }) => kind === 'ref');
      return option?.kind === 'ref' ? this.typeOf(option.name) : undefined;
    }
    const object = schema?.kind === 'object' ? schema.fields['object']?.schema : undefined;
    return object?.kind === 'enum' ? String(object.values[0]) : undefined;
  }
}

/** Rules are shared by all objects, which anybody may change afterwards. */
function ownCopy(value: RuleValue): unknown {
  return Array.isArray(value) ? [...(value as readonly string[])] : value;
}

/** Stripe's habit: `type: 'card'` says that the details are in the field `card`. */
function chosenType(fields: Fields, rule: RuleNode | undefined): string | undefined {
  const type = fields['type'];
  if (!type) return undefined;
  const given = rule?.children.get('type')?.value;
  if (typeof given === 'string') return given;
  const options = type.schema.kind === 'union' ? type.schema.options : [type.schema];
  const values = options.flatMap((option) => (option.kind === 'enum' ? option.values.map(String) : []));
  const candidates = values.length > 0 ? values : documentedValues(type.description);
  const withDetails = candidates.filter((value) => Object.hasOwn(fields, value));
  if (withDetails.length > 0) return String(preferred(withDetails));
  return candidates.length === 0 && Object.hasOwn(fields, 'card') ? 'card' : undefined;
}
