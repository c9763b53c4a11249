import type { Endpoint } from '../endpoint.ts';
import type { HumanErrorReason } from '../../humanError.ts';
import type { Intended, Roll, RollState } from '../rollState.ts';
import { explain, reasonOf } from '../stripeError.ts';
import { rollMark } from './world.ts';
import type { RollWorld } from './world.ts';

/** Milliseconds; Stripe keeps keys for at least 24 hours. Source: https://docs.stripe.com/api/idempotent_requests */
const keyLifetime = 23 * 60 * 60 * 1000;

/** A step that failed and yet changed what is certain: `next` is to be written before the cause is reported. */
export class StepFailed extends Error {
  readonly next: RollState;

  constructor(next: RollState, cause: unknown) {
    super('A step of a roll failed', { cause });
    this.next = next;
  }
}

/**
 * Does the next thing of a roll and gives the state that is then certain. Every step can be done again, after a
 * crash at any point in it, with the same result. Throws when the outcome is unknown: the state stays.
 */
export function step(roll: Roll, world: RollWorld): Promise<RollState> {
  const { state } = roll;
  switch (state.name) {
    case 'intended':
      return createNew(roll, state, world);
    case 'secretStored':
      return matchNew(roll, state.newId, world);
    case 'matched':
      return deleteOld(roll, state.newId, world);
    case 'oldDeleted':
      return cleanUp(roll, state.newId, world);
    case 'done':
    case 'undone':
      return Promise.resolve(state);
  }
}

async function createNew(roll: Roll, state: Intended, world: RollWorld): Promise<RollState> {
  const endpoints = await world.list();
  const made = marked(endpoints, roll);
  for (const { id } of made) if (await world.hasSecret(id)) return { name: 'secretStored', newId: id };
  if (made.length === 0 && !endpoints.some(({ id }) => id === roll.old.id))
    return undone(
      `The endpoint ${roll.old.url} was deleted, so its secret was not rolled; refresh.`,
      'not-found',
    );
  if (world.now() - state.keyMadeAt > keyLifetime) {
    // The secrets of these can never be had, so nobody can use them.
    for (const { id } of made) await world.delete(id);
    return { name: 'intended', idempotencyKey: world.newKey(), keyMadeAt: world.now() };
  }
  const created = await tryToCreate(roll, state, made, world);
  if ('name' in created) return created;
  await world.keepSecret(created.id, created.secret);
  return { name: 'secretStored', newId: created.id };
}

async function tryToCreate(
  roll: Roll,
  state: Intended,
  made: readonly Endpoint[],
  world: RollWorld,
): Promise<RollState | { id: string; secret: string }> {
  const spent: Intended = { ...state, keyMadeAt: 0 };
  try {
    const { id, secret } = await world.create(roll.old, roll.id, state.idempotencyKey);
    return secret === undefined ? spent : { id, secret };
  } catch (error) {
    switch (reasonOf(error)) {
      case 'offline':
      case 'timeout':
      case 'rate-limit':
      case 'unknown':
        throw error;
      case 'server':
        // Stripe repeats a 5xx answer for the key's lifetime, so another try needs another key.
        throw new StepFailed(spent, error);
      case 'idempotency':
        // 409: the first request still runs, and its answer can be had a little later.
        if ((error as { statusCode?: number }).statusCode === 409) throw error;
        return spent;
      default:
        if (made.length > 0) return spent;
        return undone(
          explain(error, `roll the secret of ${roll.old.url}, which stays as it was`).message,
          reasonOf(error),
        );
    }
  }
}

/** Copies what was changed on the old endpoint since, and whether it is paused, which cannot be said at creation. */
async function matchNew(roll: Roll, newId: string, world: RollWorld): Promise<RollState> {
  const old = await world.retrieve(roll.old.id);
  const target = old ?? roll.old;
  const stale = Object.keys(roll.old.metadata).filter((key) => !(key in target.metadata));
  try {
    await world.match(newId, target, stale);
  } catch (error) {
    if (reasonOf(error) !== 'not-found') throw error;
    await world.forgetSecrets(newId);
    const rest = old ? 'the old one still works with its old secret' : 'and so was the old one';
    return undone(`The new endpoint for ${roll.old.url} was deleted elsewhere; ${rest}.`, 'not-found');
  }
  return { name: 'matched', newId };
}

async function deleteOld(roll: Roll, newId: string, world: RollWorld): Promise<RollState> {
  const [old, fresh] = await Promise.all([world.retrieve(roll.old.id), world.retrieve(newId)]);
  // Much may have happened since, if there was a restart: never delete the old one for less than its equal.
  if (!fresh || (old && !equal(old, fresh))) return { name: 'secretStored', newId };
  if (old) await world.delete(old.id);
  return { name: 'oldDeleted', newId };
}

async function cleanUp(roll: Roll, newId: string, world: RollWorld): Promise<RollState> {
  // A creation given up as lost may have gone through late, and a forgotten key may have made a second one.
  for (const { id } of marked(await world.list(), roll)) if (id !== newId) await world.delete(id);
  await world.forgetSecrets(roll.old.id);
  return { name: 'done', newId };
}

function marked(endpoints: readonly Endpoint[], roll: Roll): readonly Endpoint[] {
  return endpoints.filter(({ metadata }) => metadata[rollMark] === roll.id);
}

function equal(a: Endpoint, b: Endpoint): boolean {
  const essence = ({ url, status, events }: Endpoint) => JSON.stringify([url, status, [...events].sort()]);
  return essence(a) === essence(b);
}

function undone(why: string, reason: HumanErrorReason): RollState {
  return { name: 'undone', why, reason };
}
