import { typeNamedBy } from '../rules/values.ts';
import type { Facts } from './world.ts';

type Json = Readonly<Record<string, unknown>>;

/** The fields that say what an object is about to cost, in the order of what decides. */
const amountFields = ['amount', 'total', 'amount_total', 'amount_due', 'amount_requested', 'unit_amount'];

/** What is given beforehand. */
export interface Given {
  readonly facts?: Facts;
  readonly base?: Json;
  readonly overrides?: Json;
}

/**
 * What given data says about the whole event, so that one amount, currency or id changed by hand changes wherever it
 * stands: `{ total: 500 }` is also what the invoice's line costs, `{ customer: 'cus_1' }` who owns its subscription.
 */
export function factsOf(objectType: string | undefined, { facts, base, overrides }: Given): Facts {
  const said = { ...base, ...overrides };
  const amount = amountFields.map((field) => said[field]).find((value) => typeof value === 'number');
  const { currency } = said;
  return {
    ...facts,
    ...(amount !== undefined && { amount }),
    ...(typeof currency === 'string' && { currency }),
    ids: { ...facts?.ids, ...idsIn(objectType, said) },
  };
}

function idsIn(objectType: string | undefined, said: Json): Record<string, string> {
  const ids: Record<string, string> = {};
  for (const [name, value] of Object.entries(said)) {
    const type = name === 'id' ? objectType : typeNamedBy(name);
    if (type !== undefined && name !== 'customer_account' && typeof value === 'string') ids[type] = value;
  }
  return ids;
}
