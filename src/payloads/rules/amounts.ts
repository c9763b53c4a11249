import type { Computed, Draft } from './rule.ts';

/** The sum of numbers: of fields, or of a field of all items of a list, e.g. `sum('lines.data.*.amount')`. */
export function sum(...paths: readonly string[]): Computed {
  return (draft) => total(draft, paths);
}

/** A number less others, never below zero, e.g. `less('amount_due', 'amount_paid')`. */
export function less(path: string, ...others: readonly string[]): Computed {
  return (draft) => Math.max(0, total(draft, [path]) - total(draft, others));
}

/** A number with the opposite sign. */
export function minus(path: string): Computed {
  return (draft) => 0 - total(draft, [path]);
}

/** Whether two fields say the same. */
export function equal(path: string, other: string): Computed {
  return ({ read }) => read(path) === read(other);
}

/** What a line of an invoice costs: price times quantity. */
export const lineAmount: Computed = ({ beside }) =>
  Math.round(Number(beside('pricing.unit_amount_decimal')) * Number(beside('quantity')));

/** What was ordered before discount, shipping and tax, from the total. */
export const orderSubtotal: Computed = (draft) =>
  total(draft, ['amount_total', 'total_details.amount_discount']) -
  total(draft, ['total_details.amount_shipping', 'total_details.amount_tax']);

/** What an invoice comes to: its lines without discounts and with the taxes that are not in the prices. */
export const invoiceTotal: Computed = (draft) =>
  total(draft, ['subtotal', 'amount_shipping']) -
  total(draft, ['total_discount_amounts.*.amount']) +
  taxesOf(draft.read('total_taxes'), 'exclusive');

/** An invoice's lines without the taxes that are in the prices. */
export const subtotalWithoutTax: Computed = (draft) =>
  total(draft, ['subtotal']) - taxesOf(draft.read('total_taxes'), 'inclusive');

/** The taxes of all lines, one entry for each rate. */
export const lineTaxes: Computed = ({ read }) => {
  const byRate = new Map<string, Tax>();
  for (const { taxes } of listOf<{ readonly taxes?: readonly Tax[] }>(read('lines.data')))
    for (const tax of listOf<Tax>(taxes)) {
      const rate = JSON.stringify([tax.tax_behavior, tax['tax_rate_details'], tax['taxability_reason']]);
      const before = byRate.get(rate);
      byRate.set(rate, {
        ...tax,
        amount: numberOf(tax.amount) + numberOf(before?.amount),
        taxable_amount: numberOf(tax['taxable_amount']) + numberOf(before?.['taxable_amount']),
      });
    }
  return [...byRate.values()];
};

interface Tax extends Readonly<Record<string, unknown>> {
  readonly amount: number;
  readonly tax_behavior: string;
}

function taxesOf(taxes: unknown, behavior: string): number {
  return listOf<Tax>(taxes)
    .filter((tax) => tax.tax_behavior === behavior)
    .reduce((result, { amount }) => result + numberOf(amount), 0);
}

/** The sum of the numbers at the paths; what is no number counts nothing. */
function total(draft: Draft, paths: readonly string[]): number {
  return paths.reduce((result, path) => result + valueAt(draft, path), 0);
}

function valueAt(draft: Draft, path: string): number {
  const [list = '', field] = path.split('.*.');
  if (field === undefined) return numberOf(draft.read(path));
  const paths = listOf(draft.read(list)).map((_, index) => `${list}.${index}.${field}`);
  return total(draft, paths);
}

function listOf<T>(value: unknown): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [];
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
