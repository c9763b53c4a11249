import { parseTree, printParseErrorCode, type ParseError, getNodeValue } from 'jsonc-parser';
import { HumanError } from '../humanError.ts';
import { placeOf } from '../textPlace.ts';
import { sentence } from '../sentence.ts';

type Json = Readonly<Record<string, unknown>>;

/** A user's own values for an event, as `PayloadBuilder.build` takes them. */
export interface OwnData {
  /** Of `data.object`. */
  readonly overrides?: Json;
  /** What was different before, of an `*.updated` event. */
  readonly previousAttributes?: Json;
  /** Of the event around it. */
  readonly event?: Json;
}

/** The fields of an event; every other name is one of its object's. */
const eventFields = new Set([
  'account',
  'api_version',
  'context',
  'created',
  'data',
  'id',
  'livemode',
  'pending_webhooks',
  'reason',
  'related_object',
  'request',
  'snapshot_event',
]);

/**
 * Sorts a user's values by where they belong. A path starts at the event (`data.object.amount`, `account`); one whose
 * first field is none of an event's starts at the object (`amount`, `metadata.order`).
 */
export function ownData(values: Json): OwnData {
  const overrides: Record<string, unknown> = {};
  const event: Record<string, unknown> = {};
  let previousAttributes: Json | undefined;
  for (const [path, value] of Object.entries(values)) {
    const [first = '', second, ...rest] = path.split('.');
    if (!eventFields.has(first)) overrides[path] = value;
    else if (first !== 'data') event[path] = value;
    else if (second === undefined && isObject(value)) {
      const { object, previous_attributes: previous, ...others } = value;
      if (isObject(object)) Object.assign(overrides, object);
      if (isObject(previous)) previousAttributes = previous;
      if (Object.keys(others).length > 0) event['data'] = others;
    } else if (second === 'object' && rest.length > 0) overrides[rest.join('.')] = value;
    else if (second === 'object' && isObject(value)) Object.assign(overrides, value);
    else if (second === 'previous_attributes' && isObject(value)) previousAttributes = value;
    else event[path] = value;
  }
  return {
    ...(Object.keys(overrides).length > 0 && { overrides }),
    ...(previousAttributes && { previousAttributes }),
    ...(Object.keys(event).length > 0 && { event }),
  };
}

/** The keys from the event on, of a path that may start at its object. */
export function fullPath(keys: readonly string[]): readonly string[] {
  const [first] = keys;
  return first === undefined || eventFields.has(first) ? keys : ['data', 'object', ...keys];
}

/**
 * Values as they are typed in one line: `amount=500 customer=cus_1 metadata.order="7" livemode=true`. A value is JSON
 * where it can be read as such, else text; text with blanks is put in double quotes. Throws a `HumanError`.
 */
export function parseAssignments(line: string): Json {
  const values: Record<string, unknown> = {};
  const pattern = /\s*([^\s=]+)\s*=\s*("(?:[^"\\]|\\.)*"|\[[^\]]*\]|\{[^}]*\}|[^\s]*)/gy;
  let end = 0;
  for (let match = pattern.exec(line); match; match = pattern.exec(line)) {
    const [, path = '', text = ''] = match;
    values[path] = valueOf(text);
    end = pattern.lastIndex;
  }
  const rest = line.slice(end).trim();
  if (rest !== '')
    throw new HumanError(sentence`"${rest}" is no path with a value; write it like amount=500.`, 'input');
  return values;
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/**
 * The values in a file such as `.stripe/overrides/invoice.paid.json`: a part of the event, as JSON with comments.
 * `name` is the file's, for errors. Throws a `HumanError` that names the file and the place.
 */
export function parseOwnData(text: string, name: string): Json {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error) {
    const { line, column } = placeOf(text, error.offset);
    throw new HumanError(
      sentence`${name}:${line}:${column} is not valid JSON (${printParseErrorCode(error.error)}); correct it there.`,
      'input',
    );
  }
  const value: unknown = root && getNodeValue(root);
  if (!isObject(value))
    throw new HumanError(sentence`${name} does not hold a JSON object; begin it with {.`, 'input');
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== '$schema'));
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Two people's values, or a file's and those of the moment: the later ones win, path by path. */
export function mergedOwnData(first: OwnData, second: OwnData): OwnData {
  const merged = (one: Json | undefined, other: Json | undefined): Json | undefined =>
    one && other ? { ...one, ...other } : (other ?? one);
  const overrides = merged(first.overrides, second.overrides);
  const event = merged(first.event, second.event);
  const previousAttributes = second.previousAttributes ?? first.previousAttributes;
  return {
    ...(overrides && { overrides }),
    ...(event && { event }),
    ...(previousAttributes && { previousAttributes }),
  };
}
