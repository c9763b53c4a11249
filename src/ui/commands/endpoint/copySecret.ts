import * as vscode from 'vscode';
import { endpointOf } from '../../pickers/endpoints.ts';
import type { EndpointNode } from '../../views/endpointNodes.ts';
import type { Parts } from '../parts.ts';
import { knownSecret } from './knownSecret.ts';

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
  await vscode.env.clipboard.writeText(await knownSecret(parts, connection.id, endpoint.id));
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied the signing secret of {0}', endpoint.id), 3000);
}
