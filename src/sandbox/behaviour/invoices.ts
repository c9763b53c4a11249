import { apiErrors } from '../api/apiError.ts';
import { emptyList } from '../objects/bare.ts';
import { randomText } from '../state/ids.ts';
import type { Turn } from '../objects/turn.ts';
import type { Values } from '../objects/values.ts';
import type { StripeObject } from '../state/objects.ts';
import {
  day,
  listed,
  number,
  record,
  records,
  text,
  without,
  type Behaviour,
  type Given,
} from './behaviour.ts';
import { collect, markPaid } from './collecting.ts';
import { costOf, invoiceLine, priceFor, pricing } from './lines.ts';

/** The sums of an invoice with these lines, less what the customer's or its subscription's coupons take off. */
export function totals(
  turn: Turn,
  lines: readonly Given[],
  discounts: readonly StripeObject[],
  paid = 0,
): Values {
  const subtotal = lines.reduce((sum, line) => sum + number(line['amount']), 0);
  const amounts: { amount: number; discount: string }[] = [];
  let left = Math.max(0, subtotal);
  for (const discount of discounts) {
    const coupon = turn.find('coupon', record(discount['source'])['coupon']);
    const off = coupon?.['percent_off']
      ? (left * number(coupon['percent_off'])) / 100
      : number(coupon?.['amount_off']);
    const amount = Math.min(left, Math.round(off));
    left -= amount;
    amounts.push({ amount, discount: discount.id });
  }
  const total = subtotal < 0 ? subtotal : left;
  return {
    amount_due: Math.max(0, total),
    amount_remaining: Math.max(0, total - paid),
    discounts: discounts.map(({ id }) => id),
    subtotal,
    subtotal_excluding_tax: subtotal,
    total,
    total_discount_amounts: amounts,
    total_excluding_tax: total,
    total_pretax_credit_amounts: [],
    total_taxes: [],
  };
}

/** What an invoice says of its customer. */
function customerValues(customer: StripeObject): Values {
  return {
    account_country: 'US',
    account_name: 'Offline sandbox',
    customer: customer.id,
    customer_address: customer['address'] ?? null,
    customer_email: customer['email'] ?? null,
    customer_name: customer['name'] ?? null,
    customer_phone: customer['phone'] ?? null,
    customer_shipping: customer['shipping'] ?? null,
    customer_tax_exempt: 'none',
    customer_tax_ids: [],
    test_clock: customer['test_clock'] ?? null,
    default_tax_rates: [],
    'automatic_tax.enabled': false,
    'issuer.type': 'self',
  };
}

function discountsOf(turn: Turn, holder: StripeObject): readonly StripeObject[] {
  const own = records(holder['discounts']).map((id) => turn.find('discount', id));
  const customer = turn.find('customer', holder['customer']);
  const inherited = turn.find('discount', record(customer?.['discount'])['id']);
  const found = own.filter((discount) => discount !== undefined);
  return found.length > 0 ? found : inherited ? [inherited] : [];
}

/** A draft with these lines; without lines, with the customer's pending items. */
export function draftInvoice(
  turn: Turn,
  customer: StripeObject,
  values: Values,
  makeLines: (id: string) => readonly StripeObject[],
  id: string,
): StripeObject {
  const lines = makeLines(id);
  const discounts = discountsOf(turn, { ...customer, customer: customer.id });
  return turn.create(
    'invoice',
    {
      ...customerValues(customer),
      auto_advance: false,
      billing_reason: 'manual',
      collection_method: 'charge_automatically',
      currency: lines[0]?.['currency'] ?? customer['currency'] ?? 'usd',
      lines: { ...emptyList(`/v1/invoices/${id}/lines`), data: lines },
      metadata: {},
      period_end: turn.now,
      period_start: turn.now,
      status: 'draft',
      ...totals(turn, lines, discounts),
      ...values,
    },
    { id },
  );
}

/** The lines of what a customer is still to be invoiced for; the items are the invoice's from then on. */
export function pendingLines(turn: Turn, customer: string, invoice: string): readonly StripeObject[] {
  return turn.all('invoiceitem', { customer, invoice: null }).map((item) => {
    turn.change(item, { invoice }, { quiet: true });
    return invoiceLine(turn, invoice, {
      amount: number(item['amount']),
      currency: item['currency'],
      description: item['description'],
      invoiceItem: item.id,
      metadata: item['metadata'],
      period: item['period'] as { start: number; end: number },
      price: turn.find('price', record(record(item['pricing'])['price_details'])['price']),
      proration: item['proration'] === true,
      quantity: number(item['quantity']),
    });
  });
}

/** Makes a draft an invoice; one without an amount is paid thereby. */
export function finalize(turn: Turn, invoice: StripeObject): StripeObject {
  const customer = turn.need('customer', invoice['customer']);
  const sequence = number(customer['next_invoice_sequence']) || 1;
  turn.change(customer, { next_invoice_sequence: sequence + 1 }, { quiet: true });
  const page = `https://invoice.stripe.com/i/${turn.ownAccount}/test_${randomText(32)}`;
  const due = invoice['collection_method'] === 'send_invoice' ? turn.now + 30 * day : null;
  const open = turn.change(
    invoice,
    {
      due_date: invoice['due_date'] ?? due,
      effective_at: turn.now,
      ending_balance: 0,
      hosted_invoice_url: page,
      invoice_pdf: `${page}/pdf`,
      number: `${String(customer['invoice_prefix'])}-${String(sequence).padStart(4, '0')}`,
      status: 'open',
      'status_transitions.finalized_at': turn.now,
    },
    { quiet: true },
  );
  turn.emit('invoice.finalized', open);
  return number(open['amount_due']) === 0 ? markPaid(turn, open) : open;
}

function needStatus(invoice: StripeObject, action: string, ...allowed: readonly string[]): void {
  if (!allowed.includes(String(invoice['status'])))
    throw apiErrors.state(
      `This invoice cannot be ${action}: it is ${String(invoice['status'])}, and must be ${allowed.join(' or ')}.`,
      'invoice_not_editable',
    );
}

function changeOfStatus(status: string, at: string, event: string, from: readonly string[]) {
  return {
    from,
    set: (turn: Turn) => ({ status, [`status_transitions.${at}`]: turn.now }),
    events: [event, 'invoice.updated'],
  };
}

export const invoiceBehaviours = {
  invoiceitem: {
    defaults: (turn) => ({
      date: turn.now,
      discountable: true,
      discounts: [],
      metadata: {},
      period: { end: turn.now, start: turn.now },
      quantity: 1,
      quantity_decimal: '1',
      tax_rates: [],
    }),
    required: ['customer'],
    undeclared: ['price', 'unit_amount'],
    values: (turn, given) => {
      const customer = turn.need('customer', given['customer'], 'customer');
      const named = text(given['price']) ?? text(record(given['pricing'])['price']);
      const quantity = number(given['quantity'] ?? 1);
      const price =
        named === undefined && !given['price_data'] ? undefined : priceFor(turn, { ...given, price: named });
      const each = given['unit_amount_decimal'] ?? given['unit_amount'];
      const amount = price
        ? costOf(price, quantity)
        : given['amount'] === undefined
          ? number(each) * quantity
          : number(given['amount']);
      return {
        amount,
        currency: price?.['currency'] ?? given['currency'] ?? customer['currency'] ?? 'usd',
        pricing: pricing(price, amount, quantity),
        quantity,
        quantity_decimal: String(quantity),
        test_clock: customer['test_clock'] ?? null,
      };
    },
    created: (turn, item) => {
      const invoice = turn.find('invoice', item['invoice']);
      if (!invoice) return item;
      needStatus(invoice, 'changed', 'draft');
      turn.change(item, { invoice: null }, { quiet: true });
      const added = pendingLines(turn, String(item['customer']), invoice.id);
      addLines(turn, invoice, added);
      return turn.need('invoiceitem', item.id);
    },
  },
  invoice: {
    required: ['customer'],
    created: (turn, made, given) => {
      // Built anew, because its lines and sums depend on each other.
      turn.remove(made, { quiet: true });
      turn.drafts.pop();
      const customer = turn.need('customer', given['customer'], 'customer');
      const days = number(given['days_until_due']);
      const own = Object.entries(without(made, 'id', 'object', 'lines'));
      const chosen = Object.fromEntries(own.filter(([name]) => given[name] !== undefined));
      const excluded = given['pending_invoice_items_behavior'] !== 'include';
      return draftInvoice(
        turn,
        customer,
        {
          ...chosen,
          metadata: made['metadata'] ?? {},
          ...(days > 0 && { due_date: turn.now + days * day }),
        },
        (id) => (excluded ? [] : pendingLines(turn, customer.id, id)),
        made.id,
      );
    },
    deleted: (turn, invoice) => {
      needStatus(invoice, 'deleted', 'draft');
      turn.remove(invoice);
      return { id: invoice.id, object: 'invoice', deleted: true };
    },
    actions: {
      finalize: (turn, invoice, given) => {
        needStatus(invoice, 'finalized', 'draft');
        const open = finalize(turn, invoice);
        return given['auto_advance'] === true && open['status'] === 'open'
          ? collect(turn, open).invoice
          : open;
      },
      pay: (turn, invoice, given) => {
        needStatus(invoice, 'paid', 'draft', 'open', 'uncollectible');
        const open = invoice['status'] === 'draft' ? finalize(turn, invoice) : invoice;
        if (open['status'] === 'paid') return open;
        if (given['paid_out_of_band'] === true) return markPaid(turn, open);
        const { invoice: after, error } = collect(turn, open, given);
        if (error) throw error;
        return after;
      },
      send: (turn, invoice) => {
        needStatus(invoice, 'sent', 'draft', 'open');
        if (invoice['collection_method'] !== 'send_invoice')
          throw apiErrors.state(
            "You can only manually send an invoice if its collection method is 'send_invoice'.",
          );
        const open = invoice['status'] === 'draft' ? finalize(turn, invoice) : invoice;
        turn.emit('invoice.sent', open);
        return open;
      },
      void: changeOfStatus('void', 'voided_at', 'invoice.voided', ['open', 'uncollectible']),
      mark_uncollectible: changeOfStatus(
        'uncollectible',
        'marked_uncollectible_at',
        'invoice.marked_uncollectible',
        ['open'],
      ),
      add_lines: (turn, invoice, given) => {
        needStatus(invoice, 'changed', 'draft');
        const lines = records(given['lines']).map((line) => {
          const quantity = number(line['quantity'] ?? 1);
          const price = text(record(line['pricing'])['price']);
          const found = price === undefined ? undefined : turn.need('price', price, 'price');
          return invoiceLine(turn, invoice.id, {
            amount: found ? costOf(found, quantity) : number(line['amount']),
            currency: invoice['currency'],
            description: line['description'],
            invoiceItem: text(line['invoice_item']) ?? `ii_${randomText(24)}`,
            period: { start: turn.now, end: turn.now },
            price: found,
            quantity,
          });
        });
        return addLines(turn, invoice, lines);
      },
    },
  },
} satisfies Record<string, Behaviour>;

function addLines(turn: Turn, invoice: StripeObject, added: readonly Given[]): StripeObject {
  const lines = [...listed(invoice, 'lines'), ...added];
  return turn.change(invoice, { 'lines.data': lines, ...totals(turn, lines, discountsOf(turn, invoice)) });
}
