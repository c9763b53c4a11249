import type { Clock } from '../../../delivery/clock.ts';
import { behaviourOf, defaultsOf } from '../../behaviour/table.ts';
import { cardForName, isTestCard } from '../../behaviour/paymentMethods.ts';
import { isRecord } from '../../json/record.ts';
import { Announcements } from '../../objects/announcements.ts';
import { expanded } from '../../objects/expand.ts';
import { Shapes } from '../../objects/shapes.ts';
import { Turn, type Draft } from '../../objects/turn.ts';
import type { EventCatalogueLike, SandboxOptions } from '../../options.ts';
import type { Identity } from '../../state/settings.ts';
import type { Store } from '../../state/store.ts';
import { ApiError, apiErrors } from '../apiError.ts';
import type { Given } from '../parameters.ts';
import type { ApiRequest, Method, Route } from '../router.ts';
import { callsOf, type Call } from './call.ts';
import { act, create, liveBy, remove, subject, update, type Visit } from './handlers.ts';
import { list, search } from './lists.ts';
import { ParameterReader, type Read } from './readDeclared.ts';
import { specialCalls, undeclaredCalls } from './special.ts';

interface Parts {
  readonly store: Store;
  readonly clock: Clock;
  readonly identity: Identity;
  readonly catalogue: EventCatalogueLike;
  readonly resources: NonNullable<SandboxOptions['resources']>;
  /** Makes what a request caused known. */
  readonly publish: (drafts: readonly Draft[], request: ApiRequest) => void;
}

const handlers = {
  create,
  update,
  delete: remove,
  action: act,
  list,
  search,
  retrieve,
} satisfies Partial<Record<Call['role'], (visit: Visit) => unknown>>;

/** The calls of API v1 on objects of every type, read from the SDK's declarations. */
export function resourceRoutes(parts: Parts): readonly Route[] {
  const { schemas, operations } = parts.resources;
  const shapes = new Shapes({ ...operations.schemas, ...schemas });
  const announcements = new Announcements(shapes, parts.catalogue);
  const reader = new ParameterReader(operations.parameters);
  const newTurn = (account: string | null): Turn =>
    new Turn({
      objects: parts.store.objects,
      shapes,
      announcements,
      now: Math.floor(parts.clock.now() / 1000),
      account,
      ownAccount: parts.identity.accountId,
      defaults: defaultsOf,
    });
  const declared = callsOf(operations.operations, shapes).flatMap((call): readonly Route[] => {
    const { method, path, parameters } = call.operation;
    const special = specialCalls[`${method} ${path}`];
    const handle = special ? undefined : handlerOf(call);
    if (!special && !handle) return [notServed(method, path)];
    const undeclared = undeclaredOf(call);
    const answer = (turn: Turn, given: Given, request: ApiRequest): unknown => {
      const read = withTestCards(turn, reader.read(parameters, given, undeclared)) as Read;
      const ids = idsIn(path, request);
      liveBy(turn, { id: '', customer: read['customer'] ?? null });
      const answered = special
        ? special(turn, read, ids)
        : handle?.({ call, turn, given: read, request, ids });
      return expanded(answered, (read['expand'] as readonly string[] | undefined) ?? [], turn);
    };
    return [{ method, path, run: inTurn(parts, newTurn, answer) }];
  });
  const undeclared = Object.entries(undeclaredCalls).map(([name, special]) => {
    const [method = '', path = ''] = name.split(' ');
    const answer = (turn: Turn, given: Given, request: ApiRequest): unknown =>
      special(turn, withTestCards(turn, reader.read(undefined, {}, []), given) as Read, idsIn(path, request));
    return { method: method as Method, path, run: inTurn(parts, newTurn, answer) };
  });
  return [...declared, ...undeclared];
}

function notServed(method: Method, path: string): Route {
  return {
    method,
    path,
    run: () => {
      throw apiErrors.notServed(method, path);
    },
  };
}

/** Runs a call as one turn: what it caused is told of when it is over, also when it ends in a declined payment. */
function inTurn(
  { publish }: Parts,
  newTurn: (account: string | null) => Turn,
  answer: (turn: Turn, given: Given, request: ApiRequest) => unknown,
): Route['run'] {
  return (given, request) => {
    const turn = newTurn(request.account);
    try {
      const answered = answer(turn, given, request);
      publish(turn.drafts, request);
      return answered;
    } catch (error) {
      if (error instanceof ApiError && error.keepsChanges) publish(turn.drafts, request);
      throw error;
    }
  };
}

function handlerOf(call: Call): ((visit: Visit) => unknown) | undefined {
  const { path } = call.operation;
  if (call.role === 'singleton' || call.types.length === 0) return undefined;
  // Below an object that cannot be told, or named by a verb: no row of the tables says what these do.
  const last = path.split('/').at(-1) ?? '';
  if (call.role === 'create' && (isVerb(last) || (path.includes('{') && call.parent === undefined)))
    return undefined;
  return handlers[call.role];
}

function isVerb(word: string): boolean {
  return /^(create_|report_payment|delete$|find$|preview$)/.test(word);
}

function retrieve(visit: Visit): unknown {
  const { turn, call, ids } = visit;
  const id = ids.at(-1) ?? '';
  const traces = call.types.map((type) => turn.trace(type, id)).filter((trace) => trace !== undefined);
  return traces[0] ?? subject(visit);
}

function undeclaredOf({ types, role }: Call): readonly string[] {
  return role === 'create' || role === 'update'
    ? types.flatMap((type) => behaviourOf(type).undeclared ?? [])
    : [];
}

function idsIn(path: string, { pathValues }: ApiRequest): readonly string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => pathValues[name] ?? '');
}

/** Test names of payment methods stand for a payment method each, the same for the same name in a request. */
function withTestCards(turn: Turn, read: unknown, more: unknown = {}): unknown {
  const made = new Map<string, string>();
  const replaced = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(replaced);
    if (isRecord(value))
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, replaced(each)]));
    if (typeof value !== 'string' || !isTestCard(value)) return value;
    const id = made.get(value) ?? cardForName(turn, value).id;
    made.set(value, id);
    return id;
  };
  return replaced({ ...(read as object), ...(more as object) });
}
