import * as vscode from 'vscode';
import type { EndpointNode, SecretNode } from '../../views/endpointNodes.ts';
import type { Parts } from '../parts.ts';
import { secretToEnv } from '../secretToEnv.ts';
import { knownSecret } from './knownSecret.ts';

type Needs = Pick<Parts, 'endpointList' | 'envTargets' | 'messages' | 'secrets'>;

/** Writes an endpoint's signing secret into a `.env` file of the workspace. */
export async function writeSecretToEnv(parts: Needs, node?: EndpointNode | SecretNode): Promise<void> {
  const { connection, endpoint, secret } = await knownSecret(
    parts,
    node,
    vscode.l10n.t('Endpoint whose signing secret to write'),
  );
  await secretToEnv(parts, { connectionId: connection.id, url: endpoint.url }, secret);
}
