import * as vscode from 'vscode';
import { validateSecret } from '../../../stripe/signingSecrets.ts';
import { askText, only } from '../../host/multiStep.ts';
import type { EndpointNode } from '../../views/endpointNodes.ts';
import type { Parts } from '../parts.ts';
import { rollOf } from './rollOf.ts';

type Needs = Pick<Parts, 'rolls' | 'endpointList'>;

/** Takes the new secret that the user rolled in the Dashboard; it is accepted beside the old one. */
export async function provideSecret(parts: Needs, node?: EndpointNode): Promise<void> {
  const roll = await rollOf(parts, node, 'provideSecret', vscode.l10n.t('Roll whose new secret to paste'));
  const secret = only(
    await askText({
      prompt: vscode.l10n.t('The new signing secret of {0}, as the Dashboard shows it', roll.old.url),
      placeholder: 'whsec_…',
      password: true,
      validate: validateSecret,
    }),
  );
  await parts.rolls.provideSecret(roll.id, secret);
  await parts.endpointList.refresh();
}
