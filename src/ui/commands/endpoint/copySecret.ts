import * as vscode from 'vscode';
import { HumanError } from '../../../humanError.ts';
import { endpointOf } from '../../pickers/endpoints.ts';
import type { EndpointNode } from '../../views/endpointNodes.ts';
import type { Parts } from '../parts.ts';

/** Copies an endpoint's signing secret, when this editor knows it. */
export async function copySecret(
  parts: Pick<Parts, 'endpointList' | 'secrets'>,
  node?: EndpointNode,
): Promise<void> {
  const { connection, endpoint } = await endpointOf(
    node,
    parts.endpointList,
    vscode.l10n.t('Endpoint whose signing secret to copy'),
    ({ secretKnown }) => secretKnown,
  );
  const secret = await parts.secrets.get(connection.id, endpoint.id);
  if (!secret) {
    throw new HumanError(
      vscode.l10n.t(
        'The signing secret of {0} is not known here, because Stripe shows it only at creation: copy it from the Dashboard, or roll it.',
        endpoint.id,
      ),
      'not-found',
    );
  }
  await vscode.env.clipboard.writeText(secret);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied the signing secret of {0}', endpoint.id), 3000);
}
