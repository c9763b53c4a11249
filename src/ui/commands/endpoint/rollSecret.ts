import * as vscode from 'vscode';
import { confirm } from '../../host/messages.ts';
import { withProgress } from '../../host/progress.ts';
import { endpointOf } from '../../pickers/endpoints.ts';
import type { EndpointNode } from '../../views/endpointNodes.ts';
import { accountName } from '../confirmLiveChange.ts';
import type { Parts } from '../parts.ts';
import { copySecret } from './copySecret.ts';

type Needs = Pick<Parts, 'endpointList' | 'messages' | 'rolls' | 'secrets'>;

/** Rolls the signing secret now: a new endpoint with the same settings, its secret stored, the old one removed. */
export async function rollSecret(parts: Needs, node?: EndpointNode): Promise<void> {
  const { connection, endpoint } = await endpointOf(
    node,
    parts.endpointList,
    vscode.l10n.t('Endpoint to roll'),
  );
  await confirm(
    vscode.l10n.t('Roll the signing secret of {0} in {1}?', endpoint.url, accountName(connection)),
    vscode.l10n.t(
      'Stripe gives out a secret only when an endpoint is created. A new endpoint with the same URL, events and settings takes the place of {0}, whose id and secret end. Your app must use the new secret at once.',
      endpoint.id,
    ),
    vscode.l10n.t('Roll Secret'),
  );
  // Not cancellable half-way: the roll is journalled and either finishes or is resumed.
  const rolled = await withProgress(vscode.l10n.t('Rolling the signing secret …'), () =>
    parts.rolls.start(connection, endpoint),
  );
  await parts.endpointList.refresh();
  const renewed: EndpointNode = { kind: 'endpoint', connection, endpoint: rolled };
  parts.messages.info(
    vscode.l10n.t('{0} has a new signing secret; its id is now {1}.', rolled.url, rolled.id),
    {
      title: vscode.l10n.t('Copy Secret'),
      run: () => copySecret(parts, renewed),
    },
  );
}
