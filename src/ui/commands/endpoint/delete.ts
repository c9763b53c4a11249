import * as vscode from 'vscode';
import type { Connection } from '../../../stripe/connection.ts';
import type { Endpoint } from '../../../stripe/endpoint.ts';
import { canRecreate, inputOf } from '../../../stripe/endpointInput.ts';
import { envTargetText } from '../../control/envTargets.ts';
import { executeCommand } from '../../host/executeCommand.ts';
import { confirm, type Action } from '../../host/messages.ts';
import { withPatience } from '../../host/progress.ts';
import { endpointOf } from '../../pickers/endpoints.ts';
import type { EndpointNode, EndpointsNode } from '../../views/endpointNodes.ts';
import { connectionName } from '../../views/liveColor.ts';
import { confirmLiveChange } from '../confirmLiveChange.ts';
import type { Parts } from '../parts.ts';
import { severalOf } from './several.ts';

type Needs = Pick<Parts, 'endpoints' | 'endpointList' | 'envTargets' | 'messages' | 'rolls'>;

/** Deletes endpoints after a modal that says what is lost, and offers to create them again. */
export async function deleteEndpoint(
  parts: Needs,
  node?: EndpointNode,
  selected?: readonly EndpointsNode[],
): Promise<void> {
  const chosen = severalOf(node, selected);
  const nodes =
    chosen.length > 0
      ? chosen
      : [await endpointOf(node, parts.endpointList, vscode.l10n.t('Endpoint to delete'))];
  await confirmDeletion(parts, nodes);
  const deleted: EndpointNode[] = [];
  try {
    await withPatience(vscode.l10n.t('Deleting …'), async (signal) => {
      for (const one of nodes) {
        await parts.endpoints.delete(one.connection, one.endpoint.id, { signal });
        deleted.push(one);
      }
    });
  } finally {
    await parts.endpointList.refresh();
    offerRecreation(parts, deleted);
  }
}

async function confirmDeletion({ rolls }: Needs, nodes: readonly EndpointNode[]): Promise<void> {
  const [first] = nodes;
  if (!first) return;
  const ids = nodes.map(({ endpoint }) => endpoint.id).join(', ');
  await confirm(
    nodes.length === 1
      ? vscode.l10n.t(
          'Delete the endpoint {0} of {1}?',
          first.endpoint.target,
          connectionName(first.connection),
        )
      : vscode.l10n.t('Delete {0} endpoints of {1}?', nodes.length, connectionName(first.connection)),
    [
      vscode.l10n.t(
        'What is lost: the id ({0}), the signing secret and its pending deliveries. Journalled events stay.',
        ids,
      ),
      ...(nodes.some(({ endpoint }) => rolls.of(endpoint))
        ? [vscode.l10n.t('Its secret is being rolled: to take that back, undo the roll instead.')]
        : []),
    ].join('\n\n'),
    vscode.l10n.t('Delete'),
  );
}

function offerRecreation(parts: Needs, deleted: readonly EndpointNode[]): void {
  const again = deleted.filter(({ endpoint }) => canRecreate(endpoint));
  const [first] = again;
  if (!first) return;
  parts.messages.info(
    again.length === 1
      ? vscode.l10n.t('{0} is deleted.', first.endpoint.url)
      : vscode.l10n.t('{0} endpoints are deleted.', again.length),
    { title: vscode.l10n.t('Create Again'), run: () => recreate(parts, again) },
  );
}

async function recreate(parts: Needs, nodes: readonly EndpointNode[]): Promise<void> {
  const [first] = nodes;
  if (!first) return;
  const urls = nodes.map(({ endpoint }) => endpoint.url).join(', ');
  await confirmLiveChange(first.connection, urls, vscode.l10n.t('Create Again'));
  const created: Endpoint[] = [];
  await withPatience(vscode.l10n.t('Creating the endpoint …'), async (signal) => {
    for (const { connection, endpoint } of nodes)
      created.push(await parts.endpoints.create(connection, inputOf(endpoint), { signal }));
  });
  await parts.endpointList.refresh();
  const ids = created.map(({ id }) => id).join(', ');
  parts.messages.info(
    vscode.l10n.t('Created again as {0}, with a new signing secret.', ids),
    ...(created.length === 1
      ? created.flatMap((endpoint) => secretActions(parts, first.connection, endpoint))
      : []),
  );
}

/** The app still has the old secret. */
function secretActions({ envTargets }: Needs, connection: Connection, endpoint: Endpoint): readonly Action[] {
  const node = { kind: 'endpoint', connection, endpoint } as const;
  const target = envTargets.of(endpoint);
  return [
    {
      title: vscode.l10n.t('Copy Signing Secret'),
      run: () => executeCommand('stripeWebhooks.endpoint.copySecret', node),
    },
    ...(target
      ? [
          {
            title: vscode.l10n.t('Set {0}', envTargetText(target)),
            run: () => executeCommand('stripeWebhooks.endpoint.writeSecretToEnv', node),
          },
        ]
      : []),
  ];
}
