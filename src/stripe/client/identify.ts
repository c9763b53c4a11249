import type { Stripe } from 'stripe';
import { reasonOf } from '../stripeError.ts';

/** Whose key this is, by asking Stripe. */
export async function identify(client: Stripe): Promise<{ readonly id: string; readonly label: string }> {
  try {
    const account = await client.accounts.retrieveCurrent();
    const label =
      account.settings?.dashboard?.display_name ||
      account.business_profile?.name ||
      account.email ||
      account.id;
    return { id: account.id, label };
  } catch (error) {
    const id = accountNamedIn(error);
    if (id === undefined) throw error;
    return { id, label: id };
  }
}

/** A restricted key need not be allowed to read its account, yet the refusal proves it valid and names the account. */
function accountNamedIn(error: unknown): string | undefined {
  if (reasonOf(error) !== 'permission') return undefined;
  return /\bacct_\w+/.exec((error as Error).message)?.[0];
}
