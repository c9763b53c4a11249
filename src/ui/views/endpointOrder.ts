import * as vscode from 'vscode';
import type { Endpoint } from '../../stripe/endpoint.ts';

/** The orders that endpoints can be shown in. */
export type EndpointOrder = 'newest' | 'target' | 'state';

/** Each order with its name. */
export function sortOrders() {
  return {
    newest: { label: vscode.l10n.t('Newest first'), compare: byAge },
    target: { label: vscode.l10n.t('By URL or name'), compare: byName },
    state: {
      label: vscode.l10n.t('Enabled before paused'),
      compare: (one, other) =>
        Number(one.status === 'disabled') - Number(other.status === 'disabled') || byName(one, other),
    },
  } satisfies Record<
    EndpointOrder,
    { readonly label: string; readonly compare: (one: Endpoint, other: Endpoint) => number }
  >;
}

function byAge(one: Endpoint, other: Endpoint): number {
  return other.created - one.created;
}

function byName(one: Endpoint, other: Endpoint): number {
  return (one.name ?? one.target).localeCompare(other.name ?? other.target) || byAge(one, other);
}
