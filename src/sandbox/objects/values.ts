import { isRecord } from '../json/record.ts';

/** Values by dotted path, e.g. `status_transitions.paid_at`; undefined leaves a field as it is. */
export type Values = Readonly<Record<string, unknown>>;

/** A copy of an object with values set; a path through null makes hashes. */
export function withValues(
  object: Readonly<Record<string, unknown>>,
  values: Values,
): Readonly<Record<string, unknown>> {
  const copy = structuredClone(object) as Record<string, unknown>;
  for (const [path, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const keys = path.split('.');
    const last = keys.pop() ?? path;
    let holder = copy;
    for (const key of keys) {
      const inner = holder[key];
      const next: Record<string, unknown> = isRecord(inner) ? inner : {};
      holder[key] = next;
      holder = next;
    }
    holder[last] = value;
  }
  return copy;
}

/** The value at a dotted path. */
export function valueAt(object: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (at, key) => (isRecord(at) || Array.isArray(at) ? (at as never)[key] : undefined),
      object,
    );
}
