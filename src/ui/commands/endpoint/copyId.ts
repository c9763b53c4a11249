import * as vscode from 'vscode';
import { endpointOf } from '../../pickers/endpoints.ts';
import type { EndpointNode } from '../../views/endpointNodes.ts';
import type { Parts } from '../parts.ts';

/** Copies an endpoint's id. */
export async function copyId(parts: Pick<Parts, 'endpointList'>, node?: EndpointNode): Promise<void> {
  const { endpoint } = await endpointOf(node, parts.endpointList, vscode.l10n.t('Endpoint whose id to copy'));
  await vscode.env.clipboard.writeText(endpoint.id);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied {0}', endpoint.id), 3000);
}
