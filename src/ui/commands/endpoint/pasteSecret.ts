import * as vscode from 'vscode';
import { validateSecret } from '../../../stripe/signingSecrets.ts';
import { askText, only } from '../../host/multiStep.ts';
import { endpointOf } from '../../pickers/endpoints.ts';
import { endpointNodeOf, type EndpointNode, type SecretNode } from '../../views/endpointNodes.ts';
import type { Parts } from '../parts.ts';

/** Takes the signing secret of an endpoint that was made elsewhere, so that its events can be verified. */
export async function pasteSecret(
  parts: Pick<Parts, 'endpointList' | 'secrets'>,
  node?: EndpointNode | SecretNode,
): Promise<void> {
  const { connection, endpoint } = await endpointOf(
    node && endpointNodeOf(node),
    parts.endpointList,
    vscode.l10n.t('Endpoint whose signing secret to paste'),
    ({ kind }) => kind === 'webhook',
  );
  const secret = only(
    await askText({
      prompt: vscode.l10n.t(
        'Signing secret of {0}; it is kept in this machine’s secret storage',
        endpoint.url,
      ),
      placeholder: 'whsec_…',
      password: true,
      validate: validateSecret,
    }),
  );
  await parts.secrets.set(connection.id, endpoint.id, secret);
  await parts.endpointList.refresh();
}
