import { text } from '../../behaviour/behaviour.ts';
import { cashBalance } from '../../behaviour/customers.ts';
import { balance } from '../../behaviour/ledger.ts';
import { authorize, issuingTransaction } from '../../behaviour/money.ts';
import { completeSession } from '../../behaviour/sales.ts';
import type { Turn } from '../../objects/turn.ts';
import type { StripeObject } from '../../state/objects.ts';
import type { Read } from './readDeclared.ts';

type Special = (turn: Turn, given: Read, ids: readonly string[]) => StripeObject;

/** Calls whose path does not tell what they do. */
export const specialCalls: Readonly<Record<string, Special>> = {
  'GET /v1/balance': (turn) => balance(turn),
  'GET /v1/customers/{id}/cash_balance': (turn, _, [id]) => cashBalance(turn, turn.need('customer', id)),
  'DELETE /v1/customers/{id}/discount': (turn, _, [id]) => endDiscount(turn, turn.need('customer', id)),
  'POST /v1/test_helpers/issuing/transactions/create_force_capture': issuingTransaction,
  'POST /v1/test_helpers/issuing/authorizations': authorize,
};

/** Calls that the SDK does not know and the CLI's fixtures make, by path; what they take is not declared. */
export const undeclaredCalls: Readonly<Record<string, Special>> = {
  'GET /v1/payment_pages/{id}': (turn, _, [id]) => turn.need('checkout.session', id),
  'POST /v1/payment_pages/{id}/confirm': (turn, given, [id]) =>
    completeSession(turn, turn.need('checkout.session', id), given),
  'POST /v1/issuing/cards/{id}/test/authorizations': (turn, given, [id]) =>
    authorize(turn, { ...given, card: id }),
};

function endDiscount(turn: Turn, customer: StripeObject): StripeObject {
  const discount = turn.need('discount', text((customer['discount'] as StripeObject | null)?.id));
  turn.remove(discount);
  turn.change(customer, { discount: null }, { quiet: true });
  return { ...discount, deleted: true };
}
