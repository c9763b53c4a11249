import * as vscode from 'vscode';
import { HumanError } from '../../../humanError.ts';
import { endpointOf } from '../../pickers/endpoints.ts';
import type { EndpointNode } from '../../views/endpointNodes.ts';
import type { Parts } from '../parts.ts';

/** What the verbs on a known signing secret need. */
export type SecretNeeds = Pick<Parts, 'endpointList' | 'secrets'>;

/** The clicked endpoint, or one picked, with its signing secret; throws a `HumanError` when that is not known here. */
export async function knownSecret(
  parts: SecretNeeds,
  node: EndpointNode | undefined,
  placeholder: string,
): Promise<EndpointNode & { readonly secret: string }> {
  const picked = await endpointOf(node, parts.endpointList, placeholder, ({ secretKnown }) => secretKnown);
  const secret = await parts.secrets.get(picked.connection.id, picked.endpoint.id);
  if (secret) return { ...picked, secret };
  throw new HumanError(
    vscode.l10n.t(
      'The signing secret of {0} is not known here, because Stripe shows it only at creation: paste it from the Dashboard, or roll it.',
      picked.endpoint.id,
    ),
    'not-found',
  );
}
