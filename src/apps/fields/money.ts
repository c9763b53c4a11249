/**
 * Currencies whose amounts Stripe gives in whole or thousandth units. Not those of Iceland and Uganda, which keep two
 * decimals in the API. Source: https://docs.stripe.com/currencies#zero-decimal
 */
const wholeUnits = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '));
const thousandths = new Set(['bhd', 'jod', 'kwd', 'omr', 'tnd']);

/** Where Stripe's objects have the amount that matters most, the first that is there. */
const amountFields = ['amount', 'amount_total', 'amount_due', 'amount_paid', 'total'] as const;

/** An amount in the currency's main unit, such as 19.99. */
export interface Money {
  readonly amount: number;
  /** Lower case. */
  readonly currency: string;
}

/** The amount that an object is about; undefined when it has none. An unpaid invoice is about what is due. */
export function moneyOf(object: Readonly<Record<string, unknown>>): Money | undefined {
  const { currency, status } = object;
  if (typeof currency !== 'string') return undefined;
  const fields = status === 'paid' ? ['amount', 'amount_paid', ...amountFields] : amountFields;
  const units = fields.map((field) => object[field]).find((value) => typeof value === 'number');
  return units === undefined
    ? undefined
    : { amount: units / 10 ** decimals(currency), currency: currency.toLowerCase() };
}

/** Such as `19.99 EUR`. */
export function moneyText({ amount, currency }: Money): string {
  return `${amount.toFixed(decimals(currency))} ${currency.toUpperCase()}`;
}

function decimals(currency: string): number {
  const code = currency.toLowerCase();
  if (wholeUnits.has(code)) return 0;
  return thousandths.has(code) ? 3 : 2;
}
