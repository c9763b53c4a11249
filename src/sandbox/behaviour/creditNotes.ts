import { apiErrors } from '../api/apiError.ts';
import { emptyList } from '../objects/bare.ts';
import { newObjectId } from '../../payloads/objectId.ts';
import { randomText } from '../state/ids.ts';
import type { Turn } from '../objects/turn.ts';
import type { Values } from '../objects/values.ts';
import type { StripeObject } from '../state/objects.ts';
import { number, records, transit, type Behaviour, type Given } from './behaviour.ts';
import { totalOf } from './lines.ts';

/** The lines of a credit note, and what it takes off its invoice. */
function creditNoteValues(turn: Turn, given: Given, id: string): Values {
  const invoice = turn.need('invoice', given['invoice'], 'invoice');
  if (invoice['status'] !== 'open' && invoice['status'] !== 'paid')
    throw apiErrors.state(
      `A credit note can be created for an invoice that is open or paid, not ${String(invoice['status'])}.`,
    );
  const lines = records(given['lines']).map((line) => {
    const quantity = number(line['quantity'] ?? 1);
    const amount =
      line['amount'] === undefined ? number(line['unit_amount']) * quantity : number(line['amount']);
    return {
      id: newObjectId('credit_note_line_item'),
      object: 'credit_note_line_item',
      amount,
      description: line['description'] ?? null,
      discount_amount: 0,
      discount_amounts: [],
      livemode: false,
      metadata: {},
      pretax_credit_amounts: [],
      quantity,
      tax_rates: [],
      taxes: [],
      type: line['type'] ?? 'custom_line_item',
      unit_amount: line['unit_amount'] ?? null,
      unit_amount_decimal: line['unit_amount'] === undefined ? null : String(number(line['unit_amount'])),
    };
  });
  const amount = lines.length > 0 ? totalOf(lines, 'amount') : number(given['amount']);
  if (amount <= 0) throw apiErrors.missing('amount');
  const paid = invoice['status'] === 'paid';
  return {
    amount,
    currency: invoice['currency'],
    customer: invoice['customer'],
    lines: { ...emptyList(`/v1/credit_notes/${id}/lines`), data: lines },
    number: `${String(invoice['number'])}-CN-${String(turn.all('credit_note', { invoice: invoice.id }).length + 1).padStart(2, '0')}`,
    pdf: `https://pay.stripe.com/credit_notes/${turn.ownAccount}/${randomText(24)}/pdf`,
    post_payment_amount: paid ? amount : 0,
    pre_payment_amount: paid ? 0 : amount,
    subtotal: amount,
    subtotal_excluding_tax: amount,
    total: amount,
    total_excluding_tax: amount,
    total_taxes: [],
    type: paid ? 'post_payment' : 'pre_payment',
  };
}

/** What a credit note takes off an open invoice; less than nothing when it is voided. */
function credit(turn: Turn, note: StripeObject, sign: 1 | -1): void {
  const invoice = turn.need('invoice', note['invoice']);
  const amount = number(note['amount']) * sign;
  const paid = note['type'] === 'post_payment';
  const name = paid ? 'post_payment_credit_notes_amount' : 'pre_payment_credit_notes_amount';
  turn.change(invoice, {
    [name]: number(invoice[name]) + amount,
    ...(!paid && {
      amount_due: number(invoice['amount_due']) - amount,
      amount_remaining: number(invoice['amount_remaining']) - amount,
    }),
  });
}

export const creditNoteBehaviours = {
  credit_note: {
    defaults: () => ({ metadata: {}, status: 'issued' }),
    required: ['invoice'],
    values: creditNoteValues,
    created: (turn, note) => {
      credit(turn, note, 1);
      return note;
    },
    actions: {
      void: (turn, note, given) => {
        const refuse = () => apiErrors.state('This credit note is void already.');
        credit(turn, note, -1);
        const set = () => ({ status: 'void', voided_at: turn.now });
        return transit({ from: ['issued'], set, events: ['credit_note.voided'] }, turn, note, given, refuse);
      },
    },
  },
} satisfies Record<string, Behaviour>;
