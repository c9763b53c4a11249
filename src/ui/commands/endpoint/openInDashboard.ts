import * as vscode from 'vscode';
import { dashboardUrl } from '../../../stripe/dashboard.ts';
import { HumanError } from '../../../humanError.ts';
import { endpointOf } from '../../pickers/endpoints.ts';
import type { EndpointNode } from '../../views/endpointNodes.ts';
import type { Parts } from '../parts.ts';

/** Opens the endpoint's page in Stripe's Dashboard. */
export async function openInDashboard(
  parts: Pick<Parts, 'endpointList'>,
  node?: EndpointNode,
): Promise<void> {
  const { connection, endpoint } = await endpointOf(
    node,
    parts.endpointList,
    vscode.l10n.t('Endpoint to open'),
  );
  const url = dashboardUrl(connection, endpoint);
  if (!url) {
    throw new HumanError(
      vscode.l10n.t('The sandbox has no Dashboard: its endpoints live in this view.'),
      'not-found',
    );
  }
  await vscode.env.openExternal(vscode.Uri.parse(url));
}
