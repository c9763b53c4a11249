import { behaviourOf } from '../../behaviour/table.ts';
import { transit } from '../../behaviour/behaviour.ts';
import { cardForName, isTestCard } from '../../behaviour/paymentMethods.ts';
import { clockTime } from '../../behaviour/clocks.ts';
import { isRecord } from '../../json/record.ts';
import { fitted } from '../../objects/fit.ts';
import type { Turn } from '../../objects/turn.ts';
import type { Values } from '../../objects/values.ts';
import { newObjectId } from '../../../payloads/objectId.ts';
import type { StripeObject } from '../../state/objects.ts';
import { apiErrors } from '../apiError.ts';
import { mergedMetadata, type MetadataChanges } from '../parameters.ts';
import type { ApiRequest } from '../router.ts';
import type { Call } from './call.ts';
import type { Read } from './readDeclared.ts';

/** One call while it is answered. */
export interface Visit {
  readonly call: Call;
  readonly turn: Turn;
  readonly given: Read;
  readonly request: ApiRequest;
  /** The ids of the path, in its order. */
  readonly ids: readonly string[];
}

/** Parameters that steer a call, and say nothing of the object. */
const steering = new Set(['expand', 'id']);

/** `POST` on a collection. */
export function create(visit: Visit): StripeObject {
  const { turn, given, call } = visit;
  const parent = parentOf(visit);
  const type = createdType(visit);
  const behaviour = behaviourOf(type);
  for (const name of behaviour.required ?? [])
    if (given[name] === undefined || given[name] === '') throw apiErrors.missing(name);
  const id = typeof given['id'] === 'string' ? given['id'] : newObjectId(type);
  const owned = parent && call.parent !== undefined ? ownership(turn, type, call.parent, parent.id) : {};
  const all = { ...given, ...owned };
  const values = {
    ...ownValues(turn, type, given),
    ...owned,
    ...behaviour.values?.(turn, all, id),
    ...metadataOf({}, given),
  };
  const hidden = behaviour.hidden?.(turn, all) ?? {};
  const object = turn.create(type, values, { id, hidden });
  return behaviour.created?.(turn, object, all) ?? object;
}

/** `POST` on an object. */
export function update(visit: Visit): StripeObject {
  const { turn, given } = visit;
  const before = subject(visit);
  const behaviour = behaviourOf(String(before['object']));
  const values = {
    ...ownValues(turn, String(before['object']), given, before),
    ...behaviour.updating?.(turn, before, given),
    ...metadataOf(before['metadata'], given),
  };
  const after = turn.change(before, values);
  return behaviour.updated?.(turn, after, given) ?? after;
}

/** `DELETE` on an object. */
export function remove(visit: Visit): StripeObject {
  const { turn, given, call } = visit;
  const object = subject(visit);
  const deleted = behaviourOf(String(object['object'])).deleted;
  const result = deleted ? deleted(turn, object, given) : (turn.remove(object), object);
  const leavesObject = call.types.includes('subscription');
  return leavesObject ? result : { id: object.id, object: object['object'], deleted: true };
}

/** `POST` on an object's action; undefined when there is none such. */
export function act(visit: Visit): StripeObject {
  const { turn, given, call } = visit;
  const object = subject(visit);
  const action = call.action ?? '';
  const known = behaviourOf(String(object['object'])).actions?.[action];
  if (typeof known === 'function') return known(turn, object, given);
  const transition = known ?? usualTransition(turn, String(object['object']), action);
  if (!transition) throw apiErrors.notServed(call.operation.method, call.operation.path);
  return transit(transition, turn, object, given, () =>
    apiErrors.state(
      `This ${String(object['object'])} cannot be changed by "${action}" because its status is ${String(object['status'])}.`,
      'resource_state_invalid',
    ),
  );
}

/** What an action's name says of the state it leads to, where the declarations agree: `cancel` to `canceled`. */
function usualTransition(turn: Turn, type: string, action: string) {
  const stem = action.replace(/e$/, '').slice(0, Math.max(4, action.length - 1));
  const follows = (word: string): boolean => word.startsWith(stem) && word.length > stem.length;
  const schema = turn.shapes.fields(turn.shapes.schemaOf(type))['status']?.schema;
  const options = schema?.kind === 'union' ? schema.options : schema ? [schema] : [];
  const states = options.flatMap((option) => (option.kind === 'enum' ? option.values.map(String) : []));
  const status = states.find(follows);
  const events = turn.announcements.carrying(type).filter((name) => follows(name.split('.').at(-1) ?? ''));
  if (status === undefined && events.length === 0) return undefined;
  return { set: (): Values => (status === undefined ? {} : { status }), events };
}

/** The object that the path's last id names; throws `resource_missing`. */
export function subject({ turn, call, ids }: Visit): StripeObject {
  const id = ids.at(-1) ?? '';
  const types = call.subject === undefined ? call.types : [call.subject];
  const found = types.map((type) => turn.find(type, id)).find((object) => object !== undefined);
  const name = isTestCard(id) && types.includes('payment_method') ? id : undefined;
  const object = found ?? (name === undefined ? undefined : cardForName(turn, name));
  if (!object) return turn.need(types[0] ?? '', id);
  liveBy(turn, object);
  return object;
}

/** What the path says the object belongs to; throws `resource_missing`. */
export function parentOf({ call, turn, ids }: Visit): StripeObject | undefined {
  if (call.parent === undefined) return undefined;
  const id = ids[0] ?? '';
  if (call.parent === 'account' && id === turn.ownAccount) return { id, object: 'account' };
  const parent = turn.need(call.parent, id);
  liveBy(turn, parent);
  return parent;
}

/** The time that counts is that of the test clock that a customer lives by. */
export function liveBy(turn: Turn, object: StripeObject | undefined): void {
  const customer =
    typeof object?.['customer'] === 'string' ? turn.find('customer', object['customer']) : object;
  const time = clockTime(turn, customer?.['test_clock']);
  if (time !== undefined) turn.now = time;
}

/** Of several types (a customer's sources), the one that the token stands for. */
function createdType({ call, given }: Visit): string {
  if (call.types.length <= 1) return call.types[0] ?? '';
  const source = given['source'] ?? given['external_account'];
  const bank = isRecord(source) ? source['object'] === 'bank_account' : /^btok_/.test(String(source));
  return bank ? 'bank_account' : 'card';
}

function ownership(turn: Turn, type: string, parent: string, id: string): Values {
  const name = parent.split('.').at(-1) ?? parent;
  return name in turn.shapes.fields(turn.shapes.schemaOf(type)) ? { [name]: id } : {};
}

/** The parameters that the object has as fields; those that name objects must name ones that are there. */
function ownValues(turn: Turn, type: string, given: Read, before?: StripeObject): Values {
  const fields = turn.shapes.fields(turn.shapes.schemaOf(type));
  const own = Object.fromEntries(Object.entries(given).filter(([name]) => !steering.has(name)));
  for (const [name, value] of Object.entries(own)) {
    const types = fields[name] ? turn.shapes.references(fields[name].schema) : [];
    if (typeof value === 'string' && value !== '') needOneOf(turn, types, value, name);
  }
  return fitted(own, fields, { shapes: turn.shapes, now: turn.now, ...(before && { before }) });
}

/** What the sandbox has no way to create cannot be missed. */
const notKept = new Set(['application', 'file', 'tax_code', 'payment_record', 'mandate']);

function needOneOf(turn: Turn, types: readonly string[], id: string, name: string): void {
  if (types.length === 0 || types.some((type) => notKept.has(type))) return;
  if (types.includes('account') && id === turn.ownAccount) return;
  if (types.some((type) => turn.find(type, id))) return;
  turn.need(types[0] ?? '', id, name);
}

function metadataOf(before: unknown, given: Read): Values {
  if (given['metadata'] === undefined) return {};
  const known = isRecord(before) ? (before as Readonly<Record<string, string>>) : {};
  return { metadata: mergedMetadata(known, given['metadata'] as MetadataChanges) };
}
