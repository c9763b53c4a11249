import * as vscode from 'vscode';
import type { Endpoint } from '../../stripe/endpoint.ts';
import type { Parts } from '../commands/parts.ts';
import type { Tool } from './tool.ts';

const shownTypes = 40;

/** Lists the endpoints of the connection in use. */
export const listEndpoints: Tool<object> = {
  prepare: () => ({ invocationMessage: vscode.l10n.t('Listing webhook endpoints …') }),
  run: async (parts) => {
    const { endpointList } = parts;
    const endpoints = await endpointList.loaded();
    const { connection, state } = endpointList;
    const { incomplete, staleSince } = state.kind === 'loaded' ? state : {};
    return {
      facts: {
        connection: { label: connection.label, mode: connection.mode },
        receiver: parts.receiver.url ?? 'not running',
        endpoints: endpoints.length,
        incomplete: incomplete?.message,
        listReadAt: staleSince === undefined ? undefined : new Date(staleSince).toISOString(),
      },
      rows: endpoints.map((endpoint) => endpointFacts(parts, endpoint)),
    };
  },
};

function endpointFacts({ endpointList, thisMachine }: Parts, endpoint: Endpoint) {
  const { id, target, name, description, status, events, payload, apiVersion, connect, url } = endpoint;
  return {
    id,
    target,
    name,
    description: description || undefined,
    status,
    leadsTo: thisMachine.describe(url),
    payload,
    apiVersion,
    ofConnectedAccounts: connect ? true : undefined,
    signingSecretKnown: endpoint.secretKnown,
    undeliveredEvents: endpointList.failing(endpoint)?.events,
    events: events.slice(0, shownTypes),
    moreEvents: events.length > shownTypes ? events.length - shownTypes : undefined,
  };
}
