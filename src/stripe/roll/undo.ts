import type { Roll, RollState, Undoing } from '../rollState.ts';
import { discard, marked } from './world.ts';
import type { RollWorld } from './world.ts';
import { sentence } from '../../sentence.ts';

/** The old endpoint on again, if need be, then the new one and its secret gone. */
export async function undo(roll: Roll, state: Undoing, world: RollWorld): Promise<RollState> {
  if (roll.way === 'dashboard') return forgetNew(roll, state, world);
  const { newId, base, restore } = state;
  const [old, fresh] = await Promise.all([
    world.retrieve(roll.old.id),
    newId === undefined ? undefined : world.retrieve(newId),
  ]);
  // Taking back must never take away the last endpoint, not even a paused one.
  if (!old && newId !== undefined && fresh)
    return {
      name: 'oldDeleted',
      newId,
      why: sentence`The roll of ${roll.old.url} cannot be undone, since the old endpoint is deleted; the new one stays.`,
    };
  const wasOn = base.status === 'enabled' && (restore || fresh?.status === 'enabled');
  if (old?.status === 'disabled' && wasOn) await world.change(old.id, { status: 'enabled' });
  if (state.told) await world.secretWithdrawn(roll);
  if (newId !== undefined) {
    await world.delete(newId);
    await world.forgetSecrets(newId);
  }
  for (const made of marked(await world.list(), roll)) await discard(made, world);
  return ended(state);
}

async function forgetNew(roll: Roll, state: Undoing, world: RollWorld): Promise<RollState> {
  await world.forgetSecrets(roll.old.id, (secret) => state.forget.includes(secret));
  if (state.told) await world.secretWithdrawn(roll);
  return ended(state);
}

function ended({ why, reason }: Undoing): RollState {
  return { name: 'undone', ...(why === undefined ? {} : { why, reason }) };
}
