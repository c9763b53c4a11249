import type { Endpoint } from '../endpoint.ts';
import type { Paired, Roll, RollState } from '../rollState.ts';
import { reasonOf } from '../stripeError.ts';
import { drift } from './drift.ts';
import { newWasDeleted } from './outcome.ts';
import { discard, marked } from './world.ts';
import type { RollWorld } from './world.ts';

/** Copies what was changed on the old endpoint since, and whether it is paused, which cannot be said at creation. */
export async function matchNew(roll: Roll, newId: string, world: RollWorld): Promise<RollState> {
  const old = await world.retrieve(roll.old.id);
  const base = old ?? roll.old;
  const stale = Object.keys(roll.old.metadata).filter((key) => !(key in base.metadata));
  try {
    await world.match(newId, base, stale, roll.way === 'switch' ? 'disabled' : base.status);
  } catch (error) {
    if (reasonOf(error) !== 'not-found') throw error;
    return newWasDeleted(roll, old !== undefined);
  }
  await world.secretReady(roll);
  return { name: roll.way === 'switch' ? 'standby' : 'matched', newId, base };
}

/** The new endpoint on, then the old one off. */
export async function switchOver(roll: Roll, state: Paired<string>, world: RollWorld): Promise<RollState> {
  const { newId, base } = state;
  const { old, fresh } = await both(roll, newId, world);
  if (!fresh) return newWasDeleted(roll, old !== undefined);
  // An endpoint that was paused all along stays so.
  const on = base.status === 'enabled' || old?.status === 'enabled';
  await carryOver(base, old, fresh, on, world);
  if (old?.status === 'enabled') await world.change(old.id, { status: 'disabled' });
  return { name: 'switched', newId, base };
}

/** Deletes the old endpoint, unless that would leave less than it was. */
export async function retireOld(roll: Roll, state: Paired<string>, world: RollWorld): Promise<RollState> {
  const { newId, base } = state;
  const { old, fresh } = await both(roll, newId, world);
  if (!fresh) return newWasDeleted(roll, old !== undefined);
  await carryOver(base, old, fresh, old?.status === 'enabled', world);
  if (old) await world.delete(old.id);
  return { name: 'oldDeleted', newId };
}

/** Removes what creations given up as lost have left, and the old secret. */
export async function tidy(
  roll: Roll,
  { newId, why }: { readonly newId: string; readonly why?: string },
  world: RollWorld,
): Promise<RollState> {
  for (const made of marked(await world.list(), roll)) if (made.id !== newId) await discard(made, world);
  await world.forgetSecrets(roll.old.id);
  return { name: 'done', newId, ...(why === undefined ? {} : { why }) };
}

/** What a waiting roll has to do now because of what happened elsewhere; undefined when it can wait on. */
export async function lookAfter(roll: Roll, newId: string, world: RollWorld): Promise<RollState | undefined> {
  const { old, fresh } = await both(roll, newId, world);
  if (!fresh) return newWasDeleted(roll, old !== undefined);
  // A new endpoint in standby is not on yet, so it still waits for the user's word.
  return old || roll.state.name === 'standby' ? undefined : { name: 'oldDeleted', newId };
}

async function both(roll: Roll, newId: string, world: RollWorld) {
  const [old, fresh] = await Promise.all([world.retrieve(roll.old.id), world.retrieve(newId)]);
  return { old, fresh };
}

/** Brings what was changed on the old endpoint over to the new one, and turns it on. */
async function carryOver(
  base: Endpoint,
  old: Endpoint | undefined,
  fresh: Endpoint,
  on: boolean,
  world: RollWorld,
): Promise<void> {
  const change = old ? drift(base, old, fresh) : {};
  const status = on && fresh.status === 'disabled' ? ({ status: 'enabled' } as const) : {};
  if (Object.keys({ ...change, ...status }).length > 0)
    await world.change(fresh.id, { ...change, ...status });
}
