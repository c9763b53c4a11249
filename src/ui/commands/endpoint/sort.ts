import * as vscode from 'vscode';
import { askPick, only } from '../../host/multiStep.ts';
import { sortOrders } from '../../views/endpointOrder.ts';
import type { Parts } from '../parts.ts';

/** Asks in which order the endpoints are shown; kept for this workspace. */
export async function sortEndpoints({ endpointsView }: Pick<Parts, 'endpointsView'>): Promise<void> {
  const items = Object.entries(sortOrders()).map(([order, { label }]) => ({
    label,
    description: order === endpointsView.order ? vscode.l10n.t('active') : '',
    order: order as keyof ReturnType<typeof sortOrders>,
  }));
  const { order } = only(await askPick(items, vscode.l10n.t('Order of the endpoints')));
  await endpointsView.sort(order);
}
