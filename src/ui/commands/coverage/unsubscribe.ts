import * as vscode from 'vscode';
import { HumanError } from '../../../humanError.ts';
import { withPatience } from '../../host/progress.ts';
import type { CoveredTypeNode } from '../../views/coverageNodes.ts';
import { confirmLiveChange } from '../confirmLiveChange.ts';
import type { Parts } from '../parts.ts';

/** Takes a type that no code handles out of its endpoint's subscription. */
export async function unsubscribeEndpoint(parts: Parts, node?: CoveredTypeNode): Promise<void> {
  if (!node?.endpoint) {
    throw new HumanError(
      vscode.l10n.t('Select an event type under its endpoint in the Coverage view first.'),
      'not-found',
    );
  }
  const { type, endpoint, connection } = node;
  const events = endpoint.events.filter((other) => other !== type);
  if (events.length === 0) {
    throw new HumanError(
      vscode.l10n.t(
        '{0} is the only event type of this endpoint: pause or delete the endpoint instead.',
        type,
      ),
      'unavailable',
    );
  }
  await confirmLiveChange(connection, endpoint.url, vscode.l10n.t('Unsubscribe from {0}', type));
  await withPatience(vscode.l10n.t('Saving the endpoint …'), (signal) =>
    parts.endpoints.update(connection, endpoint.id, { events }, { signal }),
  );
  await parts.endpointList.refresh();
  await parts.coverageView.refresh();
}
