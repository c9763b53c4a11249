/**
 * The text of a new fixture. JSON is laid out anew by `format`, which must leave numbers, escapes and order alone; what
 * is no JSON object is kept byte by byte.
 */
export function fixtureText(
  body: Uint8Array,
  description: string,
  format: (json: Uint8Array) => Uint8Array,
): string {
  const event = jsonObject(body);
  const head = `{\n  "fixture": 1,\n  "description": ${JSON.stringify(description)},\n`;
  if (!event) return `${head}  "body": ${JSON.stringify(Buffer.from(body).toString('base64'))}\n}\n`;
  const lines = new TextDecoder().decode(format(new TextEncoder().encode(event))).split('\n');
  return `${head}  "event": ${lines.join('\n  ')}\n}\n`;
}

/** A file name for the fixture of an event: its type, made harmless. */
export function fixtureName(type: string | undefined): string {
  const name = (type ?? 'request')
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[.-]+|[.-]+$/g, '');
  return name.slice(0, 80) || 'event';
}

function jsonObject(body: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? text.trim() : undefined;
  } catch {
    return undefined;
  }
}
