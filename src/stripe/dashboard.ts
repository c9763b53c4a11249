import type { Connection } from './connection.ts';

/**
 * The Dashboard page of an endpoint (`we_…`, `ed_…`) or event (`evt_…`).
 * Undefined where there is no Dashboard: the sandbox, and any API that is not Stripe's own.
 */
export function dashboardUrl(connection: Connection, target: { readonly id: string }): string | undefined {
  if (connection.kind === 'sandbox' || connection.apiBase !== undefined) return undefined;
  const path = [
    // With the account in the path the page opens in it, whichever one the browser was in.
    connection.accountId,
    connection.mode === 'live' ? undefined : 'test',
    target.id.startsWith('evt_') ? 'events' : 'webhooks',
    encodeURIComponent(target.id),
  ];
  return `https://dashboard.stripe.com/${path.filter((part) => part !== undefined).join('/')}`;
}
