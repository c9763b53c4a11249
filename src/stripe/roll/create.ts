import type { Endpoint } from '../endpoint.ts';
import type { Intended, Roll, RollState } from '../rollState.ts';
import { explain, reasonOf } from '../stripeError.ts';
import { StepFailed, undone } from './outcome.ts';
import { discard, marked } from './world.ts';
import type { RollWorld } from './world.ts';
import { sentence } from '../../sentence.ts';

/** Milliseconds; Stripe keeps keys for at least 24 hours. Source: https://docs.stripe.com/api/idempotent_requests */
const keyLifetime = 23 * 60 * 60 * 1000;

/** Makes the new endpoint, or finds it, and stores its secret. */
export async function createNew(roll: Roll, state: Intended, world: RollWorld): Promise<RollState> {
  const endpoints = await world.list();
  const made = marked(endpoints, roll);
  for (const { id } of made) if (await world.hasSecret(id)) return { name: 'secretStored', newId: id };
  if (made.length === 0 && !endpoints.some(({ id }) => id === roll.old.id))
    return undone(
      sentence`The endpoint ${roll.old.url} was deleted, so its secret was not rolled; refresh.`,
      'not-found',
    );
  if (world.now() - state.keyMadeAt > keyLifetime) {
    // The secrets of these can never be had, so nobody can use them.
    for (const each of made) await discard(each, world);
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
          explain(error, sentence`roll the secret of ${roll.old.url}, which stays as it was`).message,
          reasonOf(error),
        );
    }
  }
}
