type Json = Readonly<Record<string, unknown>>;

/**
 * What was different before, as `previous_attributes` tells it: of an object inside, the fields that changed; of a list
 * or an array, all of it. What was not there before is null.
 */
export function previousOf(before: Json, after: Json): Json {
  const previous: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(after)) {
    const earlier = Object.hasOwn(before, name) ? before[name] : null;
    if (JSON.stringify(earlier) === JSON.stringify(value)) continue;
    previous[name] = isPlain(earlier) && isPlain(value) ? previousOf(earlier, value) : earlier;
  }
  return previous;
}

/** The paths and values in which an object is not as another one; lists are compared as a whole. */
export function changesFrom(base: Json, object: Json, prefix = ''): Json {
  const changes: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(object)) {
    const before = base[name];
    const path = `${prefix}${name}`;
    if (JSON.stringify(before) === JSON.stringify(value)) continue;
    if (isPlain(before) && isPlain(value)) Object.assign(changes, changesFrom(before, value, `${path}.`));
    else if (before !== undefined || value !== null) changes[path] = value;
  }
  return changes;
}

/** A set of fields, and no collection such as `{ object: 'list', data: […] }`. */
function isPlain(value: unknown): value is Json {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    (value as Json)['object'] !== 'list'
  );
}
