/** Which kind of object to show where an event may carry several. */
const preferred: readonly (readonly [prefix: string, schema: string])[] = [
  ['account.external_account.', 'BankAccount'],
  ['customer.source.', 'Card'],
];

export function preferredSchema(type: string, schemas: readonly string[]): string {
  const choice = preferred.find(([prefix, schema]) => type.startsWith(prefix) && schemas.includes(schema));
  const schema = choice?.[1] ?? schemas[0];
  if (schema === undefined) throw new Error(`The catalogue names no object for ${type}.`);
  return schema;
}
