type Json = Readonly<Record<string, unknown>>;

/** Whether a JSON value holds all of a part: every field that the part names, and lists item by item. */
export function covers(value: unknown, part: unknown): boolean {
  if (Array.isArray(part))
    return (
      Array.isArray(value) &&
      value.length === part.length &&
      part.every((item, at) => covers(value[at], item))
    );
  if (isObject(part))
    return (
      isObject(value) &&
      Object.entries(part).every(([key, item]) => Object.hasOwn(value, key) && covers(value[key], item))
    );
  return value === part;
}

/** A JSON value without the fields that a part does not name, in the part's order. */
export function narrowed(value: unknown, part: unknown): unknown {
  if (Array.isArray(part) && Array.isArray(value))
    return value.map((item, at) => (at < part.length ? narrowed(item, part[at]) : (item as unknown)));
  if (!isObject(part) || !isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(part)
      .filter((key) => Object.hasOwn(value, key))
      .map((key) => [key, narrowed(value[key], part[key])]),
  );
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
