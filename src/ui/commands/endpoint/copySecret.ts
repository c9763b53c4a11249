import * as vscode from 'vscode';
import type { EndpointNode, SecretNode } from '../../views/endpointNodes.ts';
import { knownSecret, type SecretNeeds } from './knownSecret.ts';

/** Copies an endpoint's signing secret, when this editor knows it. */
export async function copySecret(parts: SecretNeeds, node?: EndpointNode | SecretNode): Promise<void> {
  const { endpoint, secret } = await knownSecret(
    parts,
    node,
    vscode.l10n.t('Endpoint whose signing secret to copy'),
  );
  await vscode.env.clipboard.writeText(secret);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied the signing secret of {0}', endpoint.id), 3000);
}
