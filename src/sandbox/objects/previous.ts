import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../json/record.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * The `previous_attributes` of a change: the old values of what changed. Of a hash only the changed keys are given,
 * with null for those that it did not have. Undefined when nothing changed.
 */
export function previousAttributes(before: Json, after: Json): Json | undefined {
  const changes: Record<string, unknown> = {};
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, now] = [before[name], after[name]];
    if (isDeepStrictEqual(old, now)) continue;
    const inner = isPlain(old) && isPlain(now) ? previousAttributes(old, now) : undefined;
    changes[name] = inner ?? old ?? null;
  }
  return Object.keys(changes).length > 0 ? changes : undefined;
}

/** A hash; an API object or a list is given whole. */
function isPlain(value: unknown): value is Json {
  return isRecord(value) && !('object' in value);
}
