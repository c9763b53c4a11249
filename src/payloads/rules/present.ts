/** Fields that are hardly ever null or missing in practice, although the declarations allow it. */
export const usuallyPresent: ReadonlySet<string> = new Set([
  'address',
  'amount',
  'amount_decimal',
  'amount_total',
  'brand',
  'city',
  'country',
  'currency',
  'customer',
  'customer_email',
  'customer_name',
  'email',
  'funding',
  'last4',
  'line1',
  'metadata',
  'name',
  'network',
  'postal_code',
  'product',
  'quantity',
  'recurring',
  'state',
  'status',
  'unit_amount',
  'unit_amount_decimal',
  'url',
]);

/** Values to choose first where an enum allows them: the ones an integration sees every day. */
const usualValues: readonly string[] = [
  'card',
  'active',
  'succeeded',
  'available',
  'service',
  'enabled',
  'complete',
  'paid',
  'open',
  'online',
  'pending',
  'processing',
  'ready',
  'installed',
  'submitted',
  'automatic',
  'charge_automatically',
  'per_unit',
  'licensed',
  'month',
  'flexible',
  'none',
  'not_required',
  'not_applicable',
  'unspecified',
  'usd',
  'us',
  'US',
  'visa',
  'credit',
  'individual',
  'self',
  'verified',
  'pass',
  'other',
];

/** The value that an integration sees most, else the first. */
export function preferred<T extends string | number | boolean>(values: readonly T[]): T {
  const usual = usualValues.find((value) => (values as readonly unknown[]).includes(value));
  const choice = (usual as T | undefined) ?? values[0];
  if (choice === undefined) throw new Error('There is no value to choose from.');
  return choice;
}
