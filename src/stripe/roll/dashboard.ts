import type { Providing, Roll, RollState } from '../rollState.ts';
import { undone } from './outcome.ts';
import type { RollWorld } from './world.ts';
import { sentence } from '../../sentence.ts';

/** Whether the given secret came to be stored; if not, the user has to give it again. */
export async function checkProvided(roll: Roll, state: Providing, world: RollWorld): Promise<RollState> {
  const { secret, replaces } = state;
  const stored = await world.fingerprints(roll.old.id);
  if (stored.includes(secret)) {
    await world.forgetSecrets(roll.old.id, (one) => replaces.includes(one));
    await world.secretReady(roll);
    return { name: 'accepted', secret };
  }
  const last = replaces.find((one) => stored.includes(one));
  return last === undefined ? { name: 'awaitingSecret' } : { name: 'accepted', secret: last };
}

/** Forgets every secret of the endpoint but the new one. */
export async function retireSecrets(roll: Roll, secret: string, world: RollWorld): Promise<RollState> {
  if (!(await world.fingerprints(roll.old.id)).includes(secret))
    return undone(
      sentence`The new signing secret of ${roll.old.url} was replaced or removed on this machine, so its roll ended; paste the secret that is right.`,
      'not-found',
    );
  await world.forgetSecrets(roll.old.id, (one) => one !== secret);
  return { name: 'done' };
}

/** Ends a roll whose endpoint was deleted elsewhere; undefined when it is there. */
export async function lookAfterDashboard(roll: Roll, world: RollWorld): Promise<RollState | undefined> {
  // Event destinations are behind another API.
  if (roll.old.api !== 'v1' || (await world.retrieve(roll.old.id))) return undefined;
  await world.forgetSecrets(roll.old.id);
  return undone(
    sentence`The endpoint ${roll.old.url} was deleted elsewhere, so its roll ended; refresh.`,
    'not-found',
  );
}
