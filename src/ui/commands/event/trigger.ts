import * as vscode from 'vscode';
import type { EventType } from '../../../stripe/catalogue.ts';
import type { Endpoint } from '../../../stripe/endpoint.ts';
import { UnknownEventTypeError } from '../../../payloads/unknownEventTypeError.ts';
import { typesWithOwnData } from '../../control/ownDataFiles.ts';
import { TriggerMemory } from '../../control/triggerMemory.ts';
import { confirm } from '../../host/messages.ts';
import { askPick, askPicks, only } from '../../host/multiStep.ts';
import { executeCommand } from '../../host/executeCommand.ts';
import { askDestination, refuseLive, toEndpoints, type Destination } from '../../pickers/destination.ts';
import { endpointItem } from '../../pickers/endpoints.ts';
import { typesOf } from '../../pickers/eventTypes.ts';
import { askTriggerType } from '../../pickers/triggerType.ts';
import { endpointNodeOf, type EndpointsNode } from '../../views/endpointNodes.ts';
import { askAndCreate } from '../endpoint/create.ts';
import type { Parts } from '../parts.ts';
import { startReceiverFor } from '../receiver/startFor.ts';
import { sendEvents } from './send.ts';

/**
 * Triggers an event: of the given type, of a type that the row's endpoint wants, or of one the user picks. In the
 * sandbox it goes to the endpoints that want it; with a test account, to the receiver or a URL.
 */
export async function triggerEvent(parts: Parts, from?: EndpointsNode | string): Promise<void> {
  refuseLive(parts);
  const node = typeof from === 'string' ? undefined : from;
  const choice =
    typeof from === 'string'
      ? { types: [from], withOwnData: false }
      : node?.kind === 'eventType'
        ? { types: [node.type], withOwnData: false }
        : await pickTypes(parts, node && endpointNodeOf(node).endpoint);
  const [first = ''] = choice.types;
  if ('asFixture' in choice)
    return void (await executeCommand(
      choice.asFixture === 'file' ? 'stripeWebhooks.fixture.run' : 'stripeWebhooks.event.triggerReal',
    ));
  if (choice.withOwnData) return void (await executeCommand('stripeWebhooks.event.triggerWith', first));
  const known = (await parts.catalogue.get()).eventTypes.map(({ type }) => type);
  if (!known.includes(first)) throw new UnknownEventTypeError(first, known);
  const destination = await destinationFor(parts, first, node && endpointNodeOf(node).endpoint);
  if (destination) await sendEvents(parts, choice.types, destination);
}

async function pickTypes(parts: Parts, endpoint: Endpoint | undefined) {
  const [catalogue, ownData] = await Promise.all([parts.catalogue.get(), typesWithOwnData()]);
  const wants = (type: EventType) =>
    !endpoint || endpoint.events.includes('*') || endpoint.events.includes(type.type);
  const types = endpoint ? typesOf(catalogue, endpoint.payload) : catalogue.eventTypes;
  return askTriggerType({
    types: types.filter(wants),
    memory: new TriggerMemory(parts.workspaceState),
    ownData,
    offerAll: endpoint !== undefined && !endpoint.events.includes('*'),
    offerFixtures: endpoint === undefined,
  });
}

/**
 * Where an event goes when nobody says, which is ready to take it then: an endpoint that is missing is created, and a
 * receiver started that the event would not find. Undefined when there is no such place.
 */
export async function destinationFor(
  parts: Parts,
  type: string,
  endpoint?: Endpoint,
): Promise<Destination | undefined> {
  if (parts.connections.active.kind !== 'sandbox') return askDestination(parts);
  const endpoints = endpoint ? [endpoint] : await pickEndpoints(parts, type);
  if (endpoints.length === 0) return undefined;
  await startReceiverFor(parts, endpoints);
  return toEndpoints(parts, endpoints);
}

async function pickEndpoints(parts: Parts, type: string): Promise<readonly Endpoint[]> {
  const all = await parts.endpointList.loaded();
  const enabled = all.filter(({ status }) => status === 'enabled');
  const wants = ({ events }: Endpoint) => events.includes('*') || events.includes(type);
  const wanting = enabled.filter(wants);
  if (wanting.length === 1) return wanting;
  if (wanting.length > 1) {
    const items = wanting.map(endpointItem);
    const picked = only(await askPicks(items, items, vscode.l10n.t('Endpoints to deliver {0} to', type)));
    return picked.map(({ endpoint }) => endpoint);
  }
  const paused = all.filter(({ status }) => status === 'disabled').find(wants);
  if (paused) return [await resume(parts, paused, type)];
  if (enabled.length > 0) return [await subscribe(parts, enabled, type)];
  await confirm(
    vscode.l10n.t('No endpoint receives {0}.', type),
    vscode.l10n.t('Create one to have somewhere to send it.'),
    vscode.l10n.t('Create Endpoint'),
  );
  const created = await askAndCreate(parts, { events: [type] });
  return created?.status === 'enabled' && wants(created) ? [created] : [];
}

async function resume(parts: Parts, { id, target }: Endpoint, type: string): Promise<Endpoint> {
  await confirm(
    vscode.l10n.t('The endpoint {0}, which receives {1}, is paused.', target, type),
    vscode.l10n.t('Resume it to have somewhere to send it.'),
    vscode.l10n.t('Resume Endpoint'),
  );
  const resumed = await parts.endpoints.resume(parts.connections.active, id);
  await parts.endpointList.refresh();
  return resumed;
}

async function subscribe(parts: Parts, enabled: readonly Endpoint[], type: string): Promise<Endpoint> {
  const items = enabled.map(endpointItem);
  const placeholder = vscode.l10n.t('No endpoint subscribes to {0}: pick one to add the type to', type);
  const { endpoint } = only(await askPick(items, placeholder));
  const updated = await parts.endpoints.update(parts.connections.active, endpoint.id, {
    events: [...endpoint.events, type],
  });
  await parts.endpointList.refresh();
  return updated;
}
