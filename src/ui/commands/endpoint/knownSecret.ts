import * as vscode from 'vscode';
import { HumanError } from '../../../humanError.ts';
import { endpointOf } from '../../pickers/endpoints.ts';
import { endpointNodeOf, type EndpointNode, type SecretNode } from '../../views/endpointNodes.ts';
import type { Parts } from '../parts.ts';

/** What the verbs on a known signing secret need. */
export type SecretNeeds = Pick<Parts, 'endpointList' | 'secrets'>;

/**
 * The clicked secret, or the newest one of the clicked or picked endpoint; throws a `HumanError` when it is not known
 * here.
 */
export async function knownSecret(
  parts: SecretNeeds,
  node: EndpointNode | SecretNode | undefined,
  placeholder: string,
): Promise<EndpointNode & { readonly secret: string }> {
  const clicked = node && endpointNodeOf(node);
  const picked = await endpointOf(clicked, parts.endpointList, placeholder, ({ secretKnown }) => secretKnown);
  const secrets = await parts.secrets.getAll(picked.connection.id, picked.endpoint.id);
  const secret = secrets[node?.kind === 'secret' ? node.position : 0];
  if (secret) return { ...picked, secret };
  throw new HumanError(
    vscode.l10n.t(
      'The signing secret of {0} is not known here, because Stripe shows it only at creation: paste it from the Dashboard, or roll it.',
      picked.endpoint.id,
    ),
    'not-found',
  );
}
