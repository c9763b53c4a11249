type Json = Readonly<Record<string, unknown>>;

/** The event of a body; throws where it is no JSON object. */
export function payloadOf(body: Uint8Array): Json {
  const value: unknown = JSON.parse(
    Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'),
  );
  if (!isJson(value)) throw new TypeError('The body is no JSON object.');
  return value;
}

/** The value at a path such as `data.object.lines.data.0.amount`; undefined where there is none. */
export function valueAt(payload: unknown, path: string): unknown {
  let value = payload;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Json)[key];
  }
  return value;
}

/** `data.object` of a snapshot event; an empty object where there is none. */
export function objectOf(payload: Json): Json {
  const object = valueAt(payload, 'data.object');
  return isJson(object) ? object : {};
}

/** A value's text as one writes it: strings as they are, nothing for null, JSON for the rest. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
