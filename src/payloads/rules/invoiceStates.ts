import { born, filled, later, now, same, type Rule } from './rule.ts';

const invoicePaid: Rule = {
  automatically_finalizes_at: null,
  amount_paid: same('amount_due'),
  next_payment_attempt: null,
  attempt_count: 1,
  attempted: true,
  status: 'paid',
  'status_transitions.paid_at': now,
};
const invoiceDraft: Rule = {
  hosted_invoice_url: null,
  invoice_pdf: null,
  next_payment_attempt: null,
  number: null,
  status: 'draft',
  'status_transitions.finalized_at': null,
};
/** What an invoice gets when it is finalized. */
const invoiceFinal: Rule = {
  automatically_finalizes_at: null,
  hosted_invoice_url: filled,
  invoice_pdf: filled,
  number: filled,
};
const invoiceUnpaid: Rule = {
  attempt_count: 1,
  attempted: true,
  status: 'open',
  next_payment_attempt: later(3),
};

/** What the events of invoices say about them. */
export const invoiceRules: Readonly<Record<string, Rule>> = {
  'invoice.created': { ...invoiceDraft, automatically_finalizes_at: later(1 / 24) },
  'invoice.deleted': invoiceDraft,
  'invoice.finalization_failed': { ...invoiceDraft, last_finalization_error: filled },
  'invoice.finalized': { ...invoiceFinal, status: 'open', 'status_transitions.finalized_at': now },
  'invoice.marked_uncollectible': {
    status: 'uncollectible',
    'status_transitions.marked_uncollectible_at': now,
  },
  'invoice.overdue': {
    collection_method: 'send_invoice',
    created: born('invoice', 31),
    due_date: later(-1),
    status: 'open',
  },
  'invoice.overpaid': { ...invoicePaid, amount_overpaid: 500 },
  'invoice.paid': invoicePaid,
  'invoice.payment_action_required': invoiceUnpaid,
  'invoice.payment_attempt_required': { status: 'open', auto_advance: false },
  'invoice.payment_failed': invoiceUnpaid,
  'invoice.payment_succeeded': invoicePaid,
  'invoice.sent': { collection_method: 'send_invoice', due_date: later(30), status: 'open' },
  'invoice.upcoming': {
    ...invoiceDraft,
    next_payment_attempt: later(7),
    billing_reason: 'upcoming',
    created: now,
  },
  'invoice.voided': { status: 'void', 'status_transitions.voided_at': now },
  'invoice.will_be_due': { collection_method: 'send_invoice', due_date: later(3), status: 'open' },
  'invoice_payment.paid': {
    amount_paid: same('amount_requested'),
    status: 'paid',
    'status_transitions.paid_at': now,
  },
};
