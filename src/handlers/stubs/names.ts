/** How names spell an event type: `InvoicePaid`, `invoicePaid`, `invoice_paid`, `INVOICE_PAID`. */
const spellings: readonly ((words: readonly string[]) => string)[] = [
  (words) => words.map(capitalised).join(''),
  (words) => words.map((word, index) => (index === 0 ? word : capitalised(word))).join(''),
  (words) => words.join('_'),
  (words) => words.join('_').toUpperCase(),
];

const snakeLanguages: ReadonlySet<string> = new Set(['python', 'ruby', 'rust', 'elixir']);

/** A text with the name of one event type in it made that of another; undefined where it names none. */
export function respell(text: string, from: string, to: string): string | undefined {
  for (const spell of spellings) {
    const name = spell(wordsOf(from));
    if (text.includes(name)) return text.replaceAll(name, spell(wordsOf(to)));
  }
  return undefined;
}

/** The name of a function that handles an event type, spelt as another function's: `onInvoicePaid`, `handle_invoice_paid`. */
export function handlerName(language: string, sample: string, from: string, to: string): string {
  const words = ['handle', ...wordsOf(to)];
  const [pascal = '', camel = '', snake = ''] = spellings.map((spell) => spell(words));
  const own = snakeLanguages.has(language) ? snake : camel;
  return respell(sample, from, to) ?? (/^[A-Z]/.test(sample) ? pascal : own);
}

function wordsOf(eventType: string): readonly string[] {
  return eventType.split(/[._]/);
}

function capitalised(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
