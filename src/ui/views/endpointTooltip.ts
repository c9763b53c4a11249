import * as vscode from 'vscode';
import type { Endpoint } from '../../stripe/endpoint.ts';
import type { FailingDeliveries } from '../../stripe/failingDeliveries.ts';
import { mask } from '../../stripe/signingSecrets.ts';
import type { Roll } from '../../stripe/rollState.ts';
import { failingText } from './endpointItems.ts';
import { rollText } from './rollText.ts';

/** What a tooltip tells besides what Stripe says. */
export interface EndpointTooltipFacts {
  readonly secret: string | undefined;
  readonly failing: FailingDeliveries | undefined;
  readonly roll: Roll | undefined;
  readonly live: boolean;
}

/** All fields of an endpoint; of its signing secret, where it is known, only the end. */
export function endpointTooltip(
  endpoint: Endpoint,
  { secret, failing, roll, live }: EndpointTooltipFacts,
): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  const row = (name: string, value: string | undefined) => {
    if (!value) return;
    text.appendMarkdown(`**${name}** `);
    text.appendText(value);
    text.appendMarkdown('  \n');
  };
  const state = endpoint.status === 'enabled' ? vscode.l10n.t('enabled') : vscode.l10n.t('paused');
  const metadata = Object.entries(endpoint.metadata).map(([key, value]) => `${key}=${value}`);
  if (live) row('🔴 LIVE', vscode.l10n.t('real money'));
  row(endpoint.kind === 'webhook' ? vscode.l10n.t('URL') : vscode.l10n.t('Destination'), endpoint.target);
  row(vscode.l10n.t('Name'), endpoint.name);
  row(vscode.l10n.t('ID'), endpoint.id);
  row(vscode.l10n.t('Status'), [state, endpoint.disabledReason].filter(Boolean).join(', '));
  row(vscode.l10n.t('Roll'), roll && rollText(roll, endpoint.id));
  row(
    vscode.l10n.t('Deliveries'),
    failing &&
      vscode.l10n.t('{0}, since {1}', failingText(failing), new Date(failing.since * 1000).toLocaleString()),
  );
  row(vscode.l10n.t('Description'), endpoint.description);
  row(
    vscode.l10n.t('Payload style'),
    endpoint.payload === 'thin' ? vscode.l10n.t('Thin') : vscode.l10n.t('Snapshot'),
  );
  row(vscode.l10n.t('API version'), endpoint.apiVersion ?? vscode.l10n.t('Account default'));
  row(
    vscode.l10n.t('Events from'),
    endpoint.connect ? vscode.l10n.t('Connected accounts') : vscode.l10n.t('Your account'),
  );
  row(vscode.l10n.t('Metadata'), metadata.join(', '));
  row(vscode.l10n.t('Created'), new Date(endpoint.created * 1000).toLocaleString());
  row(
    vscode.l10n.t('Signing secret'),
    secret === undefined ? vscode.l10n.t('not known to this editor') : mask(secret),
  );
  return text;
}
