import * as vscode from 'vscode';
import type { Attempt } from '../../../delivery/attempt.ts';
import type { Endpoint } from '../../../stripe/endpoint.ts';
import { HumanError } from '../../../humanError.ts';
import type { Triggered } from '../../control/sandboxControl.ts';
import { confirm } from '../../host/messages.ts';
import { askPick, askPicks, only } from '../../host/multiStep.ts';
import { executeCommand } from '../../host/executeCommand.ts';
import { withProgress } from '../../host/progress.ts';
import { endpointItem } from '../../pickers/endpoints.ts';
import {
  eventTypeItem,
  eventTypeItems,
  separator,
  typesOf,
  type EventTypeItem,
} from '../../pickers/eventTypes.ts';
import { endpointNodeOf, type EndpointsNode } from '../../views/endpointNodes.ts';
import type { Parts } from '../parts.ts';
import { createEndpoint } from '../endpoint/create.ts';

type Needs = Pick<
  Parts,
  | 'catalogue'
  | 'connections'
  | 'endpoints'
  | 'endpointList'
  | 'endpointsView'
  | 'eventsOutput'
  | 'handlers'
  | 'messages'
  | 'receiver'
  | 'sandbox'
  | 'workspaceState'
>;

const recentKey = 'recentlyTriggered';
const recentLimit = 8;

/** Asks for a type and an endpoint, lets the sandbox cause the event, and reports what the endpoint answered. */
export async function triggerEvent(parts: Needs, node?: EndpointsNode): Promise<void> {
  if (parts.connections.active.kind !== 'sandbox') {
    throw new HumanError(
      vscode.l10n.t('Events are triggered in the sandbox: switch the connection to it first.'),
      'unavailable',
    );
  }
  const type =
    node?.kind === 'eventType' ? node.type : await pickType(parts, node && endpointNodeOf(node).endpoint);
  const endpoints = node ? [endpointNodeOf(node).endpoint] : await pickEndpoints(parts, type);
  if (!endpoints) return;
  await remember(parts, type);
  const triggered = await withProgress(vscode.l10n.t('Triggering {0} …', type), async () => {
    const sandbox = await parts.sandbox.access();
    return sandbox.trigger({ type, endpointIds: endpoints.map(({ id }) => id) });
  });
  report(parts, type, triggered);
}

async function pickType(
  { catalogue, workspaceState }: Needs,
  endpoint: Endpoint | undefined,
): Promise<string> {
  const all = await catalogue.get();
  const types = typesOf(all, endpoint?.payload ?? 'snapshot');
  const known = new Map(types.map((eventType) => [eventType.type, eventType]));
  const wanted = endpoint && !endpoint.events.includes('*') ? new Set(endpoint.events) : undefined;
  const recent = workspaceState.get<string[]>(recentKey, []).flatMap((type) => known.get(type) ?? []);
  const items: EventTypeItem[] = [
    ...(recent.length > 0 ? [separator(vscode.l10n.t('recent')), ...recent.map(eventTypeItem)] : []),
    ...eventTypeItems(types),
  ].filter(({ type }) => !type || !wanted || wanted.has(type));
  return only(await askPick(items, vscode.l10n.t('Event type to trigger'))).type;
}

/** The endpoints to deliver to; undefined when the user went off to create one instead. */
async function pickEndpoints(parts: Needs, type: string): Promise<readonly Endpoint[] | undefined> {
  const enabled = (await parts.endpointList.loaded()).filter(({ status }) => status === 'enabled');
  const wanting = enabled.filter(({ events }) => events.includes('*') || events.includes(type));
  if (wanting.length === 1) return wanting;
  if (wanting.length > 1) {
    const items = wanting.map(endpointItem);
    const picked = only(await askPicks(items, items, vscode.l10n.t('Endpoints to deliver {0} to', type)));
    return picked.map(({ endpoint }) => endpoint);
  }
  if (enabled.length > 0) return [await subscribe(parts, enabled, type)];
  await confirm(
    vscode.l10n.t('No enabled endpoint receives {0}.', type),
    vscode.l10n.t('Create one to have somewhere to send it.'),
    vscode.l10n.t('Create Endpoint'),
  );
  await createEndpoint(parts);
  return undefined;
}

async function subscribe(parts: Needs, enabled: readonly Endpoint[], type: string): Promise<Endpoint> {
  const items = enabled.map(endpointItem);
  const placeholder = vscode.l10n.t('No endpoint subscribes to {0}: pick one to add the type to', type);
  const { endpoint } = only(await askPick(items, placeholder));
  const updated = await parts.endpoints.update(parts.connections.active, endpoint.id, {
    events: [...endpoint.events, type],
  });
  await parts.endpointList.refresh();
  return updated;
}

async function remember({ workspaceState }: Needs, type: string): Promise<void> {
  const recent = workspaceState.get<string[]>(recentKey, []).filter((other) => other !== type);
  await workspaceState.update(recentKey, [type, ...recent].slice(0, recentLimit));
}

function report({ messages, eventsOutput, receiver }: Needs, type: string, { deliveries }: Triggered): void {
  const attempts = deliveries.map(({ attempt }) => attempt);
  if (attempts.some(({ url }) => url === receiver.url)) eventsOutput.show();
  const failed = attempts.find(({ response }) => !response || response.status < 200 || response.status > 299);
  const [first, ...others] = attempts;
  if (failed) {
    const startReceiver = {
      title: vscode.l10n.t('Start Receiver'),
      run: () => executeCommand('stripeWebhooks.receiver.start'),
    };
    messages.warn(
      vscode.l10n.t(
        '{0} did not take {1}: {2} The sandbox will try again.',
        failed.url,
        type,
        reasonOf(failed),
      ),
      ...(receiver.url ? [] : [startReceiver]),
    );
  } else if (!first) {
    messages.warn(vscode.l10n.t('{0} was created, but no enabled endpoint received it.', type));
  } else if (others.length > 0) {
    succeeded(vscode.l10n.t('{0} was delivered to {1} endpoints.', type, attempts.length));
  } else {
    const status = first.response?.status ?? '';
    const milliseconds = Math.round(first.milliseconds);
    succeeded(
      vscode.l10n.t('{0} was answered with {1} by {2} in {3} ms.', type, status, first.url, milliseconds),
    );
  }
}

// The event itself appears in the output; a notification on top of that would only be in the way.
function succeeded(sentence: string): void {
  vscode.window.setStatusBarMessage(`$(check) ${sentence}`, 8000);
}

function reasonOf({ error, response }: Attempt): string {
  return error ?? vscode.l10n.t('It answered {0}.', response?.status ?? '');
}
