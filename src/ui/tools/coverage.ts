import * as vscode from 'vscode';
import type { CoveredType } from '../../handlers/coverage.ts';
import { currentCoverage, receiptsLookedAt } from '../control/currentCoverage.ts';
import type { Tool } from './tool.ts';

const shownPlaces = 5;

/** Tells which subscribed event types the workspace's code handles, and which not. */
export const coverage: Tool<object> = {
  prepare: () => ({ invocationMessage: vscode.l10n.t('Looking for handlers …') }),
  run: async (parts) => {
    const { connection, coverage: found } = await currentCoverage(parts);
    const rows = [
      ...found.receivedNotHandled.map((type) => ({ state: 'received, not handled', ...typeFacts(type) })),
      ...found.notSubscribed.map((type) => ({ state: 'handled, not subscribed', ...typeFacts(type) })),
      ...found.endpoints.flatMap(({ endpoint, notHandled, handled }) => [
        ...notHandled.map((type) => ({
          endpoint: endpoint.id,
          state: 'subscribed, not handled',
          ...typeFacts(type),
        })),
        ...handled.map((type) => ({ endpoint: endpoint.id, state: 'handled', ...typeFacts(type) })),
      ]),
    ];
    return {
      facts: {
        connection: { label: connection.label, mode: connection.mode },
        receivedAmongTheNewest: receiptsLookedAt,
        endpoints: found.endpoints.map(({ endpoint, all, handled, notHandled }) => ({
          id: endpoint.id,
          target: endpoint.target,
          subscribedToAll: all ? true : undefined,
          handled: handled.length,
          notHandled: notHandled.length,
        })),
      },
      rows,
    };
  },
};

function typeFacts({ type, handlers, received }: CoveredType) {
  const places = handlers.map(({ file, line }) => `${vscode.workspace.asRelativePath(file)}:${line + 1}`);
  return { type, received, handlers: places.length > 0 ? places.slice(0, shownPlaces) : undefined };
}
