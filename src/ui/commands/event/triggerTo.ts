import { TriggerMemory } from '../../control/triggerMemory.ts';
import { typesWithOwnData } from '../../control/ownDataFiles.ts';
import { askDestination, refuseLive } from '../../pickers/destination.ts';
import { askTriggerType } from '../../pickers/triggerType.ts';
import type { Parts } from '../parts.ts';
import { sendEvents } from './send.ts';

/** Triggers an event and asks where it goes: endpoints of the sandbox, this receiver, or any URL. */
export async function triggerTo(parts: Parts, type?: string): Promise<void> {
  refuseLive(parts);
  const [{ eventTypes }, ownData] = await Promise.all([parts.catalogue.get(), typesWithOwnData()]);
  const memory = new TriggerMemory(parts.workspaceState);
  const types =
    type === undefined
      ? (await askTriggerType({ types: eventTypes, memory, ownData, offerAll: false })).types
      : [type];
  await sendEvents(parts, types, await askDestination(parts));
}
