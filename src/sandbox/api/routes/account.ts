import { nothingDue } from '../../objects/nothingDue.ts';
import type { Identity } from '../../state/settings.ts';
import type { Store } from '../../state/store.ts';
import { checkAccount } from '../authentication.ts';
import { expand } from '../parameters.ts';
import { route, type Route } from '../router.ts';

/** The account that the sandbox's key belongs to, and those connected to it. */
export function accountRoutes(identity: Identity, { objects }: Store): readonly Route[] {
  return [
    route('GET', '/v1/account', { expand }, (_, { account }) =>
      account === null ? accountObject(identity) : objects.get('account', account)?.object,
    ),
    route('GET', '/v1/accounts/{id}', { expand }, (_, { pathValues: { id = '' } }) => {
      const connected = objects.get('account', id);
      if (connected) return connected.object;
      checkAccount(id, identity.accountId, identity.testKey);
      return accountObject(identity);
    }),
  ];
}

function accountObject({ accountId, created }: Identity) {
  return {
    id: accountId,
    object: 'account',
    business_profile: {
      annual_revenue: null,
      estimated_worker_count: null,
      mcc: '5734',
      minority_owned_business_designation: null,
      name: 'Offline sandbox',
      product_description: null,
      support_address: null,
      support_email: null,
      support_phone: null,
      support_url: null,
      url: null,
    },
    business_type: 'company',
    capabilities: { card_payments: 'active', transfers: 'active' },
    charges_enabled: true,
    controller: { type: 'account' },
    country: 'US',
    created,
    default_currency: 'usd',
    details_submitted: true,
    email: 'sandbox@example.com',
    external_accounts: {
      object: 'list',
      data: [],
      has_more: false,
      url: `/v1/accounts/${accountId}/external_accounts`,
    },
    future_requirements: nothingDue,
    metadata: {},
    payouts_enabled: true,
    requirements: nothingDue,
    settings: {
      dashboard: { display_name: 'Offline sandbox', timezone: 'Etc/UTC' },
      payments: { statement_descriptor: 'SANDBOX' },
      payouts: {
        debit_negative_balances: true,
        schedule: { delay_days: 2, interval: 'daily' },
        statement_descriptor: null,
      },
    },
    tos_acceptance: { date: created },
    type: 'standard',
  };
}
