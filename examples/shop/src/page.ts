import type { Order } from './orders.ts';

/** The shop's only page. */
export function page(orders: readonly Order[]): string {
  const rows = orders.map(
    ({ id, state, amount, currency, note }) =>
      `<tr class="${state}"><td>${escape(id)}<td>${state}<td>${price(amount, currency)}<td>${escape(note)}</tr>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="refresh" content="2">
<title>Shop</title>
<style>
  body { font: 16px system-ui; max-width: 48rem; margin: 3rem auto; padding: 0 1rem; }
  table { border-collapse: collapse; width: 100%; margin-top: 2rem; }
  td, th { text-align: left; padding: 0.4rem; border-bottom: 1px solid #8884; }
  .paid td:nth-child(2) { color: green; }
  .failed td:nth-child(2), .refunded td:nth-child(2) { color: firebrick; }
</style>
<h1>Shop</h1>
<form method="post" action="/orders"><button>Order a mug (12.00 €)</button></form>
<table>
<tr><th>Order<th>State<th>Amount<th>Note</tr>
${rows.join('\n') || '<tr><td colspan="4">No orders yet.</tr>'}
</table>
</html>
`;
}

function price(amount: number, currency: string): string {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).format(amount / 100);
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
