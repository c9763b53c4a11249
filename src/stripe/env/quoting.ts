import type { Quote } from './assignments.ts';

/** A value as it is written into a `.env` file, in the quotes that stand there already if they can hold it. */
export function quotedAs(value: string, wanted: Quote): string {
  const quote = [wanted, ...order].find((one) => holds(one, value)) ?? '"';
  return quote === '"' ? `"${escape(value)}"` : `${quote}${value}${quote}`;
}

const order: readonly Quote[] = ['', "'", '"'];

/** Whether every reader of `.env` files gets the value as it is from between these quotes. */
function holds(quote: Quote, value: string): boolean {
  switch (quote) {
    case '':
      return /^[\w.:/@%+=,-]*$/.test(value);
    case "'":
    case '`':
      return !/[\r\n]/.test(value) && !value.includes(quote);
    case '"':
      return !/[\r\n\\"$`]/.test(value);
  }
}

const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r' };

function escape(value: string): string {
  return value.replace(/[\n\r\\"$`]/g, (char) => escapes[char] ?? `\\${char}`);
}
