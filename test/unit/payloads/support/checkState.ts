import type { SnapshotPayload } from '../../../../src/payloads/eventPayload.ts';
import {
  atEvent,
  earlier,
  future,
  impliedStates,
  past,
  present,
  someItems,
  type Expected,
} from './impliedStates.ts';

/** The value at a dotted path. */
export function at(object: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce((value, key) => (value as Record<string, unknown> | null | undefined)?.[key], object);
}

/** Where the object of an event is not in the state that the event's name says; one sentence each. */
export function stateProblems({ type, created, data }: SnapshotPayload): readonly string[] {
  const state = impliedStates[type];
  if (!state) return [`${type}: nobody has written down what it says about its object.`];
  if ('none' in state && typeof state.none === 'string' && Object.keys(state).length === 1) return [];
  return Object.entries(state as Readonly<Record<string, Expected>>).flatMap(([path, expected]) => {
    const value = at(data.object, path);
    return fits(value, expected, created)
      ? []
      : [`${type}: ${path} is ${JSON.stringify(value)}, not ${String(expected)}.`];
  });
}

function fits(value: unknown, expected: Expected, time: number): boolean {
  switch (expected) {
    case atEvent:
      return value === time;
    case future:
      return typeof value === 'number' && value > time;
    case past:
      return typeof value === 'number' && value <= time;
    case earlier:
      return typeof value === 'number' && value < time;
    case present:
      return value !== null && value !== undefined && value !== 0;
    case someItems:
      return Array.isArray(value) && value.length > 0;
    default:
      return value === expected;
  }
}
