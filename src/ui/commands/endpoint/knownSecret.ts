import * as vscode from 'vscode';
import { HumanError } from '../../../humanError.ts';
import type { Parts } from '../parts.ts';

/** The signing secret of an endpoint; throws a `HumanError` when this editor does not know it. */
export async function knownSecret(
  { secrets }: Pick<Parts, 'secrets'>,
  connectionId: string,
  endpointId: string,
): Promise<string> {
  const secret = await secrets.get(connectionId, endpointId);
  if (secret) return secret;
  throw new HumanError(
    vscode.l10n.t(
      'The signing secret of {0} is not known here, because Stripe shows it only at creation: paste it from the Dashboard, or roll it.',
      endpointId,
    ),
    'not-found',
  );
}
