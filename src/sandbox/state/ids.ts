import { randomInt } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Letters and digits from the system's secure random numbers. */
export function randomText(length: number): string {
  return Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
}

/** Ids and secrets in the shape Stripe gives them. */
export const newId = {
  account: () => `acct_1${randomText(15)}`,
  endpoint: () => `we_1${randomText(23)}`,
  /** Source of the shape: the examples of https://docs.stripe.com/api/v2/core/event-destinations */
  destination: () => `ed_test_61${randomText(42)}`,
  event: () => `evt_1${randomText(23)}`,
  request: () => `req_${randomText(14)}`,
  signingSecret: () => `whsec_${randomText(32)}`,
  websocket: () => `cliws_${randomText(24)}`,
  conversation: () => `wc_${randomText(24)}`,
  meterToken: () => `token_test_${randomText(40)}`,
  deviceToken: () => `cdt_${randomText(24)}`,
  testKey: (accountId: string) => `sk_test_5${accountId.slice('acct_'.length)}${randomText(75)}`,
} satisfies Record<string, (argument: never) => string>;
