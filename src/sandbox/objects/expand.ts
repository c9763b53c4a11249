import { ApiError } from '../api/apiError.ts';
import { isRecord } from '../json/record.ts';
import { emptyList } from './bare.ts';
import { isNullable, optionsOf } from './shapes.ts';
import type { Turn } from './turn.ts';

type Json = Record<string, unknown>;

const deepest = 4;

/**
 * A copy of an answer in which what the paths name is the object instead of its id, or a list that is given on
 * request alone. Throws ApiError for a path that leads nowhere. Source: https://docs.stripe.com/api/expanding_objects
 */
export function expanded(answer: unknown, paths: readonly string[], turn: Turn): unknown {
  if (paths.length === 0) return answer;
  const copy = structuredClone(answer);
  for (const path of paths) {
    const keys = path.split('.');
    if (keys.filter((key) => key !== 'data').length > deepest)
      throw new ApiError(400, `You cannot expand more than ${deepest} levels of a property (${path}).`, {
        param: 'expand',
      });
    expand(copy, keys, path, turn);
  }
  return copy;
}

function expand(holder: unknown, keys: readonly string[], path: string, turn: Turn): void {
  const [key = '', ...rest] = keys;
  if (Array.isArray(holder)) {
    for (const item of holder) expand(item, keys, path, turn);
    return;
  }
  if (!isRecord(holder)) return;
  const target = holder as Json;
  const value = key in target ? target[key] : listOnRequest(target, key, turn);
  if (value === undefined && !isDeclared(target, key, turn))
    throw new ApiError(400, `This property cannot be expanded (${path}).`, { param: 'expand' });
  target[key] = Array.isArray(value)
    ? value.map((item) => resolved(item, target, key, turn))
    : resolved(value, target, key, turn);
  if (target[key] === undefined) delete target[key];
  if (rest.length > 0) expand(target[key], rest, path, turn);
}

/** The object whose id it is, if it is one. */
function resolved(value: unknown, holder: Json, key: string, turn: Turn): unknown {
  if (typeof value !== 'string') return value;
  const types = referenced(holder, key, turn);
  for (const type of types) {
    const object = turn.trace(type, value);
    if (object) return structuredClone(object);
  }
  return value;
}

function referenced(holder: Json, key: string, turn: Turn): readonly string[] {
  const { shapes } = turn;
  // Parts of an object name no schema: what a field may refer to is then told by its name alone.
  const schema = shapes.fields(shapes.schemaOf(String(holder['object'])))[key]?.schema;
  if (!schema) return [key.replace(/^(default|latest|pending)_/, ''), key];
  const items = optionsOf(schema).flatMap((option) => (option.kind === 'array' ? [option.items] : []));
  return [schema, ...items].flatMap((option) => shapes.references(option));
}

/** A list such as a customer's `subscriptions`: those whose `customer` it is, or what is kept with it. */
function listOnRequest(holder: Json, key: string, turn: Turn): unknown {
  const { shapes } = turn;
  const type = String(holder['object']);
  const schema = shapes.fields(shapes.schemaOf(type))[key]?.schema;
  const list = schema && optionsOf(schema).find(({ kind }) => kind === 'list');
  if (list?.kind !== 'list' || typeof holder['id'] !== 'string') return undefined;
  const url = `/v1/${type.replaceAll('.', '/')}s/${holder['id']}/${key}`;
  const kept = turn.hidden(holder as Json & { id: string })[key];
  if (Array.isArray(kept)) return { ...emptyList(url), data: kept };
  const types = list.items.kind === 'ref' ? shapes.typesOf(list.items.name) : [];
  const data = types.flatMap((item) => turn.all(item, { [type]: String(holder['id']) }));
  return { ...emptyList(url), data: [...data].reverse().slice(0, 10), has_more: data.length > 10 };
}

function isDeclared(holder: Json, key: string, turn: Turn): boolean {
  const field = turn.shapes.fields(turn.shapes.schemaOf(String(holder['object'])))[key];
  return field !== undefined && (!field.required || isNullable(field.schema));
}
