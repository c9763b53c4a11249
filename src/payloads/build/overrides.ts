import { HumanError } from '../../humanError.ts';

type Json = Record<string, unknown>;

/**
 * Merges the user's own values into an object: nested objects are merged, everything else is replaced.
 * Keys may be dotted paths (`metadata.order`, `items.data.0.quantity`); `undefined` removes a field.
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
    const created: Json = {};
    set(holder, key, created);
    return created;
  }
  if (typeof known === 'object') return known as Json;
  throw new HumanError(
    `The override "${path}" cannot be applied: "${key}" has no fields of its own.`,
    'input',
  );
}

/** An own property even for keys such as `__proto__`, which come from JSON that anybody may have written. */
function set(holder: Json, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A copy without what lies at the dotted paths. */
export function withoutPaths(object: Readonly<Json>, paths: readonly string[]): Json {
  const copy = structuredClone(object) as Json;
  for (const path of paths) {
    const keys = path.split('.');
    const last = keys.pop() ?? path;
    let holder: unknown = copy;
    for (const key of keys)
      holder = typeof holder === 'object' && holder !== null ? (holder as Json)[key] : undefined;
    if (typeof holder === 'object' && holder !== null) delete (holder as Json)[last];
  }
  return copy;
}
