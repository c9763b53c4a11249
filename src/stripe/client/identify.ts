import type { Stripe } from 'stripe';
import { reasonOf } from '../stripeError.ts';

/** What the place a key was found in says about its account. */
export interface AccountHint {
  readonly accountId?: string;
  readonly label?: string;
}

/** Whose key this is, by asking Stripe; the hint is used for what Stripe does not tell this key. */
export async function identify(
  client: Stripe,
  hint: AccountHint = {},
): Promise<{ readonly id: string; readonly label: string }> {
  try {
    const account = await client.accounts.retrieveCurrent();
    const label =
      account.settings?.dashboard?.display_name ||
      account.business_profile?.name ||
      account.email ||
      account.id;
    return { id: account.id, label };
  } catch (error) {
    // A restricted key need not be allowed to read its account; that it is refused for this alone proves it valid.
    if (reasonOf(error) !== 'permission') throw error;
    const id = accountNamedIn(error) ?? hint.accountId;
    if (id === undefined) throw error;
    return { id, label: hint.label ?? id };
  }
}

function accountNamedIn(error: unknown): string | undefined {
  return /\bacct_\w+/.exec((error as Error).message)?.[0];
}
