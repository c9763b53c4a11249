import * as vscode from 'vscode';
import type { AddedTypes, Installation, RunnableApp } from '../../../apps/app.ts';
import { eventsOf } from '../../../apps/config.ts';
import type { EventCatalogue } from '../../../stripe/catalogue.ts';
import type { Endpoint } from '../../../stripe/endpoint.ts';
import { matchesEventType } from '../../../stripe/eventSets.ts';
import { Cancelled } from '../../host/cancelled.ts';
import { askPick, only } from '../../host/multiStep.ts';
import { withPatience } from '../../host/progress.ts';
import { typesOf } from '../../pickers/eventTypes.ts';
import { confirmLiveChange } from '../confirmLiveChange.ts';
import type { Parts } from '../parts.ts';

export type SubscribeNeeds = Pick<Parts, 'catalogue' | 'connections' | 'endpointList' | 'endpoints'>;

/**
 * Offers to add the types of an app that no endpoint of the connection in use subscribes to. Gives what was added;
 * undefined when nothing was, be it because the user left the question.
 */
export async function subscribeFor(
  parts: SubscribeNeeds,
  app: RunnableApp,
  installation: Installation,
): Promise<AddedTypes | undefined> {
  const patterns = eventsOf(app, installation.config);
  // Who wants all events takes what comes.
  if (patterns.includes('*')) return undefined;
  try {
    const choices = choicesFor(await knownEndpoints(parts), await parts.catalogue.get(), patterns);
    if (choices.length === 0) return undefined;
    return await ask(parts, installation, choices);
  } catch (error) {
    if (error instanceof Cancelled) return undefined;
    throw error;
  }
}

/** An endpoint and what it would have to be subscribed to. */
interface Choice {
  readonly endpoint: Endpoint;
  readonly types: readonly string[];
}

/** The endpoints that can be subscribed to types which none has. */
function choicesFor(
  endpoints: readonly Endpoint[],
  catalogue: EventCatalogue,
  patterns: readonly string[],
): readonly Choice[] {
  const enabled = endpoints.filter(({ status }) => status === 'enabled');
  const gets = (type: string) => enabled.some(({ events }) => events.includes('*') || events.includes(type));
  return enabled
    .filter(({ kind, events }) => kind === 'webhook' && !events.includes('*'))
    .map((endpoint) => ({
      endpoint,
      types: typesOf(catalogue, endpoint.payload)
        .map(({ type }) => type)
        .filter((type) => patterns.some((pattern) => matchesEventType(pattern, type)) && !gets(type)),
    }))
    .filter(({ types }) => types.length > 0);
}

/** Installing an app must not start the sandbox, and works without a network. */
async function knownEndpoints({ endpointList, connections }: SubscribeNeeds): Promise<readonly Endpoint[]> {
  if (endpointList.state.kind === 'loaded') return endpointList.state.endpoints;
  return connections.active.kind === 'sandbox' ? [] : endpointList.loaded().catch(() => []);
}

async function ask(
  { connections, endpointList, endpoints }: SubscribeNeeds,
  { name }: Installation,
  choices: readonly Choice[],
): Promise<AddedTypes | undefined> {
  const items = [
    ...choices.map((choice) => ({
      choice,
      label: `$(broadcast) ${choice.endpoint.url}`,
      description:
        choice.types.length === 1
          ? vscode.l10n.t('add 1 type')
          : vscode.l10n.t('add {0} types', choice.types.length),
      detail: choice.types.join(', '),
    })),
    { choice: undefined, label: vscode.l10n.t('$(circle-slash) Leave the Endpoints as They Are') },
  ];
  const placeholder = vscode.l10n.t('{0} wants event types that no endpoint gets: where to add them', name);
  const { choice } = only(await askPick(items, placeholder));
  if (!choice) return undefined;
  const { endpoint, types } = choice;
  const connection = connections.active;
  await confirmLiveChange(connection, endpoint.url, vscode.l10n.t('Subscribe to {0}', types.join(', ')));
  await withPatience(vscode.l10n.t('Saving the endpoint …'), (signal) =>
    endpoints.update(connection, endpoint.id, { events: [...endpoint.events, ...types] }, { signal }),
  );
  await endpointList.refresh();
  return { connectionId: connection.id, endpointId: endpoint.id, types };
}
