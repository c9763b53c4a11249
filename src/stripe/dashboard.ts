import type { Connection } from './connection.ts';

/** The Dashboard's sections by the beginnings of ids; endpoints (`we_…`, `ed_…`) are what anything else is. */
const sections: Readonly<Record<string, string>> = {
  evt: 'events',
  in: 'invoices',
  du: 'disputes',
  dp: 'disputes',
};

/**
 * The Dashboard page of an endpoint (`we_…`, `ed_…`), event (`evt_…`), invoice (`in_…`) or dispute (`du_…`, `dp_…`).
 * Undefined where there is no Dashboard: the sandbox, and any API that is not Stripe's own.
 */
export function dashboardUrl(connection: Connection, target: { readonly id: string }): string | undefined {
  if (connection.kind === 'sandbox' || connection.apiBase !== undefined) return undefined;
  const path = [
    // With the account in the path the page opens in it, whichever one the browser was in.
    connection.accountId,
    connection.mode === 'live' ? undefined : 'test',
    sections[target.id.split('_', 1)[0] ?? ''] ?? 'webhooks',
    encodeURIComponent(target.id),
  ];
  return `https://dashboard.stripe.com/${path.filter((part) => part !== undefined).join('/')}`;
}
