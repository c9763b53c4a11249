import { HumanError } from '../../humanError.ts';
import { sentence } from '../../sentence.ts';

type Json = Record<string, unknown>;

/**
 * Merges the user's own values into an object: nested objects are merged, everything else is replaced.
 * Keys may be dotted paths (`metadata.order`, `items.data.0.quantity`); `undefined` removes a field. The next item of
 * an array (`items.data.1.quantity`) starts as a copy of the last one, with an id of its own.
 * Throws a `HumanError` when a path leads through a value that has no fields.
 */
export function applyOverrides(target: Json, overrides: Readonly<Json>): void {
  for (const [path, value] of Object.entries(overrides)) {
    const keys = path.split('.');
    const last = keys.pop() ?? path;
    let holder: Json = target;
    for (const key of keys) holder = inside(holder, key, path);
    put(holder, last, value);
  }
}

function put(holder: Json, key: string, value: unknown): void {
  if (value === undefined) delete holder[key];
  else if (isObject(value)) {
    const known = Object.hasOwn(holder, key) ? holder[key] : undefined;
    const merged: Json = isObject(known) ? known : {};
    applyOverrides(merged, value);
    set(holder, key, merged);
  } else set(holder, key, structuredClone(value));
}

function inside(holder: Json, key: string, path: string): Json {
  const known = Object.hasOwn(holder, key) ? holder[key] : undefined;
  if (known === undefined || known === null) {
    const created: Json = nextItem(holder, key) ?? {};
    set(holder, key, created);
    return created;
  }
  if (typeof known === 'object') return known as Json;
  throw new HumanError(
    sentence`The override "${path}" cannot be applied: "${key}" has no fields of its own.`,
    'input',
  );
}

function nextItem(holder: unknown, key: string): Json | undefined {
  if (!Array.isArray(holder) || Number(key) !== holder.length) return undefined;
  const last: unknown = holder.at(-1);
  if (!isObject(last)) return undefined;
  const copy = copyOf(last) as Json;
  const { id } = copy;
  return typeof id === 'string' ? { ...copy, id: `${id.slice(0, -key.length)}${key}` } : copy;
}

/** A deep copy that keeps values yet to be computed. */
function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copyOf(item)]));
}

/** An own property even for keys such as `__proto__`, which come from JSON that anybody may have written. */
function set(holder: Json, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A copy without what lies at the dotted paths; its keys may be dotted paths themselves. */
export function withoutPaths(object: Readonly<Json>, paths: readonly string[]): Json {
  const isDecided = (key: string) => paths.some((path) => key === path || key.startsWith(`${path}.`));
  const copy = Object.fromEntries(Object.entries(structuredClone(object)).filter(([key]) => !isDecided(key)));
  for (const path of paths) {
    const keys = path.split('.');
    const last = keys.pop() ?? path;
    const holder = keys.reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), copy);
    if (isObject(holder)) delete holder[last];
  }
  return copy;
}

/** The objects that the paths lead through, without indexes: they must be there to hold what is put into them. */
export function holdersOf(overrides: Readonly<Json>, prefix: readonly string[] = []): readonly string[] {
  return Object.entries(overrides).flatMap(([path, value]) => {
    const keys = [...prefix, ...path.split('.').filter((key) => !/^\d+$/.test(key))];
    const holder = keys.slice(0, -1).join('.');
    return [...(holder === '' ? [] : [holder]), ...(isObject(value) ? holdersOf(value, keys) : [])];
  });
}
