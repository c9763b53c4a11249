import type { StripeObject } from '../state/objects.ts';
import type { Turn } from '../objects/turn.ts';
import type { Values } from '../objects/values.ts';

/** The parameters of a call, read. */
export type Given = Readonly<Record<string, unknown>>;

/** What a call on an object does; gives the object to answer with. */
export type Act = (turn: Turn, object: StripeObject, given: Given) => StripeObject;

/** A change of state: from these states only, to these values, told of by these events. */
export interface Transition {
  readonly from?: readonly string[];
  readonly set: (turn: Turn, object: StripeObject, given: Given) => Values;
  readonly events: readonly string[];
}

/** What is special about a type of objects; all else follows from the catalogue. */
export interface Behaviour {
  /** Values that a new object has beyond the least. */
  readonly defaults?: (turn: Turn) => Values;
  /** Further values of a new object, by what was given and the id that it is to have. */
  readonly values?: (turn: Turn, given: Given, id: string) => Values;
  /** What is kept of a new object that no client sees. */
  readonly hidden?: (turn: Turn, given: Given) => Values;
  /** What the creation of an object brings about. */
  readonly created?: Act;
  /** Further values when it is updated. */
  readonly updating?: (turn: Turn, object: StripeObject, given: Given) => Values;
  /** What an update brings about. */
  readonly updated?: Act;
  /** What a deletion does instead of just deleting. */
  readonly deleted?: Act;
  readonly actions?: Readonly<Record<string, Act | Transition>>;
  /** Parameters that the newest API version no longer takes, and older ones do. */
  readonly undeclared?: readonly string[];
  /** Parameters that must be given, of which the declarations say that they need not. */
  readonly required?: readonly string[];
}

/** Applies a change of state; throws when the object is in another. */
export function transit(
  { from, set, events }: Transition,
  turn: Turn,
  object: StripeObject,
  given: Given,
  refuse: () => Error,
): StripeObject {
  if (from && !from.includes(String(object['status']))) throw refuse();
  const after = turn.change(object, set(turn, object, given), { quiet: true });
  for (const event of events) turn.emit(event, after);
  return after;
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A number or a text as a text; `otherwise` for what is neither. */
export function shown(value: unknown, otherwise = ''): string {
  return typeof value === 'number' || typeof value === 'string' ? String(value) : otherwise;
}

export function number(value: unknown): number {
  return typeof value === 'number' ? value : Number(value) || 0;
}

export function records(value: unknown): readonly Given[] {
  return Array.isArray(value) ? (value as readonly Given[]) : [];
}

export function record(value: unknown): Given {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Given) : {};
}

export function without(object: Given, ...names: readonly string[]): Given {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

/** The items of a list that is a part of an object. */
export function listed(object: Given, name: string): readonly Given[] {
  return records(record(object[name])['data']);
}

export const day = 86_400;
