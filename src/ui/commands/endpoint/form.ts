import type { Connection } from '../../../stripe/connection.ts';
import { expandWildcard } from '../../../stripe/eventSets.ts';
import type { EndpointFormParts } from '../../pickers/endpointForm.ts';
import type { Parts } from '../parts.ts';

/** What the form of an endpoint needs. */
export type FormNeeds = Pick<Parts, 'catalogue' | 'handlers' | 'workspaceState'>;

const pickedKey = 'recentlyPickedEvents';

/** Gathers what an endpoint's fields are asked with. */
export async function formParts(
  { catalogue, handlers, workspaceState }: FormNeeds,
  connection: Connection,
  creating: boolean,
): Promise<EndpointFormParts> {
  // Without a folder, or with code that can't be read, there is merely nothing to suggest.
  const found = handlers.all().catch(() => []);
  const events = await catalogue.get();
  const types = events.eventTypes.map(({ type }) => type);
  const handled = found.then((all) => all.flatMap(({ eventType }) => expandWildcard(eventType, types)));
  const pickedBefore = workspaceState.get<readonly string[]>(pickedKey, []);
  return { connection, catalogue: events, handled, pickedBefore, creating };
}

/** Remembers the event types, to offer them for the next endpoint of this workspace. */
export async function rememberPicked(
  { workspaceState }: FormNeeds,
  events: readonly string[],
): Promise<void> {
  await workspaceState.update(pickedKey, events);
}
