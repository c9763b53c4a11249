import type { Roll, RollState } from '../rollState.ts';
import { createNew } from './create.ts';
import { checkProvided, lookAfterDashboard, retireSecrets } from './dashboard.ts';
import { lookAfter, matchNew, retireOld, switchOver, tidy } from './replace.ts';
import { undo } from './undo.ts';
import type { RollWorld } from './world.ts';

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
    case 'switching':
      return switchOver(roll, state, world);
    case 'matched':
    case 'switched':
      return retireOld(roll, state, world);
    case 'oldDeleted':
      return tidy(roll, state, world);
    case 'providing':
      return checkProvided(roll, state, world);
    case 'accepted':
      return retireSecrets(roll, state.secret, world);
    case 'undoing':
      return undo(roll, state, world);
    case 'standby':
    case 'awaitingSecret':
    case 'done':
    case 'undone':
      return Promise.resolve(state);
  }
}

/** What a roll at rest has to do because of what happened elsewhere; undefined when it can rest on. */
export function look(roll: Roll, world: RollWorld): Promise<RollState | undefined> {
  const { state } = roll;
  if (roll.way === 'dashboard') return lookAfterDashboard(roll, world);
  return 'base' in state && state.newId !== undefined
    ? lookAfter(roll, state.newId, world)
    : Promise.resolve(undefined);
}
